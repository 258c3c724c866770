/**
 * Where the bars of the histogram begin and end, and what stands on its axis.
 * The server cuts the buckets, on calendar boundaries and without gaps; every bucket is one bar, so the bars add up to the total.
 */
import type { Histogram } from '../api/types.ts'
import { dayLabel, durationLabel, minuteLabel, monthLabel } from '../text/time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LABEL_WIDTH = 84

export interface Tick {
  at: number
  /** Pixels from the left edge. */
  left: number
  label: string
  /** First of a day among times of day. */
  day: boolean
}

/** The end of a bar, which is where the next one begins; exclusive. */
export const endOf = ({ buckets, step }: Histogram, bar: number): number =>
  buckets[bar + 1]?.at ?? (buckets[bar]?.at ?? 0) + step

export const stepLabel = ({ unit, size, step }: Histogram): string =>
  unit === 'month' ? (size === 1 ? '1 month' : `${size} months`) : durationLabel(step)

const STEPS = [1, 5, 15, 30, 60, 180, 360, 720].map(minutes => minutes * MINUTE)
const DAY_STEPS = [1, 2, 7, 14].map(days => days * DAY)

/** Labels on calendar boundaries, as close as they can be read. Bars have one width, whatever their length in time. */
export function ticksOf(histogram: Histogram, width: number): Tick[] {
  const { buckets } = histogram
  const from = buckets[0]?.at
  if (from === undefined) return []
  if (histogram.unit === 'month') return monthTicks(histogram, width)
  const to = endOf(histogram, buckets.length - 1)
  const readable = (step: number) => (width * step) / (to - from) >= LABEL_WIDTH
  const step =
    [...STEPS, ...DAY_STEPS].find(readable) ?? Math.ceil((LABEL_WIDTH * (to - from)) / width / DAY) * DAY
  const ticks: Tick[] = []
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const midnight = at % DAY === 0
    const label = midnight ? dayLabel(at) : minuteLabel(at)
    ticks.push({ at, left: ((at - from) / (to - from)) * width, label, day: midnight && step < DAY })
  }
  return ticks
}

function monthTicks({ buckets }: Histogram, width: number): Tick[] {
  const every = Math.max(1, Math.ceil((LABEL_WIDTH * buckets.length) / width))
  return buckets
    .map(({ at }, bar) => ({ at, left: (bar / buckets.length) * width, label: monthLabel(at), day: false }))
    .filter((_, bar) => bar % every === 0)
}
