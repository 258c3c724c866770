/**
 * Blocks of entries into the index, exactly once per token.
 * The same entries are always cut into the same inserts, so repeating a block with its token repeats nothing.
 */

import { setImmediate as othersFirst } from 'node:timers/promises'

import type { IndexDriver } from './driver.ts'
import { ReportError } from './errors.ts'
import { type Column, COLUMNS } from './columns.ts'
import { NativeBlock } from './native.ts'
import { isStated, rowOf, type IndexRow } from './row.ts'
import { insertSettings } from './settings.ts'
import type { StoredRow } from './types.ts'

/** Bytes of one insert, looked at every few rows; a larger block of entries goes in as several inserts. */
const INSERT_BYTES_MAX = 16 * 1024 * 1024
const ROWS_AT_A_TIME = 64

/**
 * Rows written before other work of the process gets its turn: a few milliseconds. A turn of the others is long when much is
 * entered, so a large block, which comes when the index is behind, waits for no more than TURNS_MAX of them.
 */
const ROWS_IN_A_TURN_MIN = 1024
const TURNS_MAX = 6

const VERSIONED: readonly Column[] = [...COLUMNS, { name: 'version', type: 'UInt64' }]

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
  const inATurn = Math.max(ROWS_IN_A_TURN_MIN, Math.ceil(entries.length / TURNS_MAX))
  await insertAll(driver, tables.entry, COLUMNS, token, rowsOf(entries, stated, foundStated), inATurn)
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
  await insertAll(driver, table, VERSIONED, token, withVersion(rows, version))
}

async function insertAll(
  driver: IndexDriver,
  table: string,
  columns: readonly Column[],
  token: string,
  rows: Iterable<IndexRow>,
  inATurn = ROWS_IN_A_TURN_MIN,
): Promise<void> {
  const into = `${table} (${columns.map(column => `\`${column.name}\``).join(', ')})`
  let part = 0
  for await (const block of blocks(columns, rows, inATurn)) {
    await insert(driver, into, insertSettings(`${token}#${part}`), block)
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
async function insert(driver: IndexDriver, into: string, settings: string, block: Uint8Array): Promise<void> {
  try {
    await driver.insertBlock(into, settings, block)
  } catch (error) {
    const busy = error instanceof ReportError && error.code === 'QUERY_TOO_EXPENSIVE'
    throw busy ? new ReportError('INDEX_UNAVAILABLE', undefined, error) : error
  }
}

/** The rows cut into inserts of bounded length. */
async function* blocks(
  columns: readonly Column[],
  rows: Iterable<IndexRow>,
  inATurn: number,
): AsyncGenerator<Uint8Array> {
  let block = new NativeBlock(columns)
  let sinceTurn = 0
  let some: IndexRow[] = []
  const take = () => {
    block.add(some)
    some = []
  }
  for (const row of rows) {
    if (some.push(row) < ROWS_AT_A_TIME) continue
    take()
    if (block.length >= INSERT_BYTES_MAX) {
      yield block.end()
      block = new NativeBlock(columns)
    }
    sinceTurn += ROWS_AT_A_TIME
    if (sinceTurn < inATurn) continue
    sinceTurn = 0
    await othersFirst()
  }
  take()
  if (block.rows > 0) yield block.end()
}
