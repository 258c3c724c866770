import { expect, it } from 'vitest'

import type { ReportRow } from '../api/types.ts'
import { arrive, beyond, NO_ARRIVALS, showWaiting } from './arrivals.ts'

const row = (index: number, position?: number) =>
  ({ index, id: `e-${index}`, ...(position === undefined ? {} : { position }) }) as ReportRow
const indexes = (rows: readonly ReportRow[]) => rows.map(({ index }) => index)

it('shows what arrives on top, newest first, and never twice', () => {
  const first = arrive(NO_ARRIVALS, [row(7), row(8)], true)
  const second = arrive(first, [row(8), row(9)], true)
  expect(indexes(second.shown)).toEqual([9, 8, 7])
})

it('lets rows wait while the reader reads, and shows them in their order when asked to', () => {
  const waiting = arrive(arrive(arrive(NO_ARRIVALS, [row(1)], true), [row(2)], false), [row(3)], false)
  expect([indexes(waiting.shown), indexes(waiting.waiting)]).toEqual([[1], [3, 2]])
  expect(indexes(showWaiting(waiting).shown)).toEqual([3, 2, 1])
  expect(indexes(arrive(waiting, [row(4)], true).shown)).toEqual([4, 3, 2, 1])
})

it('forgets what an answer has: all up to its index, and rows beyond that are in it', () => {
  const now = arrive(NO_ARRIVALS, [row(5), row(6), row(7)], true)
  expect(indexes(beyond(now, 5, [row(7)]).shown)).toEqual([6])
  expect(beyond(now, 4, [])).toBe(now)
})

it('tells the changes of one event apart', () => {
  expect(arrive(NO_ARRIVALS, [row(1, 0), row(1, 1)], true).shown).toHaveLength(2)
})
