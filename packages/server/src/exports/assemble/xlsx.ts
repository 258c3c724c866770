/**
 * Writes a workbook row by row into a zip: the rows on as many sheets as they need, then a cover that is shown first.
 * Constant memory, and the same bytes for the same rows: times inside the zip are fixed and nothing comes from outside.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'

import type { Cell } from '@daybook/query'
import { ZipFile } from 'yazl'

import { OutFile } from './out-file.ts'
import type { SheetWriter, Workbook } from './sheet-writer.ts'
import { columnName, RowXml, SHEET_ROWS_MAX } from './sheet-xml.ts'
import {
  contentTypes,
  coverSheet,
  ROOT_RELATIONS,
  sheetHead,
  sheetTail,
  STYLES,
  workbookRelations,
  workbookXml,
} from './workbook-xml.ts'

/** Compressing harder costs more than reading it saves. */
const COMPRESSION_LEVEL = 3
const CHUNK_CHARACTERS = 256 * 1024
/** The first moment that a zip can name. Made of local parts, because zips know no zones. */
const ZIP_ENTRY = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 } as const

export class ZipSheetWriter implements SheetWriter {
  readonly #rowsMax: number

  /** @param rowsMax rows of one sheet, its heading included */
  constructor(rowsMax = SHEET_ROWS_MAX) {
    this.#rowsMax = rowsMax
  }

  async write(
    path: string,
    workbook: Workbook,
  ): Promise<{ bytes: number; sha256: string; sheets: number; cutCells: number }> {
    const zip = new ZipFile()
    const out = await OutFile.create(path)
    const [written] = await Promise.all([fill(zip, workbook, this.#rowsMax), pack(zip, out)])
    return { ...(await out.end()), ...written }
  }
}

async function fill(
  zip: ZipFile,
  workbook: Workbook,
  rowsMax: number,
): Promise<{ sheets: number; cutCells: number }> {
  const sheets = new Sheets(workbook, rowsMax)
  let count = 0
  do {
    count++
    await add(zip, `xl/worksheets/sheet${count + 1}.xml`, sheets.next())
  } while (sheets.more)
  const { rows, cutCells } = sheets
  const cover = workbook.cover({ rows, cutCells, sheets: count, sha256: sheets.sha256() })
  addRest(zip, workbook, cover, sheets.lastRows)
  zip.end()
  return { sheets: count, cutCells }
}

async function pack(zip: ZipFile, out: OutFile): Promise<void> {
  for await (const chunk of zip.outputStream) await out.write(chunk as Buffer)
}

/** Resolves when the entry is read to its end: entries come one after the other. */
async function add(zip: ZipFile, path: string, xml: AsyncIterable<string>): Promise<void> {
  const source = Readable.from(buffers(xml), { objectMode: false })
  await new Promise<void>((resolve, reject) => {
    source.once('end', resolve).once('error', reject)
    zip.addReadStream(source, path, { ...ZIP_ENTRY, compress: true, compressionLevel: COMPRESSION_LEVEL })
  })
}

async function* buffers(xml: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of xml) yield Buffer.from(text)
}

function addRest(
  zip: ZipFile,
  { title, columns }: Workbook,
  cover: Parameters<typeof coverSheet>[1],
  lastRows: readonly number[],
): void {
  const names = ['About', ...lastRows.map((_, i) => (i === 0 ? 'Rows' : `Rows ${i + 1}`))]
  const last = columnName(columns.length - 1)
  const filters = lastRows.map((row, i) => ({ sheet: i + 1, range: `$A$1:$${last}$${row}` }))
  const parts: [string, string][] = [
    ['xl/worksheets/sheet1.xml', coverSheet(title, cover)],
    ['xl/workbook.xml', workbookXml(names, filters)],
    ['xl/_rels/workbook.xml.rels', workbookRelations(names.length)],
    ['xl/styles.xml', STYLES],
    ['_rels/.rels', ROOT_RELATIONS],
    ['[Content_Types].xml', contentTypes(names.length)],
  ]
  for (const [path, xml] of parts)
    zip.addBuffer(Buffer.from(xml), path, {
      ...ZIP_ENTRY,
      compress: true,
      compressionLevel: COMPRESSION_LEVEL,
    })
}

/** The rows of a workbook, sheet by sheet. */
class Sheets {
  readonly #workbook: Workbook
  readonly #rowsMax: number
  readonly #source: AsyncIterator<Cell[][]>
  readonly #xml: RowXml
  readonly #hash = createHash('sha256')
  #waiting: Cell[][] = []
  #ended = false
  rows = 0
  /** last row of each sheet so far, its heading counted */
  readonly lastRows: number[] = []

  constructor(workbook: Workbook, rowsMax: number) {
    this.#workbook = workbook
    this.#rowsMax = rowsMax
    this.#source = workbook.rows[Symbol.asyncIterator]()
    this.#xml = new RowXml(workbook.columns)
  }

  get cutCells(): number {
    return this.#xml.cutCells
  }

  /** Whether rows are left for a further sheet; known once a sheet is read to its end. */
  get more(): boolean {
    return this.#waiting.length > 0
  }

  /** Of all rows: each as a JSON array of its cells, times as they stand in the sheet in ms, with a line end behind it. */
  sha256(): string {
    return this.#hash.digest('hex')
  }

  async *next(): AsyncGenerator<string> {
    let [text, row] = [sheetHead(this.#workbook.columns), 1]
    while (row < this.#rowsMax && (await this.#fill())) {
      const some = this.#waiting.splice(0, this.#rowsMax - row)
      for (const cells of some) {
        row++
        text += this.#xml.row(row, cells)
        if (text.length < CHUNK_CHARACTERS) continue
        yield text
        text = ''
      }
      this.#hash.update(some.map(cells => `${JSON.stringify(cells)}\n`).join(''))
      this.rows += some.length
    }
    await this.#fill()
    this.lastRows.push(row)
    yield text + sheetTail(this.#workbook.columns.length, row)
  }

  /** False: there are no more rows. */
  async #fill(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.#ended) {
      const { done, value } = await this.#source.next()
      if (done === true) this.#ended = true
      else this.#waiting = value
    }
    return this.#waiting.length > 0
  }
}
