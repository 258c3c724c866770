/**
 * A page of the activity report: whole events, newest or oldest first.
 * It reads in the order of the primary key and stops after the page, so its cost does not grow with the log.
 */

import { STORED_COLUMNS_SQL } from '../columns.ts'
import { allOf, conditionsOf } from '../conditions.ts'
import type { Params } from '../driver.ts'
import { eventOf, type IndexRow } from '../row.ts'
import { IN_ORDER_SETTINGS } from '../settings.ts'
import type { ActivityRow, RowsRequest } from '../types.ts'
import { cutPage, pageOf, type Page } from './page.ts'

export interface Question {
  sql: string
  params: Params
}

interface Answered {
  row: IndexRow
}

export function activityQuestion(
  table: string,
  request: RowsRequest,
  page: Page = pageOf(request),
): Question {
  const conditions = conditionsOf(request)
  const direction = page.newestFirst ? 'DESC' : 'ASC'
  const sql = `SELECT tuple(${STORED_COLUMNS_SQL}) AS row
FROM ${table}
WHERE ${[...allOf(conditions), ...afterPlace(page)].join('\n  AND ')}
ORDER BY tenant ${direction}, occurred_at ${direction}, \`index\` ${direction}
LIMIT {limit:UInt32}
${IN_ORDER_SETTINGS}`
  return { sql, params: { ...conditions.params, ...placeParams(page), limit: page.limit + 1 } }
}

/** The events beyond the cursor. The first condition is what the primary key can use. */
export function afterPlace(page: Page): string[] {
  if (page.cursor === undefined) return []
  const [atMost, beyond] = page.newestFirst ? ['<=', '<'] : ['>=', '>']
  const place = "fromUnixTimestamp64Milli({place_at:Int64}, 'UTC')"
  return [
    `occurred_at ${atMost} ${place}`,
    `(occurred_at ${beyond} ${place} OR \`index\` ${beyond} {place_index:UInt64})`,
  ]
}

export function placeParams(page: Page): Params {
  return page.cursor === undefined ? {} : { place_at: page.cursor.at, place_index: page.cursor.index }
}

export function activityPage(
  page: Page,
  request: RowsRequest,
  read: readonly Answered[],
): { rows: ActivityRow[]; nextCursor?: string; prevCursor?: string } {
  const rows = read.map(answer => eventOf(answer.row))
  return cutPage(page, request, rows, row => ({
    at: Date.parse(row.occurredAt),
    index: row.index,
    position: 0,
  }))
}
