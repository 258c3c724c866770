/**
 * Parquet made here, for rows that the engine cannot write itself: a vendor's columns, and rows with hidden values.
 * The same types and the same compression as the engine's files; where groups of rows end depends on the rows alone.
 */
import { zstdCompressSync } from 'node:zlib'

import type { Cell, CellKind, ExportColumn } from '@daybook/query'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'

import { OutFile, type Written } from './out-file.ts'
import { cellRows } from './rows.ts'
import type { RowsTask } from './task.ts'

/** A group of rows is in memory while it is written: it ends with so many, or with so many characters. */
const GROUP_ROWS_MAX = 50_000
const GROUP_CHARACTERS_MAX = 8 * 1024 * 1024

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema']

const TYPES = {
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  number: {
    type: 'INT64',
    converted_type: 'UINT_64',
    logical_type: { type: 'INTEGER', bitWidth: 64, isSigned: false },
  },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
} as const satisfies Record<CellKind, Partial<Schema[number]>>

export async function writeParquetRows(task: RowsTask, onRows: (rows: number) => void): Promise<Written> {
  const out = await OutFile.create(task.out)
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(task.columns),
    codec: 'ZSTD',
    compressors: { ZSTD: input => zstdCompressSync(input) },
    createdBy: 'Daybook',
  })
  let rows = 0
  for await (const group of groupsOf(cellRows(task.rows, task.columns))) {
    const columnData = task.columns.map(({ id, kind }, i) => ({
      name: id,
      data: group.map(cells => valueOf(kind, cells[i])),
    }))
    await writer.write({ columnData, rowGroupSize: GROUP_ROWS_MAX })
    await drain(bytes, out)
    onRows((rows += group.length))
  }
  await writer.finish()
  await drain(bytes, out)
  return out.end()
}

function schemaOf(columns: readonly ExportColumn[]): Schema {
  const leaves = columns.map(({ id, kind }) => ({
    name: id,
    repetition_type: 'REQUIRED' as const,
    ...TYPES[kind],
  }))
  return [{ name: 'schema', num_children: columns.length }, ...leaves]
}

function valueOf(kind: CellKind, cell: Cell = ''): bigint | string {
  return kind === 'text' ? String(cell) : BigInt(cell)
}

async function* groupsOf(rows: AsyncIterable<Cell[][]>): AsyncGenerator<Cell[][]> {
  let group: Cell[][] = []
  let characters = 0
  for await (const some of rows)
    for (const cells of some) {
      group.push(cells)
      for (const cell of cells) characters += typeof cell === 'string' ? cell.length : 0
      if (group.length < GROUP_ROWS_MAX && characters < GROUP_CHARACTERS_MAX) continue
      yield group
      group = []
      characters = 0
    }
  if (group.length > 0) yield group
}

/** What was written so far goes to the file; places in it are counted on. */
async function drain(bytes: ByteWriter, out: OutFile): Promise<void> {
  await out.write(bytes.getBytes())
  bytes.index = 0
}
