/** Guarantee of files for spreadsheets: LibreOffice opens them, and every cell is the one that was written. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { Cell, ExportColumn } from '@daybook/query'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { run, TestProcess } from '../../../../../test/processes.ts'
import { csvHead, csvLine } from './csv.ts'
import { HOSTILE_TEXTS } from './testing/hostile.ts'
import { ZipSheetWriter } from './xlsx.ts'

const COLUMNS: ExportColumn[] = [
  { id: 'occurredAt', label: 'Event time', kind: 'time' },
  { id: 'comment', label: 'Comments', kind: 'text' },
  { id: 'index', label: 'Sequence', kind: 'number' },
]
const AT = Date.UTC(2026, 4, 4, 7, 0, 0, 123)
const ROWS = HOSTILE_TEXTS.map((text, i): Cell[] => [AT + i * 1000, text, i])
/** Comma, quotes, UTF-8, from line 1; the three columns as standard, text, standard. */
const CSV_AS_TEXT = 'CSV:44,34,76,1,1/1/2/2/3/1'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-office-'))
})
afterAll(async () => rm(directory, { recursive: true, force: true }))

/** LibreOffice has one kind of line break within a cell. */
const shown = (text: unknown) => String(text).replaceAll(/\r\n?/g, '\n')

/** Opens the file in LibreOffice, saves it as a workbook, and reads that with a library. */
async function throughLibreOffice(name: string, ...how: string[]) {
  const profile = pathToFileURL(join(directory, 'profile')).href
  const saved = join(directory, 'saved')
  const args = [`-env:UserInstallation=${profile}`, '--headless', ...how]
    .concat(['--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', saved])
    .concat([join(directory, name)])
  // A script that starts the program: both are the group.
  const { code, stderr } = await run(new TestProcess('soffice', args, { group: true }))
  expect([code, code === 0 ? '' : stderr]).toEqual([0, ''])
  return readXlsx(await readFile(join(saved, name.replace(/\.\w+$/, '.xlsx'))))
}

it('a workbook: texts stay texts, dates are dates, numbers numbers, on every sheet', async () => {
  async function* source() {
    // The writer takes a batch apart.
    yield [...ROWS]
  }
  const cover = () => [{ label: 'Rows', value: String(ROWS.length) }]
  const rowsOfSheet = 1 + Math.ceil(ROWS.length / 2)
  await new ZipSheetWriter(rowsOfSheet).write(join(directory, 'book.xlsx'), {
    title: 'About',
    columns: COLUMNS,
    rows: source(),
    cover,
  })

  const book = await throughLibreOffice('book.xlsx')
  const read = book.sheets.slice(1).flatMap(sheet => sheet.rows.slice(1))
  expect(book.sheets).toHaveLength(3)
  expect(read.map(([at, text, index]) => [at, shown(text), index])).toEqual(
    ROWS.map(([at, text, index]) => [new Date(Number(at)), shown(text), index]),
  )
})

it('CSV: opened with its texts as texts, each is what was written, behind the guard where there is one', async () => {
  const csv = { separator: ',', bom: true, guardFormulas: true }
  const lineOf = csvLine({ columns: COLUMNS, csv, clock: [{ start: 0, minutes: 0 }] })
  await writeFile(join(directory, 'rows.csv'), csvHead(COLUMNS, csv) + ROWS.map(lineOf).join(''))

  const book = await throughLibreOffice('rows.csv', `--infilter=${CSV_AS_TEXT}`)
  const read = (book.sheets[0]?.rows ?? []).slice(1).map(row => row[1])
  expect(read).toHaveLength(ROWS.length)
  for (const [i, text] of HOSTILE_TEXTS.entries())
    expect([shown(text), shown(`'${text}`)]).toContain(shown(read[i]))
})
