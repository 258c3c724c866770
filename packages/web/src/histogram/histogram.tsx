/**
 * How many, over time, failures on top. Drag or click to zoom in; arrow keys and Enter do the same.
 * Drawn as plain SVG in the theme's colours, so a change of theme redraws nothing.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'

import type { Histogram as Answer } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { endOf, stepLabel } from './bars.ts'
import { Axis, Plot } from './plot.tsx'
import { Tip } from './tip.tsx'

const NOTHING: Answer = { step: 0, unit: 'ms', size: 0, buckets: [] }

interface Selection {
  anchor: number
  end: number
  dragging: boolean
}

export interface HistogramProps {
  answer: Answer | undefined
  busy: boolean
  /** What stands beside the plot. */
  tools: ReactNode
  onZoom: (range: { from: number; to: number }) => void
}

export function Histogram({ answer = NOTHING, busy, tools, onZoom }: HistogramProps) {
  const t = useT()
  const [plot, width] = useWidth()
  const [hover, setHover] = useState<number>()
  const [selection, setSelection] = useState<Selection>()
  const bars = answer.buckets
  const last = bars.length - 1
  const barWidth = width / Math.max(1, bars.length)
  const chosen = selection && span(selection)

  const barAt = (event: PointerEvent) =>
    clamp(Math.floor((event.clientX - (plot.current?.getBoundingClientRect().left ?? 0)) / barWidth), last)
  const zoom = ([a, b]: readonly [number, number]) => {
    const begin = bars[a]
    setSelection(undefined)
    setHover(undefined)
    if (begin) onZoom({ from: begin.at, to: endOf(answer, b) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = hover ?? last
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault()
      const next = clamp(at + (event.key === 'ArrowLeft' ? -1 : 1), last)
      setHover(next)
      setSelection(
        event.shiftKey ? { anchor: selection?.anchor ?? at, end: next, dragging: false } : undefined,
      )
    } else if (event.key === 'Enter' && last >= 0) zoom(chosen ?? [at, at])
    else if (event.key === 'Escape') {
      setSelection(undefined)
      setHover(undefined)
    }
  }
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || last < 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setSelection({ anchor: barAt(event), end: barAt(event), dragging: true })
  }
  const onPointerMove = (event: PointerEvent) => {
    if (last < 0) return
    setHover(barAt(event))
    if (selection?.dragging) setSelection({ ...selection, end: barAt(event) })
  }
  return (
    <div className="histogram" data-busy={busy || undefined}>
      <div
        className="histogram-plot"
        ref={plot}
        role="group"
        aria-label={t('histogram.label', { bars: bars.length, step: stepLabel(t, answer) })}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => chosen && zoom(chosen)}
        onPointerCancel={() => setSelection(undefined)}
        onPointerLeave={() => setHover(undefined)}
        onBlur={() => setHover(undefined)}
      >
        <Plot bars={bars} width={width} hover={hover} chosen={chosen} />
        <Axis answer={answer} width={width} />
        {hover !== undefined && bars[hover] && (
          <Tip
            answer={answer}
            chosen={chosen ?? [hover, hover]}
            left={(hover + 0.5) * barWidth}
            width={width}
          />
        )}
      </div>
      {tools}
    </div>
  )
}

function useWidth() {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(900)
  useEffect(() => {
    const { current } = element
    if (!current) return undefined
    const observer = new ResizeObserver(() => setWidth(current.clientWidth))
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return [element, width] as const
}

const clamp = (at: number, last: number) => Math.max(0, Math.min(last, at))
const span = ({ anchor, end }: Selection) => [Math.min(anchor, end), Math.max(anchor, end)] as const
