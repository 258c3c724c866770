/**
 * Every stored row of one stretch of a tenant's log, in index order, for the comparison with the record.
 * Read window by window, because rows lie in the order of time and only a bounded number may be sorted at once.
 */

import { STORED_COLUMNS_SQL } from '../columns.ts'
import type { IndexDriver } from '../driver.ts'
import { ReportError } from '../errors.ts'
import type { IndexRow } from '../row.ts'
import { STREAM_SETTINGS } from '../settings.ts'
import type { Question } from './activity.ts'

/** Entries sorted at once. */
export const SCAN_WINDOW = 100_000

export function scanQuestion(table: string, tenant: number, from: number, to: number): Question {
  const sql = `SELECT ${STORED_COLUMNS_SQL}
FROM ${table}
WHERE tenant = {tenant:UInt32} AND \`index\` >= {from:UInt64} AND \`index\` < {to:UInt64}
ORDER BY \`index\`
${STREAM_SETTINGS}`
  return { sql, params: { tenant, from, to } }
}

export async function* scan(
  driver: IndexDriver,
  table: string,
  tenant: number,
  from: number,
  to: number,
): AsyncIterable<IndexRow> {
  for (let start = from; start < to; start += SCAN_WINDOW) {
    const { sql, params } = scanQuestion(table, tenant, start, Math.min(to, start + SCAN_WINDOW))
    for await (const line of lines(driver.stream(sql, params, 'JSONCompactEachRow'))) {
      yield rowOfLine(line)
    }
  }
}

/** A server that fails in the middle of an answer writes its error where a row should be. */
function rowOfLine(line: string): IndexRow {
  try {
    return JSON.parse(line) as IndexRow
  } catch (error) {
    throw new ReportError('INDEX_UNAVAILABLE', 'The answer of the report index broke off', error)
  }
}

/** Lines of a stream whose chunks may end anywhere, also within a character. */
async function* lines(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(10)
    if (end < 0) {
      rest = bytes
      continue
    }
    yield* bytes.toString('utf8', 0, end).split('\n')
    rest = bytes.subarray(end + 1)
  }
  if (rest.length > 0) yield rest.toString('utf8')
}
