import { expect, it } from 'vitest'

import type { Histogram } from '../api/types.ts'
import { clockOf, UTC } from '../time/clock.ts'
import { timeWordsOf } from '../time/time-words.ts'
import { endOf, ticksOf } from './bars.ts'

const HOUR = 3_600_000
const day = Date.UTC(2026, 10, 20)
const english = timeWordsOf('en')
const bucket = (at: number) => ({ at, count: 1, failed: 0 })
const hoursFrom = (start: number, count: number): Histogram => ({
  step: HOUR,
  unit: 'ms',
  size: HOUR,
  buckets: Array.from({ length: count }, (_, n) => bucket(start + n * HOUR)),
})
const hours = hoursFrom(day - 6 * HOUR, 13)
const months: Histogram = {
  step: 30 * 24 * HOUR,
  unit: 'month',
  size: 1,
  buckets: [0, 1, 2, 3].map(month => bucket(Date.UTC(2026, month, 1))),
}

it('ends every bar where the next one begins, however long a month is', () => {
  expect(endOf(months, 1)).toBe(Date.UTC(2026, 2, 1))
  expect(endOf(hours, 12)).toBe(day + 7 * HOUR)
})

it('labels calendar boundaries and sets days apart from times of day', () => {
  expect(ticksOf(hours, 400, UTC, english).map(({ label, day }) => [label, day])).toEqual([
    ['18:00', false],
    ['21:00', false],
    ['20 Nov', true],
    ['03:00', false],
    ['06:00', false],
  ])
  expect(ticksOf(months, 200, UTC, english).map(({ label, left }) => [label, left])).toEqual([
    ['Jan 2026', 0],
    ['Mar 2026', 100],
  ])
})

it('labels them where the clock shows them, and leaves out the hour that a clock jumps over', () => {
  const kathmandu = ticksOf(hoursFrom(day - 45 * 60_000, 4), 400, clockOf('Asia/Kathmandu'), english)
  expect(kathmandu.map(({ label, left }) => [label, left])).toEqual([
    ['05:00', 0],
    ['06:00', 100],
    ['07:00', 200],
    ['08:00', 300],
  ])
  const spring = hoursFrom(Date.UTC(2026, 2, 28, 23), 5)
  expect(ticksOf(spring, 500, clockOf('Europe/Lisbon'), english).map(tick => tick.label)).toEqual([
    '23:00',
    '29 Mar',
    '02:00',
    '03:00',
    '04:00',
  ])
})

it('has no labels where there are no bars', () => {
  expect(ticksOf({ ...hours, buckets: [] }, 400, UTC, english)).toEqual([])
})
