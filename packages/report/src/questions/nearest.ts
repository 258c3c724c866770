/**
 * Rows in the order of time, the nearest months first: a filter has the engine look into every part that may hold such rows,
 * and most pages are full long before. Where the nearest months do not fill it, the others do; together it is one answer.
 */
import type { Month } from '../months.ts'
import type { SummaryRequest } from '../types.ts'
import { startOfMonth } from './slices.ts'

/** As many rows are looked at first, in whole months. With fewer behind them, all are looked at at once. */
const NEAREST_ROWS = 1_000_000

export interface Reading {
  newestFirst: boolean
  /** Rows lie on the far side of this moment, or are of it. */
  from?: number | undefined
  limit: number
}

/** @param ask rows of the asked time, at most `limit`, in the direction of reading */
export async function nearestFirst<R extends SummaryRequest, T>(
  request: R,
  months: readonly Month[],
  reading: Reading,
  ask: (request: R, limit: number) => Promise<T[]>,
): Promise<T[]> {
  const { limit, newestFirst } = reading
  const bound = boundOf(request, months, reading)
  if (bound === undefined) return ask(request, limit)
  const [after, before] = [
    { ...request, from: bound },
    { ...request, to: bound },
  ]
  const near = await ask(newestFirst ? after : before, limit)
  if (near.length >= limit) return near
  return [...near, ...(await ask(newestFirst ? before : after, limit - near.length))]
}

/** Where the nearest months end, in the direction of reading; undefined when it is not worth asking twice. */
export function boundOf(
  { from = -Infinity, to = Infinity }: SummaryRequest,
  months: readonly Month[],
  { newestFirst, from: place }: Reading,
): number | undefined {
  const first = newestFirst ? from : Math.max(from, place ?? -Infinity)
  const last = newestFirst ? Math.min(to - 1, place ?? Infinity) : to - 1
  const asked = months.filter(({ month }) => startOfMonth(month + 1) > first && startOfMonth(month) <= last)
  const ahead = asked.toSorted((a, b) => (newestFirst ? b.month - a.month : a.month - b.month))
  let rows = 0
  const end = ahead.findIndex(month => (rows += month.rows) >= NEAREST_ROWS)
  const behind = ahead.slice(end + 1).reduce((sum, month) => sum + month.rows, 0)
  const nearest = ahead[end]
  if (nearest === undefined || behind < NEAREST_ROWS) return undefined
  return startOfMonth(newestFirst ? nearest.month : nearest.month + 1)
}
