/**
 * The first and last moment of a tenant's events within the asked time.
 * Over all time the engine's counts of days know both; within a part of it they are two reads in primary key order.
 */

import { conditionsOf } from '../conditions.ts'
import type { IndexDriver } from '../driver.ts'
import { IN_ORDER_SETTINGS, QUESTION_SETTINGS } from '../settings.ts'
import type { SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'

export interface SpanAnswer {
  first: number | null
  last: number | null
}

export function spanQuestion(table: string, request: SummaryRequest): Question {
  const { tenant, from, to } = request
  const { base, time, params } = conditionsOf({
    tenant,
    from,
    to,
    report: 'activity',
    filter: { terms: [], text: [] },
  })
  if (from === undefined && to === undefined) {
    const sql = `SELECT toUnixTimestamp64Milli(min(occurred_at)) AS first, toUnixTimestamp64Milli(max(occurred_at)) AS last
FROM ${table}
WHERE ${base.join(' AND ')}
HAVING count() > 0
${QUESTION_SETTINGS}`
    return { sql, params }
  }
  const end = (direction: string) => `(
  SELECT toUnixTimestamp64Milli(occurred_at)
  FROM ${table}
  WHERE ${[...base, ...time].join(' AND ')}
  ORDER BY tenant ${direction}, occurred_at ${direction}, \`index\` ${direction}
  LIMIT 1
)`
  return { sql: `SELECT ${end('ASC')} AS first, ${end('DESC')} AS last\n${IN_ORDER_SETTINGS}`, params }
}

/** The time that bars cover: that asked for, or from the first event to the last; `to` is exclusive. */
export async function coveredTime(
  driver: IndexDriver,
  table: string,
  request: SummaryRequest,
): Promise<{ from: number; to: number }> {
  const known = request.from !== undefined && request.to !== undefined
  const { sql, params } = spanQuestion(table, request)
  const [span] = known ? [] : await driver.query<SpanAnswer>(sql, params)
  const from = request.from ?? span?.first ?? 0
  return { from, to: Math.max(from + 1, request.to ?? (span?.last ?? from) + 1) }
}
