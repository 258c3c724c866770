/**
 * Where the bars of the histogram begin and end, and what stands on its axis.
 * The server cuts the buckets, on calendar boundaries of the clock and without gaps; every bucket is one bar, so the bars add up to the total.
 */
import { momentOf, wallOf } from '@daybook/query'

import type { Histogram } from '../api/types.ts'
import type { T } from '../i18n/use-t.ts'
import { minuteOn, type Clock } from '../time/clock.ts'
import type { TimeWords } from '../time/time-words.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LABEL_WIDTH = 68

export interface Tick {
  at: number
  /** Pixels from the edge where time begins. */
  left: number
  label: string
  /** First of a day among times of day. */
  day: boolean
}

/** The end of a bar, which is where the next one begins; exclusive. */
export const endOf = ({ buckets, step }: Histogram, bar: number): number =>
  buckets[bar + 1]?.at ?? (buckets[bar]?.at ?? 0) + step

/** `15 min`, `6 h`, `2 months` */
export function stepLabel(t: T, { unit, size, step }: Histogram): string {
  if (unit === 'month') return t('time.months', { n: size })
  if (step < MINUTE) return t('time.seconds', { n: step / 1000 })
  if (step < HOUR) return t('time.minutes', { n: step / MINUTE })
  return step < DAY ? t('time.hours', { n: step / HOUR }) : t('time.days', { n: step / DAY })
}

const STEPS = [1, 5, 15, 30, 60, 180, 360, 720].map(minutes => minutes * MINUTE)
const DAY_STEPS = [1, 2, 7, 14].map(days => days * DAY)

/** Labels on calendar boundaries of the clock, as close as they can be read. Bars have one width, whatever their length in time. */
export function ticksOf(histogram: Histogram, width: number, clock: Clock, words: TimeWords): Tick[] {
  const { buckets } = histogram
  const from = buckets[0]?.at
  if (from === undefined) return []
  if (histogram.unit === 'month') return monthTicks(histogram, width, clock, words)
  const to = endOf(histogram, buckets.length - 1)
  const readable = (step: number) => (width * step) / (to - from) >= LABEL_WIDTH
  const step =
    [...STEPS, ...DAY_STEPS].find(readable) ?? Math.ceil((LABEL_WIDTH * (to - from)) / width / DAY) * DAY
  const ticks: Tick[] = []
  for (let wall = Math.ceil(wallOf(clock.zone, from) / step) * step; ; wall += step) {
    const at = momentOf(clock.zone, wall)
    if (at >= to) return ticks
    const midnight = wall % DAY === 0
    // A time that the clock jumps over is none, unless a day begins with the jump.
    if (at < from || (!midnight && wallOf(clock.zone, at) !== wall)) continue
    const label = midnight ? words.day(clock, at) : minuteOn(clock, at)
    ticks.push({ at, left: placeOf(histogram, at) * width, label, day: midnight && step < DAY })
  }
}

/** Where a moment is among the bars: 0 is the beginning of the first, 1 the end of the last. */
function placeOf(histogram: Histogram, at: number): number {
  const { buckets } = histogram
  const after = buckets.findIndex(bucket => bucket.at > at)
  const bar = (after < 0 ? buckets.length : after) - 1
  const begin = buckets[bar]?.at ?? at
  const share = (at - begin) / (endOf(histogram, bar) - begin)
  return (bar + share) / buckets.length
}

function monthTicks({ buckets }: Histogram, width: number, clock: Clock, words: TimeWords): Tick[] {
  const every = Math.max(1, Math.ceil((LABEL_WIDTH * buckets.length) / width))
  return buckets
    .map(({ at }, bar) => {
      const left = (bar / buckets.length) * width
      return { at, left, label: words.month(clock, at), day: false }
    })
    .filter((_, bar) => bar % every === 0)
}
