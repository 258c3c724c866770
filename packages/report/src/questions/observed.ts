/**
 * What occurred at all: each combination of application, entity and activity, how often, on which first and last day.
 * Answered from the engine's counts, so it costs hours, not events; hence days, not times.
 */

import type { Observed } from '@daybook/query'

import type { IndexDriver } from '../driver.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { ObservedAnswer } from '../types.ts'
import type { Question } from './activity.ts'

/** Combinations of one answer, the most frequent first. */
export const OBSERVED_MAX = 20_000

const DAY_MS = 86_400_000

interface Answered {
  application: string
  entity: string
  activity: string
  n: number
  first: number
  last: number
}

export function observedQuestion(table: string, tenant: number): Question {
  const sql = `SELECT application, entity_type AS entity, activity, sum(counted) AS n, min(day) AS first, max(day) AS last
FROM (
  SELECT application, entity_type, activity, day, count() AS counted
  FROM ${table}
  WHERE tenant = {tenant:UInt32}
  GROUP BY application, entity_type, activity, day
)
GROUP BY application, entity_type, activity
ORDER BY n DESC, application, entity, activity
LIMIT {combinations:UInt32}
${QUESTION_SETTINGS}`
  return { sql, params: { tenant, combinations: OBSERVED_MAX + 1 } }
}

export async function askObserved(
  driver: IndexDriver,
  table: string,
  tenant: number,
): Promise<Omit<ObservedAnswer, 'tookMs'>> {
  const { sql, params } = observedQuestion(table, tenant)
  const rows = await driver.query<Answered>(sql, params)
  const combinations = rows
    .slice(0, OBSERVED_MAX)
    .map(({ application, entity, activity, n, first, last }): Observed => ({
      application,
      entity,
      activity,
      count: n,
      firstSeen: dayText(first),
      lastSeen: dayText(last),
    }))
  return { combinations, truncated: rows.length > OBSERVED_MAX }
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}
