/** Guarantees of workbooks: hostile texts come back as they were, what does not fit says so, rows go on on further sheets, bytes do not vary. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Cell, ExportColumn } from '@daybook/query'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { CELL_CHARACTERS_MAX } from './sheet-xml.ts'
import { HOSTILE_TEXTS } from './testing/hostile.ts'
import { ZipSheetWriter } from './xlsx.ts'

const COLUMNS: ExportColumn[] = [
  { id: 'occurredAt', label: 'Event time', kind: 'time' },
  { id: 'comment', label: 'Comments', kind: 'text' },
  { id: 'index', label: 'Sequence', kind: 'number' },
]
const AT = Date.UTC(2026, 4, 4, 7, 0, 0, 123)

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-xlsx-'))
})
afterAll(async () => rm(directory, { recursive: true, force: true }))

async function write(name: string, rows: Cell[][], rowsMax?: number) {
  const path = join(directory, name)
  async function* source(): AsyncGenerator<Cell[][]> {
    for (let at = 0; at < rows.length; at += 7) yield rows.slice(at, at + 7)
  }
  const workbook = {
    title: 'About',
    columns: COLUMNS,
    rows: source(),
    cover: () => [{ label: 'Rows', value: String(rows.length) }],
  }
  const written = await new ZipSheetWriter(rowsMax).write(path, workbook)
  const bytes = await readFile(path)
  return { written, bytes, book: await readXlsx(bytes) }
}

it('texts stay what they are, dates are dates', async () => {
  const rows = HOSTILE_TEXTS.map((text, i): Cell[] => [AT + i, text, i])
  const { book } = await write('hostile.xlsx', rows)
  const read = book.sheets[1]?.rows.slice(1)
  expect(read).toEqual(rows.map(([at, text, index]) => [new Date(Number(at)), text, index]))
})

it('a text that is too long is cut, says so, and is counted', async () => {
  const long = '😀'.repeat(20_000)
  const { written, book } = await write('long.xlsx', [
    [AT, long, 0],
    [AT, 'x'.repeat(CELL_CHARACTERS_MAX), 1],
  ])
  const [, first, second] = book.sheets[1]?.rows ?? []
  const text = String(first?.[1])
  expect(text.length).toBeLessThanOrEqual(CELL_CHARACTERS_MAX)
  expect(text).toMatch(/😀 … \[cut here: 40000 characters/u)
  expect(text.isWellFormed()).toBe(true)
  expect(String(second?.[1])).toHaveLength(CELL_CHARACTERS_MAX)
  expect(written.cutCells).toBe(1)
})

it.each([
  [0, 1],
  [9, 1],
  [10, 2],
  [25, 3],
])('%i rows, ten to a sheet with its heading, are on %i sheets', async (count, sheets) => {
  const rows = Array.from({ length: count }, (_, i): Cell[] => [AT, `row ${i}`, i])
  const { written, book } = await write(`sheets-${count}.xlsx`, rows, 10)
  expect([written.sheets, book.sheets.length]).toEqual([sheets, sheets + 1])
  const read = book.sheets.slice(1).flatMap(sheet => {
    expect(sheet.rows[0]).toEqual(['Event time', 'Comments', 'Sequence'])
    return sheet.rows.slice(1).map(row => row[2])
  })
  expect(read).toEqual(rows.map(row => row[2]))
})

it('the same rows have the same bytes, however they come', async () => {
  const rows = HOSTILE_TEXTS.map((text, i): Cell[] => [AT + i, text, i])
  const [one, two] = [await write('one.xlsx', rows), await write('two.xlsx', rows)]
  expect(one.bytes.equals(two.bytes)).toBe(true)
  expect(one.written.sha256).toBe(two.written.sha256)
})
