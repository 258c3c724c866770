/**
 * A page of a report: in the order of time along the primary key, or sorted by any columns.
 * A page that starts at a time has rows before it exactly when it carries a cursor to them.
 */

import { withAskedTime } from '../compile/asked-time.ts'
import { allOf, conditionsOf } from '../conditions.ts'
import { writeCursor, type Cursor } from '../cursor.ts'
import type { IndexDriver, Params } from '../driver.ts'
import type { Month } from '../months.ts'
import type { IndexRow } from '../row.ts'
import { ReportError } from '../errors.ts'
import { IN_ORDER_SETTINGS } from '../settings.ts'
import type { RowsAnswer, RowsRequest } from '../types.ts'
import { activityPage, activityQuestion } from './activity.ts'
import { changesPage, changesQuestion, type ChangeAnswer } from './changes.ts'
import { nearestFirst } from './nearest.ts'
import { pageOf, type Page } from './page.ts'
import { placeAfter } from './skip.ts'
import { askSorted } from './sorted.ts'

/** An order tells which of two values is the greater. */
const VALUE_COLUMNS = new Set(['old', 'new'])

/** @throws ReportError REQUEST_INVALID, CURSOR_INVALID */
export async function askRows(
  driver: IndexDriver,
  table: string,
  months: readonly Month[],
  given: RowsRequest,
): Promise<Omit<RowsAnswer, 'tookMs'>> {
  const request = withAskedTime(given)
  const { sort = [] } = request
  const [key, ...others] = sort
  if ((request.hidden?.length ?? 0) > 0 && sort.some(({ column }) => VALUE_COLUMNS.has(column))) {
    const message = 'Rows cannot be sorted by values of which some are hidden from you'
    throw new ReportError('REQUEST_INVALID', message)
  }
  if (key === undefined) return askInTime(driver, table, months, request)
  if (key.column !== 'occurredAt' || others.length > 0) return askSorted(driver, table, months, request, sort)
  return askInTime(driver, table, months, { ...request, order: key.descending ? 'newest' : 'oldest' })
}

async function askInTime(
  driver: IndexDriver,
  table: string,
  months: readonly Month[],
  request: RowsRequest,
): Promise<Omit<RowsAnswer, 'tookMs'>> {
  const page = pageOf(request)
  const place =
    request.cursor === undefined ? await placeAfter(driver, table, request, page.order) : undefined
  if (place === 'beyond') return { rows: [] }
  if (place !== undefined) return askPage(driver, table, months, behind(request, place))
  if (request.at === undefined || request.cursor !== undefined || page.cursor === undefined)
    return askPage(driver, table, months, request)
  const [{ prevCursor: _, ...answer }, before] = await Promise.all([
    askPage(driver, table, months, request),
    isAnyBefore(driver, table, months, request, page),
  ])
  if (!before) return answer
  return { ...answer, prevCursor: writeCursor({ ...page.cursor, direction: 'prev' }) }
}

/** Whether a row lies on the other side of the time at which a page starts. Asked beside the page, and reads no column of it. */
async function isAnyBefore(
  driver: IndexDriver,
  table: string,
  months: readonly Month[],
  request: RowsRequest,
  { newestFirst }: Page,
): Promise<boolean> {
  const reading = { newestFirst: !newestFirst, from: request.at, limit: 1 }
  const found = await nearestFirst(request, months, reading, asked =>
    driver.query(...beforeQuestion(table, asked, newestFirst)),
  )
  return found.length > 0
}

function beforeQuestion(
  table: string,
  request: RowsRequest,
  newestFirst: boolean,
): [sql: string, params: Params] {
  const conditions = conditionsOf(request)
  const [side, direction] = newestFirst ? ['>', 'ASC'] : ['<', 'DESC']
  const start = `occurred_at ${side} fromUnixTimestamp64Milli({start_at:Int64}, 'UTC')`
  const sql = `SELECT 1 AS one
FROM ${table}
WHERE ${[...allOf(conditions), start].join('\n  AND ')}
ORDER BY tenant ${direction}, occurred_at ${direction}, \`index\` ${direction}
LIMIT 1
${IN_ORDER_SETTINGS}`
  return [sql, { ...conditions.params, start_at: request.at ?? 0 }]
}

/** The page behind a place that was found by counting. */
function behind(request: RowsRequest, place: Cursor): RowsRequest {
  const { skip: _, at: __, ...rest } = request
  return { ...rest, cursor: writeCursor(place) }
}

async function askPage(
  driver: IndexDriver,
  table: string,
  months: readonly Month[],
  request: RowsRequest,
): Promise<Omit<RowsAnswer, 'tookMs'>> {
  const page = pageOf(request)
  // One row more than the page has tells whether there are others.
  const reading = { newestFirst: page.newestFirst, from: page.cursor?.at, limit: page.limit + 1 }
  if (request.report === 'changes') {
    const read = await nearestFirst(request, months, reading, (asked, limit) => {
      const { sql, params } = changesQuestion(table, asked, { ...page, limit: limit - 1 })
      return driver.query<ChangeAnswer>(sql, params)
    })
    return changesPage(page, request, read)
  }
  const read = await nearestFirst(request, months, reading, (asked, limit) => {
    const { sql, params } = activityQuestion(table, asked, { ...page, limit: limit - 1 })
    return driver.query<{ row: IndexRow }>(sql, params)
  })
  return activityPage(page, request, read)
}
