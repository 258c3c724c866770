import fc from 'fast-check'
import { expect, test } from 'vitest'

import { barOf, startOfBar, stepFor } from './steps.ts'

const DAY = 86_400_000
const moment = fc.integer({ min: -62135596800000, max: 253402300799999 })

test('every moment lies in the bar whose start is the last one not after it', () => {
  fc.assert(
    fc.property(moment, moment, moment, (a, b, at) => {
      const step = stepFor(Math.min(a, b), Math.max(a, b))
      const bar = barOf(step, at)
      expect(startOfBar(step, bar)).toBeLessThanOrEqual(at)
      expect(startOfBar(step, bar + 1)).toBeGreaterThan(at)
      expect(barOf(step, startOfBar(step, bar))).toBe(bar)
    }),
  )
})

test('a range has at most 123 bars, whatever its length', () => {
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
      const step = stepFor(from, to)
      expect(barOf(step, to - 1) - barOf(step, from) + 1).toBeLessThanOrEqual(123)
    }),
  )
})

test.each([
  [15 * 60_000, { unit: 'ms', size: 10_000 }],
  [3_600_000, { unit: 'ms', size: 30_000 }],
  [DAY, { unit: 'ms', size: 15 * 60_000 }],
  [7 * DAY, { unit: 'ms', size: 2 * 3_600_000 }],
  [30 * DAY, { unit: 'ms', size: 6 * 3_600_000 }],
  [90 * DAY, { unit: 'ms', size: DAY }],
  [365 * DAY, { unit: 'ms', size: 7 * DAY }],
  [5 * 365 * DAY, { unit: 'month', size: 1 }],
])('a range of %d ms has bars of %o', (span, step) => {
  expect(stepFor(1_750_000_000_000, 1_750_000_000_000 + span)).toEqual(step)
})

test('bars of a week begin on Monday, bars of months on the first', () => {
  const week = { unit: 'ms' as const, size: 7 * DAY }
  expect(new Date(startOfBar(week, barOf(week, Date.UTC(2025, 4, 15)))).toISOString()).toBe(
    '2025-05-12T00:00:00.000Z',
  )
  const quarter = { unit: 'month' as const, size: 3 }
  expect(new Date(startOfBar(quarter, barOf(quarter, Date.UTC(2025, 4, 15)))).toISOString()).toBe(
    '2025-04-01T00:00:00.000Z',
  )
})
