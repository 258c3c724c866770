/**
 * How many entries the index holds: per tenant, and within stretches of a log.
 * `distinct` beside `count` shows whether anything is there twice.
 */

import type { IndexDriver } from '../driver.ts'
import { DELETE_SETTINGS, QUESTION_SETTINGS } from '../settings.ts'
import type { Range, RangeCount, TenantCount } from '../types.ts'
import type { Question } from './activity.ts'

export function countsQuestion(table: string): Question {
  const sql = `SELECT tenant, count() AS count, uniqExact(\`index\`) AS distinct, min(\`index\`) AS min, max(\`index\`) AS max
FROM ${table}
GROUP BY tenant
ORDER BY tenant
${QUESTION_SETTINGS}`
  return { sql, params: {} }
}

export function presentQuestion(table: string, range: Range): Question {
  const sql = `SELECT count() AS count, uniqExact(\`index\`) AS distinct
FROM ${table}
WHERE tenant = {tenant:UInt32} AND \`index\` >= {from:UInt64} AND \`index\` < {to:UInt64}
${QUESTION_SETTINGS}`
  return { sql, params: { tenant: range.tenant, from: range.from, to: range.to } }
}

export function removeStatement(storedTable: string, cluster: string, range: Range): Question {
  const sql = `DELETE FROM ${storedTable}${cluster}
WHERE tenant = {tenant:UInt32} AND \`index\` >= {from:UInt64} AND \`index\` < {to:UInt64}
${DELETE_SETTINGS}`
  return { sql, params: { tenant: range.tenant, from: range.from, to: range.to } }
}

export async function askPresent(
  driver: IndexDriver,
  table: string,
  ranges: readonly Range[],
): Promise<RangeCount[]> {
  const counts: RangeCount[] = []
  for (const range of ranges) {
    const { sql, params } = presentQuestion(table, range)
    const [answer] = await driver.query<{ count: number; distinct: number }>(sql, params)
    counts.push({ range, count: answer?.count ?? 0, distinct: answer?.distinct ?? 0 })
  }
  return counts
}

export async function askCounts(driver: IndexDriver, table: string): Promise<TenantCount[]> {
  const { sql, params } = countsQuestion(table)
  return driver.query<TenantCount>(sql, params)
}
