import { expect, it } from 'vitest'

import type { Histogram } from '../api/types.ts'
import { endOf, stepLabel, ticksOf } from './bars.ts'

const HOUR = 3_600_000
const day = Date.UTC(2026, 10, 20)
const bucket = (at: number) => ({ at, count: 1, failed: 0 })
const hours: Histogram = {
  step: HOUR,
  unit: 'ms',
  size: HOUR,
  buckets: Array.from({ length: 13 }, (_, n) => bucket(day + (n - 6) * HOUR)),
}
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
  expect(ticksOf(hours, 400).map(({ label, day }) => [label, day])).toEqual([
    ['18:00', false],
    ['21:00', false],
    ['20 Nov', true],
    ['03:00', false],
    ['06:00', false],
  ])
  expect(ticksOf(months, 200).map(({ label, left }) => [label, left])).toEqual([
    ['Jan 2026', 0],
    ['Mar 2026', 100],
  ])
})

it('has no labels where there are no bars', () => {
  expect(ticksOf({ ...hours, buckets: [] }, 400)).toEqual([])
})

it('says how long a bar is', () => {
  expect(stepLabel(hours)).toBe('1 h')
  expect(stepLabel(months)).toBe('1 month')
})
