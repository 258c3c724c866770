/** Guarantee of Parquet made here: whatever the cells and names, an independent reader reads the same back, and bytes do not vary. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Cell, ExportColumn } from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { readParquet } from '../../testing/parquet.ts'
import { writeParquetRows } from './parquet.ts'
import { HOSTILE_TEXTS } from './testing/hostile.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-parquet-'))
})
afterAll(async () => rm(directory, { recursive: true, force: true }))

async function written(columns: readonly ExportColumn[], rows: readonly (readonly Cell[])[]) {
  const [path, out] = [join(directory, 'rows'), join(directory, 'file')]
  await writeFile(path, rows.map(cells => `${JSON.stringify(cells)}\n`).join(''))
  const source = { path, source: 'cells', base: 'activity', hidden: [], tenant: 't' } as const
  const told = await writeParquetRows({ kind: 'parquet', rows: source, out, columns }, () => {})
  const file = await readFile(out)
  expect(told.bytes).toBe(file.length)
  return { file, sha256: told.sha256, read: (await readParquet(file)).map(row => Object.values(row)) }
}

function stored(columns: readonly ExportColumn[], row: readonly Cell[]): unknown[] {
  return row.map((cell, i) => {
    if (columns[i]?.kind === 'time') return new Date(Number(cell))
    return columns[i]?.kind === 'number' ? BigInt(cell) : cell
  })
}

const column = fc.record({
  id: fc.string({ minLength: 1, unit: 'grapheme' }),
  label: fc.constant(''),
  kind: fc.constantFrom('time' as const, 'number' as const, 'text' as const),
})
const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS, ''), fc.string({ unit: 'binary' }))
const cellOf = ({ kind }: ExportColumn): fc.Arbitrary<Cell> => {
  if (kind === 'text') return text
  return kind === 'number' ? fc.maxSafeNat() : fc.integer({ min: Date.UTC(1899, 0), max: Date.UTC(2199, 0) })
}
const table = fc
  .uniqueArray(column, { minLength: 1, maxLength: 5, selector: ({ id }) => id })
  .chain(columns =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.tuple(...columns.map(cellOf)), { maxLength: 12 }),
    }),
  )

test('what is written is read', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ columns, rows }) => {
      const { read } = await written(columns, rows)
      expect(read).toEqual(rows.map(row => stored(columns, row)))
    }),
    { numRuns: 100 },
  )
})

test('rows that do not fit into one group go on in the next, and the same rows have the same bytes', async () => {
  const columns: ExportColumn[] = [
    { id: 'Event Time (UTC)', label: '', kind: 'time' },
    { id: 'Old.Value', label: '', kind: 'text' },
  ]
  const long = 'x'.repeat(32_767)
  const rows = Array.from({ length: 600 }, (_, i): Cell[] => [i, `${i} ${long}`])
  const [one, two] = [await written(columns, rows), await written(columns, rows)]
  expect(one.read).toEqual(rows.map(row => stored(columns, row)))
  expect(two.sha256).toBe(one.sha256)
})
