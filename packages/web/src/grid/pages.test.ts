import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import type { Histogram } from '../api/types.ts'
import { pagesOf, placeInOrder, placeOf } from './pages.ts'
import { linesOf, segmentsOf } from './segments.ts'

it('asks for the pages under the window only, however many rows there are', () => {
  const flat = { columns: [], isOpen: () => false, levelOf: () => undefined }
  const lines = linesOf(segmentsOf(100_000_000, 0, flat))
  expect(pagesOf(lines, 99_999_850, 100_000_400).map(({ page }) => page)).toEqual([999_998, 999_999])
  expect(pagesOf(lines, -80, 60).map(({ page }) => page)).toEqual([0])
  expect(pagesOf(linesOf([]), 0, 100)).toEqual([])
})

it('finds every row in the bar that holds it, in both orders', () => {
  const step = 1000
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 9 }), counts => {
      const buckets = counts.map((count, bar) => ({ at: bar * step, count, failed: 0 }))
      const histogram: Histogram = { step, unit: 'ms', size: step, buckets }
      // Rows at the beginning of their bar, oldest first.
      const oldest = buckets.flatMap(({ at, count }) => Array.from({ length: count }, () => at))
      for (const order of ['newest', 'oldest'] as const) {
        const rows = order === 'oldest' ? oldest : oldest.toReversed()
        for (let row = 0; row < rows.length; row += 1) {
          const { at, skip } = placeOf(row, histogram, order)
          const begin =
            at === undefined ? 0 : rows.findIndex(time => (order === 'newest' ? time <= at : time >= at))
          expect(begin + skip).toBe(row)
        }
      }
    }),
  )
})

it('asks for a page of another order from its nearer end, and for the last one with no more rows than there are', () => {
  expect(placeInOrder('activity', 300, 20_000_000)).toEqual({ skip: 300 })
  expect(placeInOrder('activity', 19_999_900, 19_999_950)).toEqual({ skip: 0, fromEnd: 50 })
  expect(placeInOrder('activity', 19_999_800, 19_999_950)).toEqual({ skip: 50, fromEnd: 100 })
  expect(placeInOrder('activity', 300, undefined)).toEqual({ skip: 300 })
  expect(placeInOrder('changes', 999_900, 1_999_950)).toEqual({ skip: 999_900 })
  expect(placeInOrder('changes', 1_999_900, 1_999_950)).toEqual({ skip: 0, fromEnd: 50 })
})

it('counts from the beginning where no bar is known', () => {
  expect(placeOf(4321, undefined, 'newest')).toEqual({ skip: 4321 })
})
