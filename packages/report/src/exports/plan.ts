/**
 * Cuts an export into parts before it begins: how many rows there are, and after which row each part ends.
 * Reads only the columns sorted by. The rows are those up to an index, which never change, so the same plan comes again.
 */

import { withAskedTime } from '../compile/asked-time.ts'
import { Binder } from '../compile/binder.ts'
import { allOf, conditionsOf } from '../conditions.ts'
import type { IndexDriver, Params } from '../driver.ts'
import { EXPORT_SETTINGS } from '../settings.ts'
import type { SortedPlace, SortValue } from '../sorted-cursor.ts'
import { isInTime, isNewestFirst, orderSql } from './order.ts'
import { sourceOf } from './source.ts'
import type { ExportPart, ExportPlan, ExportRowsRequest } from './types.ts'

type CutLine = [n: number, at: number, index: number, position: number, ...values: SortValue[]]
interface Totals {
  rows: number
  first: number
  last: number
}

/** @param partRows rows of a part; at change grain the last event of a part may add some */
export async function planExport(
  driver: IndexDriver,
  table: string,
  given: ExportRowsRequest,
  partRows: number,
): Promise<ExportPlan> {
  const request = withAskedTime(given)
  const totals = totalsQuestion(table, request)
  const [total] = await driver.query<Totals>(totals.sql, totals.params)
  const { rows, first, last } = total ?? { rows: 0, first: 0, last: 0 }
  if (rows === 0) return { rows, parts: [] }
  const parts: ExportPart[] = []
  let [before, after] = [0, undefined as SortedPlace | undefined]
  if (rows > partRows) {
    const cuts = cutsQuestion(table, request, partRows)
    for (const [n, at, index, position, ...values] of await cutLines(driver, cuts)) {
      const to = { values, at, index, position }
      if (n < rows) parts.push({ ...(after === undefined ? {} : { after }), to, rows: n - before })
      if (n < rows) [before, after] = [n, to]
    }
  }
  parts.push({ ...(after === undefined ? {} : { after }), rows: rows - before })
  return { rows, parts, first, last }
}

function totalsQuestion(table: string, request: ExportRowsRequest): { sql: string; params: Params } {
  const conditions = conditionsOf(request)
  const { fits } = conditions
  const ofEvent = fits === undefined ? 'changed' : `countEqual(${fits}, 1)`
  const count = request.report === 'activity' ? 'count()' : `sum(${ofEvent})`
  const sql = `SELECT ${count} AS rows, min(toUnixTimestamp64Milli(occurred_at)) AS first, max(toUnixTimestamp64Milli(occurred_at)) AS last
FROM ${table}
WHERE ${allOf(conditions).join('\n  AND ')}
${EXPORT_SETTINGS}`
  return { sql, params: conditions.params }
}

function cutsQuestion(
  table: string,
  request: ExportRowsRequest,
  partRows: number,
): { sql: string; params: Params } {
  if (request.report === 'changes' && isInTime(request)) return eventCutsQuestion(table, request, partRows)
  const binder = new Binder('place')
  const source = sourceOf(table, request, { rows: 0 }, binder)
  const keys = isInTime(request) ? [] : request.sort.map((_, i) => `k${i}`)
  const position = request.report === 'changes' ? 'ordinal - 1' : '0'
  const own = keys.map(key => `, ${key}`).join('')
  const sql = `SELECT n, at, \`index\`, position${own}
FROM (
  SELECT rowNumberInAllBlocks() + 1 AS n, at, \`index\`, position${own}
  FROM (
    SELECT toUnixTimestamp64Milli(occurred_at) AS at, \`index\`, ${position} AS position${own}
    FROM ${source.sql}
    ORDER BY ${orderSql(request)}
  )
)
WHERE n % {part_rows:UInt32} = 0
${EXPORT_SETTINGS}`
  return { sql, params: { ...source.params, ...binder.params, part_rows: partRows } }
}

/** Between events: the changes of one stay together, so that a part is a stretch of the primary key. */
function eventCutsQuestion(
  table: string,
  request: ExportRowsRequest,
  partRows: number,
): { sql: string; params: Params } {
  const conditions = conditionsOf(request)
  const direction = isNewestFirst(request) ? 'DESC' : 'ASC'
  const order = `occurred_at ${direction}, \`index\` ${direction}`
  const weight = conditions.fits === undefined ? 'changed' : `countEqual(${conditions.fits}, 1)`
  const sql = `SELECT n, at, \`index\`, 0 AS position
FROM (
  SELECT toUnixTimestamp64Milli(occurred_at) AS at, \`index\`, weight,
    sum(weight) OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS n
  FROM (
    SELECT occurred_at, \`index\`, toUInt64(${weight}) AS weight
    FROM ${table}
    WHERE ${allOf(conditions).join('\n      AND ')}
  )
)
WHERE intDiv(n, {part_rows:UInt32}) != intDiv(n - weight, {part_rows:UInt32})
${EXPORT_SETTINGS}`
  return { sql, params: { ...conditions.params, part_rows: partRows } }
}

async function cutLines(
  driver: IndexDriver,
  { sql, params }: { sql: string; params: Params },
): Promise<CutLine[]> {
  const chunks: Buffer[] = []
  for await (const chunk of driver.stream(sql, params, 'JSONCompactEachRow')) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as CutLine)
    .sort(([a], [b]) => a - b)
}
