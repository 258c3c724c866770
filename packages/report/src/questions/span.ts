/**
 * The first and last moment of a tenant's events within the asked time.
 * Two reads in primary key order, each of one row: the histogram's step needs no scan.
 */

import { conditionsOf } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
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
  const end = (direction: string) => `(
  SELECT toUnixTimestamp64Milli(occurred_at)
  FROM ${table}
  WHERE ${[...base, ...time].join(' AND ')}
  ORDER BY tenant ${direction}, occurred_at ${direction}, \`index\` ${direction}
  LIMIT 1
)`
  return { sql: `SELECT ${end('ASC')} AS first, ${end('DESC')} AS last\n${QUESTION_SETTINGS}`, params }
}
