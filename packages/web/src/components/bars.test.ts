import { expect, it } from 'vitest'

import { barsOf, ticksOf } from './bars.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const day = Date.UTC(2026, 10, 20)

it('fills the gaps of an answer up to both ends of the range', () => {
  const buckets = [{ at: day + 2 * HOUR, count: 5, failed: 1 }]
  const bars = barsOf({ step: HOUR, buckets }, { from: day, to: day + 4 * HOUR })
  expect(bars.map(bar => bar.count)).toEqual([0, 0, 5, 0])
  expect(bars[0]?.at).toBe(day)
})

it('loses no bucket when the range begins within one, or has no ends', () => {
  const buckets = [
    { at: day, count: 1, failed: 0 },
    { at: day + 3 * HOUR, count: 2, failed: 2 },
  ]
  expect(
    barsOf({ step: HOUR, buckets }, { from: day + 90_000, to: day + 3 * HOUR + 1 }).map(b => b.count),
  ).toEqual([1, 0, 0, 2])
  expect(barsOf({ step: HOUR, buckets }, {}).map(b => b.count)).toEqual([1, 0, 0, 2])
})

it('has no bars where there is nothing to show', () => {
  expect(barsOf({ step: HOUR, buckets: [] }, {})).toEqual([])
  expect(barsOf({ step: 0, buckets: [] }, { from: day, to: day + 1 })).toEqual([])
})

it('labels calendar boundaries and sets days apart from times of day', () => {
  expect(ticksOf(day - 6 * HOUR, day + 7 * HOUR, 400).map(t => [t.label, t.day])).toEqual([
    ['18:00', false],
    ['21:00', false],
    ['20 Nov', true],
    ['03:00', false],
    ['06:00', false],
  ])
  expect(ticksOf(day, day + 30 * DAY, 1200).every(t => !t.day)).toBe(true)
})
