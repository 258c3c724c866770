import fc from 'fast-check'
import { expect, test } from 'vitest'

import { COLUMNS } from './columns.ts'
import { eventOf, rowOf } from './row.ts'
import { A_DAY, anyEvent, eventAt } from './testing/events.ts'

test('a row gives back exactly the event that it was made of', () => {
  fc.assert(
    fc.property(anyEvent, event => {
      const row = rowOf({ tenant: 1, index: 7, recordedAt: A_DAY, event })
      const { index, recordedAt, ...back } = eventOf(row)
      expect(back).toEqual(event)
      expect(Object.keys(back).toSorted()).toEqual(Object.keys(event).toSorted())
      expect([index, recordedAt]).toEqual([7, new Date(A_DAY).toISOString()])
    }),
    { numRuns: 500 },
  )
})

test('a row has one cell for every column', () => {
  expect(rowOf({ tenant: 1, index: 0, recordedAt: 0, event: eventAt(0) })).toHaveLength(COLUMNS.length)
})
