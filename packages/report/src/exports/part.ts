/**
 * The bytes of one part of an export, as the engine writes them: no row becomes an object on the way.
 * The same part has the same bytes whenever it is asked for, however the engine has arranged its rows meanwhile.
 */

import { withAskedTime } from '../compile/asked-time.ts'
import { Binder } from '../compile/binder.ts'
import { STORED_COLUMNS_SQL } from '../columns.ts'
import type { IndexDriver, Params, StreamFormat } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { CHANGE_COLUMNS_SQL } from '../questions/changes.ts'
import { csvSettings, EXPORT_SETTINGS, PARQUET_SETTINGS } from '../settings.ts'
import { cellSql, csvCellSql, typedCellSql } from './cells-sql.ts'
import { orderSql } from './order.ts'
import { sourceOf } from './source.ts'
import type { ExportPart, ExportRowsRequest, ExportShape } from './types.ts'
import type { ExportColumn } from '@daybook/query'

const LINE_END = 10
const CARRIAGE_RETURN = 13

export function partQuestion(
  table: string,
  given: ExportRowsRequest,
  part: ExportPart,
  shape: ExportShape,
): { sql: string; params: Params; format: StreamFormat } {
  const request = withAskedTime(given)
  const binder = new Binder('place')
  const source = sourceOf(table, request, part, binder)
  const columns = columnsSql(request, shape, binder)
  const csv = shape.kind === 'csv' ? csvSettings(shape.separator) : ''
  const sql = `SELECT ${columns}
FROM ${source.sql}
ORDER BY ${orderSql(request)}
${EXPORT_SETTINGS}${csv}`
  const format = shape.kind === 'csv' ? 'CSV' : 'JSONCompactEachRow'
  return { sql, params: { ...source.params, ...binder.params }, format }
}

function columnsSql(request: ExportRowsRequest, shape: ExportShape, binder: Binder): string {
  switch (shape.kind) {
    case 'csv': {
      const { guardFormulas, clock } = shape
      return shape.columns
        .map((column, i) => `${csvCellSql(column, guardFormulas, clock, binder)} AS c${i}`)
        .join(', ')
    }
    case 'cells':
      return shape.columns.map((column, i) => `${cellSql(column)} AS c${i}`).join(', ')
    case 'rows':
      return request.report === 'activity' ? STORED_COLUMNS_SQL : CHANGE_COLUMNS_SQL
  }
}

/** @throws ReportError INDEX_UNAVAILABLE also when the answer ends anywhere but behind a row */
export async function* streamPart(
  driver: IndexDriver,
  table: string,
  request: ExportRowsRequest,
  part: ExportPart,
  shape: ExportShape,
): AsyncIterable<Buffer> {
  const { sql, params, format } = partQuestion(table, request, part, shape)
  let last: Buffer = Buffer.alloc(0)
  for await (const chunk of driver.stream(sql, params, format)) {
    if (chunk.length === 0) continue
    last = chunk.length > 1 ? chunk.subarray(-2) : Buffer.concat([last.subarray(-1), chunk])
    yield chunk
  }
  // A server that fails in the middle of an answer writes its error where a row should be; that ends otherwise.
  const ended = last.at(-1) === LINE_END && (shape.kind !== 'csv' || last.at(-2) === CARRIAGE_RETURN)
  if (!ended && part.rows > 0) throw broken()
}

/** The whole export as one Parquet file: the engine alone knows how to write it, so it is written in one go. */
export async function* streamParquet(
  driver: IndexDriver,
  table: string,
  given: ExportRowsRequest,
  columns: readonly ExportColumn[],
): AsyncIterable<Buffer> {
  const request = withAskedTime(given)
  const binder = new Binder('place')
  const source = sourceOf(table, request, { rows: 0 }, binder)
  const cells = columns.map(column => `${typedCellSql(column)} AS ${nameSql(column.id)}`).join(', ')
  const order = orderSql(request)
  const sql = `SELECT ${cells}
FROM ${source.sql}
ORDER BY ${order}
${EXPORT_SETTINGS}${PARQUET_SETTINGS}`
  let last: Buffer = Buffer.alloc(0)
  for await (const chunk of driver.stream(sql, { ...source.params, ...binder.params }, 'Parquet')) {
    if (chunk.length === 0) continue
    last = Buffer.concat([last, chunk.subarray(-4)]).subarray(-4)
    yield chunk
  }
  if (last.toString('latin1') !== 'PAR1') throw broken()
}

/** Ids of columns are words of our own. */
function nameSql(id: string): string {
  if (!/^[A-Za-z]+$/.test(id)) throw new TypeError(`not the id of a column: ${id}`)
  return `\`${id}\``
}

function broken(): ReportError {
  return new ReportError('INDEX_UNAVAILABLE', 'The answer of the report index broke off')
}
