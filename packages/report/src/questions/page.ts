/**
 * Keyset paging: which rows lie after (or before) a place, and which cursors a page carries.
 * Going forward and back again gives the same pages, because a place is a row's own key and keys are unique.
 */

import { readCursor, writeCursor, type Cursor } from '../cursor.ts'
import { ReportError } from '../errors.ts'
import type { Order, RowsRequest } from '../types.ts'

/** Rows of one page at most. */
export const ROWS_MAX = 1000

export interface Page {
  order: Order
  cursor: Cursor | undefined
  limit: number
  /** Reading direction through time, which going back turns round. */
  newestFirst: boolean
}

export interface Key {
  at: number
  index: number
  position: number
}

/** @throws ReportError REQUEST_INVALID, CURSOR_INVALID */
export function pageOf(request: RowsRequest): Page {
  const { limit } = request
  checkLimit(limit)
  const order = request.order ?? 'newest'
  const cursor =
    request.cursor === undefined ? startOf(request, order) : readCursor(request.cursor, request.report, order)
  const back = cursor?.direction === 'prev'
  return { order, cursor, limit, newestFirst: (order === 'newest') !== back }
}

/** @throws ReportError REQUEST_INVALID */
export function checkLimit(limit: number): void {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= ROWS_MAX) return
  throw new ReportError('REQUEST_INVALID', `A page has 1 to ${ROWS_MAX} rows`)
}

/** The place before the first row of the asked time: that of an entry that there cannot be. */
function startOf({ report, at }: RowsRequest, order: Order): Cursor | undefined {
  if (at === undefined) return undefined
  if (!Number.isSafeInteger(at)) throw new ReportError('REQUEST_INVALID', 'The time to start at is no time')
  const before = order === 'newest' ? at : at - 1
  return { report, order, direction: 'next', at: before, index: Number.MAX_SAFE_INTEGER, position: 0 }
}

/**
 * Cuts what was read (one row more than the page) to the page in its own order, with its cursors.
 * `read` is in reading direction.
 */
export function cutPage<T>(
  page: Page,
  request: RowsRequest,
  read: readonly T[],
  keyOf: (row: T) => Key,
): { rows: T[]; nextCursor?: string; prevCursor?: string } {
  const back = page.cursor?.direction === 'prev'
  const more = read.length > page.limit
  const kept = read.slice(0, page.limit)
  const rows = back ? kept.reverse() : kept
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return { rows }
  const cursorAt = (direction: Cursor['direction'], row: T) =>
    writeCursor({ report: request.report, order: page.order, direction, ...keyOf(row) })
  const hasNext = back || more
  const hasPrev = back ? more : page.cursor !== undefined
  return {
    rows,
    ...(hasNext ? { nextCursor: cursorAt('next', last) } : undefined),
    ...(hasPrev ? { prevCursor: cursorAt('prev', first) } : undefined),
  }
}
