/**
 * The bars of the histogram: buckets put where they belong, gaps filled, axis labels on calendar boundaries.
 * Every bucket of the answer is in exactly one bar, so the bars add up to the total.
 */
import type { Histogram } from '../api/types.ts'
import type { Range } from '../state/range.ts'
import { dayLabel, minuteLabel } from '../text/time.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** More bars than this are no picture; an answer with more is cut to the newest. */
export const BARS_MAX = 2000
const LABEL_WIDTH = 84

export interface Bar {
  at: number
  count: number
  failed: number
}

export interface Tick {
  at: number
  label: string
  /** First of a day among times of day. */
  day: boolean
}

export function barsOf({ step, buckets }: Histogram, range: Range): Bar[] {
  const first = buckets[0]
  const last = buckets.at(-1)
  if (!(step > 0)) return []
  const begin = range.from ?? first?.at
  const end = range.to === undefined ? last?.at : range.to - 1
  if (begin === undefined || end === undefined || end < begin) return []
  const offset = first ? first.at % step : 0
  const slot = (at: number) => Math.floor((at - offset) / step)
  const lastSlot = Math.max(slot(end), last ? slot(last.at) : slot(end))
  const firstSlot = Math.max(
    Math.min(slot(begin), first ? slot(first.at) : slot(begin)),
    lastSlot - BARS_MAX + 1,
  )
  const bars = Array.from({ length: lastSlot - firstSlot + 1 }, (_, at): Bar => ({
    at: (firstSlot + at) * step + offset,
    count: 0,
    failed: 0,
  }))
  for (const bucket of buckets) {
    const bar = bars[slot(bucket.at) - firstSlot]
    if (!bar) continue
    bar.count += bucket.count
    bar.failed += bucket.failed
  }
  return bars
}

const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
]

export function ticksOf(from: number, to: number, width: number): Tick[] {
  const step = STEPS.find(s => (width * s) / (to - from) >= LABEL_WIDTH) ?? 365 * DAY
  const ticks: Tick[] = []
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const midnight = at % DAY === 0
    ticks.push({ at, label: midnight ? dayLabel(at) : minuteLabel(at), day: midnight && step < DAY })
  }
  return ticks
}
