/**
 * How many, over time, failures on top. Drag or click to zoom in; arrow keys and Enter do the same.
 * Drawn as plain SVG in the theme's colours, so a change of theme redraws nothing.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'

import type { Histogram as Answer } from '../api/types.ts'
import { useNumbers, useT } from '../i18n/use-t.ts'
import { dayOn, minuteOn, stampOn } from '../time/clock.ts'
import { useClock, useTimeWords } from '../time/use-clock.ts'
import { endOf, stepLabel, ticksOf } from './bars.ts'

const HEIGHT = 64
const NOTHING: Answer = { step: 0, unit: 'ms', size: 0, buckets: [] }

interface Selection {
  anchor: number
  end: number
  dragging: boolean
}

export interface HistogramProps {
  answer: Answer | undefined
  busy: boolean
  onZoom: (range: { from: number; to: number }) => void
}

export function Histogram({ answer = NOTHING, busy, onZoom }: HistogramProps) {
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
    </div>
  )
}

interface PlotProps {
  bars: Answer['buckets']
  width: number
  hover: number | undefined
  chosen: readonly [number, number] | undefined
}

function Plot({ bars, width, hover, chosen }: PlotProps) {
  const barWidth = width / Math.max(1, bars.length)
  const gap = barWidth > 5 ? 2 : barWidth > 2 ? 1 : 0
  const most = Math.max(1, ...bars.map(bar => bar.count))
  const heightOf = (n: number) => (n === 0 ? 0 : Math.max(1, (n / most) * (HEIGHT - 2)))
  return (
    <svg width={width} height={HEIGHT} aria-hidden>
      <line className="grid-line" x2={width} y1={0.5} y2={0.5} />
      <line className="grid-line" x2={width} y1={HEIGHT / 2 + 0.5} y2={HEIGHT / 2 + 0.5} />
      {bars.map((bar, at) => {
        const failed = heightOf(bar.failed)
        const fine = heightOf(bar.count - bar.failed)
        const box = { x: at * barWidth + gap / 2, width: Math.max(0.75, barWidth - gap) }
        const outside = chosen !== undefined && (at < chosen[0] || at > chosen[1])
        return (
          <g key={bar.at} data-hover={hover === at || undefined} data-outside={outside || undefined}>
            <rect className="all" {...box} y={HEIGHT - fine} height={fine} rx={Math.min(1.5, barWidth / 4)} />
            {failed > 0 && <rect className="failed" {...box} y={HEIGHT - fine - failed} height={failed} />}
          </g>
        )
      })}
      {chosen && (
        <rect
          className="brush"
          x={chosen[0] * barWidth}
          width={(chosen[1] - chosen[0] + 1) * barWidth}
          height={HEIGHT}
        />
      )}
      <line className="base-line" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
    </svg>
  )
}

function Axis({ answer, width }: { answer: Answer; width: number }) {
  const t = useT()
  const { count } = useNumbers()
  const clock = useClock()
  const words = useTimeWords()
  const ticks = ticksOf(answer, width, clock, words).filter(({ left }) => left > 24 && left < width - 116)
  return (
    <div className="histogram-axis" aria-hidden>
      {ticks.map(tick => (
        <span key={tick.at} style={{ left: tick.left }} data-day={tick.day || undefined}>
          {tick.label}
        </span>
      ))}
      {answer.buckets.length > 0 && (
        <>
          <span className="step">{t('histogram.perBar', { step: stepLabel(t, answer) })}</span>
          <span className="most">{count(Math.max(...answer.buckets.map(bar => bar.count)))}</span>
        </>
      )}
    </div>
  )
}

interface TipProps {
  answer: Answer
  chosen: readonly [number, number]
  left: number
  width: number
}

function Tip({ answer, chosen, left, width }: TipProps) {
  const t = useT()
  const { count } = useNumbers()
  const clock = useClock()
  const within = answer.buckets.slice(chosen[0], chosen[1] + 1)
  const begin = within[0]
  if (!begin) return null
  const until = endOf(answer, chosen[1])
  const sameDay = dayOn(clock, begin.at) === dayOn(clock, until)
  const sum = (key: 'count' | 'failed') => count(within.reduce((total, bar) => total + bar[key], 0))
  return (
    <div className="histogram-tip" role="status" style={{ left: Math.min(Math.max(left, 104), width - 104) }}>
      <b>
        {stampOn(clock, begin.at)} – {sameDay ? minuteOn(clock, until) : stampOn(clock, until)}
      </b>
      <span>
        <i className="dot" />
        {t('histogram.all')}
        <em>{sum('count')}</em>
      </span>
      <span>
        <i className="dot" data-outcome="FAILURE" />
        {t('histogram.failed')}
        <em>{sum('failed')}</em>
      </span>
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
