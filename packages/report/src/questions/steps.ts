/**
 * The width of a histogram's bars: about a hundred of them over a range, on boundaries that a calendar has.
 * Every moment of the range falls into exactly one bar.
 */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** 5 January 1970 was a Monday: weeks are counted from it. */
const MONDAY = 4 * DAY
const MEAN_MONTH = 30.436875 * DAY

/** More bars than this and the next wider step is taken; two thirds of it are usual. */
const BARS_MAX = 122

/** Bars of equal length in ms, or of whole calendar months. */
export interface Step {
  unit: 'ms' | 'month'
  size: number
}

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map(ms),
  ...[1, 2, 5, 10, 15, 30].map(n => ms(n * SECOND)),
  ...[1, 2, 5, 10, 15, 30].map(n => ms(n * MINUTE)),
  ...[1, 2, 3, 6, 12].map(n => ms(n * HOUR)),
  ...[DAY, WEEK].map(ms),
  ...[1, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 12_000].map(size => ({ unit: 'month' as const, size })),
]

const WIDEST: Step = { unit: 'month', size: 12_000 }

/** The narrowest step that needs at most BARS_MAX bars between two moments (ms, `to` exclusive). */
export function stepFor(from: number, to: number): Step {
  const span = Math.max(1, to - from)
  return STEPS.find(step => span / meanLength(step) < BARS_MAX - 1) ?? WIDEST
}

/** Length of a bar in ms; the mean length where it is made of months. */
export function meanLength(step: Step): number {
  return step.unit === 'ms' ? step.size : step.size * MEAN_MONTH
}

/** Number of the bar that a moment falls into, counted from a fixed origin. */
export function barOf(step: Step, at: number): number {
  if (step.unit === 'ms') return Math.floor((at - originOf(step)) / step.size)
  const date = new Date(at)
  return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / step.size)
}

/** When a bar begins, in ms since the epoch. */
export function startOfBar(step: Step, bar: number): number {
  if (step.unit === 'ms') return bar * step.size + originOf(step)
  const months = bar * step.size
  const date = new Date(0)
  date.setUTCFullYear(Math.floor(months / 12), months % 12, 1)
  return date.getTime()
}

/** Moment from which bars of equal length are counted. */
function originOf(step: Step): number {
  return step.size === WEEK ? MONDAY : 0
}

function ms(size: number): Step {
  return { unit: 'ms', size }
}
