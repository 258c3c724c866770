/** The bars and the axis under them: what succeeded, what failed on top, what was denied on top of that. */
import type { Histogram } from '../api/types.ts'
import { useNumbers, useT } from '../i18n/use-t.ts'
import { useClock, useTimeWords } from '../time/use-clock.ts'
import { stepLabel, ticksOf } from './bars.ts'

const HEIGHT = 64

export interface PlotProps {
  bars: Histogram['buckets']
  width: number
  hover: number | undefined
  chosen: readonly [number, number] | undefined
}

export function Plot({ bars, width, hover, chosen }: PlotProps) {
  const barWidth = width / Math.max(1, bars.length)
  const gap = barWidth > 5 ? 2 : barWidth > 2 ? 1 : 0
  const most = Math.max(1, ...bars.map(bar => bar.count))
  const heightOf = (n: number) => (n === 0 ? 0 : Math.max(1, (n / most) * (HEIGHT - 2)))
  return (
    <svg width={width} height={HEIGHT} aria-hidden>
      <line className="grid-line" x2={width} y1={0.5} y2={0.5} />
      <line className="grid-line" x2={width} y1={HEIGHT / 2 + 0.5} y2={HEIGHT / 2 + 0.5} />
      {bars.map((bar, at) => {
        const denied = heightOf(bar.denied ?? 0)
        const failed = heightOf(bar.failed - (bar.denied ?? 0))
        const fine = heightOf(bar.count - bar.failed)
        const box = { x: at * barWidth + gap / 2, width: Math.max(0.75, barWidth - gap) }
        const outside = chosen !== undefined && (at < chosen[0] || at > chosen[1])
        return (
          <g key={bar.at} data-hover={hover === at || undefined} data-outside={outside || undefined}>
            <rect className="all" {...box} y={HEIGHT - fine} height={fine} rx={Math.min(1.5, barWidth / 4)} />
            {failed > 0 && <rect className="failed" {...box} y={HEIGHT - fine - failed} height={failed} />}
            {denied > 0 && (
              <rect className="denied" {...box} y={HEIGHT - fine - failed - denied} height={denied} />
            )}
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

export function Axis({ answer, width }: { answer: Histogram; width: number }) {
  const t = useT()
  const { count } = useNumbers()
  const clock = useClock()
  const words = useTimeWords()
  const most = Math.max(0, ...answer.buckets.map(bar => bar.count))
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
          {most > 0 && <span className="most">{count(most)}</span>}
        </>
      )}
    </div>
  )
}
