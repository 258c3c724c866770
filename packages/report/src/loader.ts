/**
 * Blocks of entries into the index, exactly once per token.
 * The same entries are always cut into the same inserts, so repeating a block with its token repeats nothing.
 */

import { setImmediate as othersFirst } from 'node:timers/promises'

import type { IndexDriver } from './driver.ts'
import { ReportError } from './errors.ts'
import { COLUMNS } from './columns.ts'
import { isStated, rowOf, type IndexRow } from './row.ts'
import { insertSettings } from './settings.ts'
import type { StoredRow } from './types.ts'

/** Characters of one insert; a larger block of entries goes in as several inserts. */
const INSERT_LENGTH_MAX = 16 * 1024 * 1024

/** Rows written as text before other work of the process gets its turn: a few milliseconds. */
const ROWS_AT_A_TIME = 1000

const COLUMN_LIST = COLUMNS.map(column => `\`${column.name}\``).join(', ')

/**
 * Resolves when every entry is on disk. When it rejects, any part of the block may be in;
 * the same block with the same token completes it.
 *
 * @param foundStated told of a tenant before any of its stated rows goes in
 * @throws ReportError REQUEST_INVALID for a token that is not 1 to 200 of `A-Z a-z 0-9 . _ : / -`
 */
export async function loadBlock(
  driver: IndexDriver,
  tables: Tables,
  entries: readonly StoredRow[],
  token: string,
  foundStated: (tenant: number) => void,
): Promise<void> {
  if (!/^[A-Za-z0-9._:/-]{1,200}$/.test(token)) throw new ReportError('REQUEST_INVALID', 'Not a block token')
  const stated: IndexRow[] = []
  await insertAll(driver, `${tables.entry} (${COLUMN_LIST})`, token, rowsOf(entries, stated, foundStated))
  await insertRowVersions(driver, tables.stated, `${token}/stated`, stated, 0)
}

/** Where rows go: most into `entry`, those whose changes are derived into `stated`. */
export interface Tables {
  entry: string
  stated: string
}

/** Rows of the table of stated ones, in place of lower versions of them. The same rows with the same token go in once. */
export async function insertRowVersions(
  driver: IndexDriver,
  table: string,
  token: string,
  rows: Iterable<IndexRow>,
  version: number,
): Promise<void> {
  await insertAll(driver, `${table} (${COLUMN_LIST}, version)`, token, withVersion(rows, version))
}

async function insertAll(
  driver: IndexDriver,
  into: string,
  token: string,
  rows: Iterable<IndexRow>,
): Promise<void> {
  let part = 0
  for await (const body of bodies(rows)) {
    const sql = `INSERT INTO ${into} ${insertSettings(`${token}#${part}`)} FORMAT JSONCompactEachRow`
    await insert(driver, sql, body)
    part++
  }
}

/** The rows of the entries; those of stated ones are put aside. Looks at each event once: it may be made for the look. */
function* rowsOf(
  entries: readonly StoredRow[],
  stated: IndexRow[],
  foundStated: (tenant: number) => void,
): Generator<IndexRow> {
  for (const { tenant, index, recordedAt, event } of entries) {
    const row = rowOf({ tenant, index, recordedAt, event })
    if (!isStated(event)) yield row
    else {
      stated.push(row)
      foundStated(tenant)
    }
  }
}

function* withVersion(rows: Iterable<IndexRow>, version: number): Generator<IndexRow> {
  for (const row of rows) yield [...row, version]
}

/** An insert that finds no memory meets a busy engine, not a bad block: the same block goes in later. */
async function insert(driver: IndexDriver, sql: string, body: string): Promise<void> {
  try {
    await driver.insertRows(sql, body)
  } catch (error) {
    const busy = error instanceof ReportError && error.code === 'QUERY_TOO_EXPENSIVE'
    throw busy ? new ReportError('INDEX_UNAVAILABLE', undefined, error) : error
  }
}

/** Lines of JSONCompactEachRow, cut into inserts of bounded length. */
async function* bodies(rows: Iterable<IndexRow>): AsyncGenerator<string> {
  let lines: string[] = []
  let length = 0
  let position = 0
  for (const row of rows) {
    const line = JSON.stringify(row)
    if (length + line.length > INSERT_LENGTH_MAX && lines.length > 0) {
      yield lines.join('\n')
      lines = []
      length = 0
    }
    lines.push(line)
    length += line.length + 1
    if (position++ % ROWS_AT_A_TIME === ROWS_AT_A_TIME - 1) await othersFirst()
  }
  if (lines.length > 0) yield lines.join('\n')
}
