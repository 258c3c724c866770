/**
 * A page of a report: in the order of time along the primary key, or sorted by any columns.
 * A page that starts at a time has rows before it exactly when it carries a cursor to them.
 */

import { withAskedTime } from '../compile/asked-time.ts'
import { writeCursor, type Cursor } from '../cursor.ts'
import type { IndexDriver } from '../driver.ts'
import type { IndexRow } from '../row.ts'
import { ReportError } from '../errors.ts'
import type { RowsAnswer, RowsRequest } from '../types.ts'
import { activityPage, activityQuestion } from './activity.ts'
import { changesPage, changesQuestion, type ChangeAnswer } from './changes.ts'
import { pageOf } from './page.ts'
import { placeAfter } from './skip.ts'
import { askSorted } from './sorted.ts'

/** An order tells which of two values is the greater. */
const VALUE_COLUMNS = new Set(['old', 'new'])

/** @throws ReportError REQUEST_INVALID, CURSOR_INVALID */
export async function askRows(
  driver: IndexDriver,
  table: string,
  given: RowsRequest,
): Promise<Omit<RowsAnswer, 'tookMs'>> {
  const request = withAskedTime(given)
  const { sort = [] } = request
  const [key, ...others] = sort
  if ((request.hidden?.length ?? 0) > 0 && sort.some(({ column }) => VALUE_COLUMNS.has(column))) {
    const message = 'Rows cannot be sorted by values of which some are hidden from you'
    throw new ReportError('REQUEST_INVALID', message)
  }
  if (key === undefined) return askInTime(driver, table, request)
  if (key.column !== 'occurredAt' || others.length > 0) return askSorted(driver, table, request, sort)
  return askInTime(driver, table, { ...request, order: key.descending ? 'newest' : 'oldest' })
}

async function askInTime(
  driver: IndexDriver,
  table: string,
  request: RowsRequest,
): Promise<Omit<RowsAnswer, 'tookMs'>> {
  const page = pageOf(request)
  const place =
    request.cursor === undefined ? await placeAfter(driver, table, request, page.order) : undefined
  if (place === 'beyond') return { rows: [] }
  const answer = await askPage(driver, table, place === undefined ? request : behind(request, place))
  if (place !== undefined) return answer
  if (request.at === undefined || request.cursor !== undefined || page.cursor === undefined) return answer
  const { prevCursor: _, ...rest } = answer
  const before = writeCursor({ ...page.cursor, report: request.report, order: page.order, direction: 'prev' })
  const { rows } = await askPage(driver, table, { ...request, cursor: before, limit: 1 })
  return rows.length === 0 ? rest : { ...rest, prevCursor: before }
}

/** The page behind a place that was found by counting. */
function behind(request: RowsRequest, place: Cursor): RowsRequest {
  const { skip: _, at: __, ...rest } = request
  return { ...rest, cursor: writeCursor(place) }
}

async function askPage(
  driver: IndexDriver,
  table: string,
  request: RowsRequest,
): Promise<Omit<RowsAnswer, 'tookMs'>> {
  const page = pageOf(request)
  if (request.report === 'changes') {
    const { sql, params } = changesQuestion(table, request, page)
    return changesPage(page, request, await driver.query<ChangeAnswer>(sql, params))
  }
  const { sql, params } = activityQuestion(table, request, page)
  return activityPage(page, request, await driver.query<{ row: IndexRow }>(sql, params))
}
