import { expect, it } from 'vitest'

import { sumsOf, withDenied } from './outcomes.ts'

const bars = [
  { at: 0, count: 10, failed: 4 },
  { at: 1000, count: 5, failed: 0 },
]
const histogram = { step: 1000, unit: 'ms' as const, size: 1000, buckets: bars }

it('counts every event once, whatever was denied', () => {
  const denied = {
    ...histogram,
    buckets: [
      { at: 0, count: 3, failed: 3 },
      { at: 7000, count: 9, failed: 9 },
    ],
  }
  const shown = withDenied(histogram, denied)
  expect(sumsOf(shown.buckets)).toEqual({ SUCCESS: 11, FAILURE: 1, DENIED: 3 })
  expect(sumsOf(withDenied(histogram, undefined).buckets)).toEqual({ SUCCESS: 11, FAILURE: 4, DENIED: 0 })
})
