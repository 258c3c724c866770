/** Counts over time as a small row of bars, failures in their own colour. The text beside it says the numbers. */

const WIDTH = 100
const HEIGHT = 24

export interface SparklineProps {
  bars: readonly { count: number; failed: number }[]
}

export function Sparkline({ bars }: SparklineProps) {
  const most = Math.max(1, ...bars.map(bar => bar.count))
  const step = WIDTH / Math.max(1, bars.length)
  /** @param least of a bar that is not empty, so that it can be seen */
  const path = (value: (bar: SparklineProps['bars'][number]) => number, least: number) =>
    bars
      .map((bar, at) => {
        const height = (value(bar) / most) * HEIGHT
        return height === 0
          ? ''
          : `M${(at * step).toFixed(2)} ${HEIGHT}v${(-Math.max(least, height)).toFixed(2)}h${(step * 0.78).toFixed(2)}V${HEIGHT}z`
      })
      .join('')
  return (
    <svg className="view-spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="view-spark-base" />
      <path d={path(bar => bar.count, 1)} />
      <path d={path(bar => bar.failed, 0)} className="view-spark-failed" />
    </svg>
  )
}
