/**
 * Cells and texts as the XML of a worksheet (ECMA-376).
 * A text is always a text, whatever it looks like: it can neither become a number nor run as a formula.
 */
import type { Cell, ExportColumn } from '@daybook/query'

/** Excel's own limits. */
export const CELL_CHARACTERS_MAX = 32_767
export const SHEET_ROWS_MAX = 1_048_576

const DAY_MS = 86_400_000
/** 1970-01-01 in days of Excel. */
const EPOCH_DAYS = 25_569

/** Positions in `cellXfs` of styles.xml. */
export const STYLE = { plain: 0, time: 1, text: 2, heading: 3, label: 4, wrapped: 5 } as const

// What XML cannot hold, what its readers would change, and what would read as such an escape.
// oxlint-disable-next-line no-control-regex -- exactly the characters that XML 1.0 leaves out
const NOT_XML = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g
const SPECIAL = /[&<>]/
const NEEDS_CARE = new RegExp(`${SPECIAL.source}|${NOT_XML.source}`)

export function escapeXml(text: string): string {
  if (!NEEDS_CARE.test(text)) return text
  return text
    .replaceAll(
      NOT_XML,
      character => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

export function textCell(reference: string, text: string, style: number): string {
  if (text === '') return ''
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`
}

export function numberCell(reference: string, value: number, style: number): string {
  return `<c r="${reference}" s="${style}"><v>${value}</v></c>`
}

/** ms of a wall clock as the days that Excel counts. */
export function serialOf(ms: number): number {
  return EPOCH_DAYS + ms / DAY_MS
}

/** 0 → A, 25 → Z, 26 → AA */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

/** A text that Excel takes, and whether it had to be cut; a cut one says so at its end. */
export function fitted(text: string): { text: string; cut: boolean } {
  if (text.length <= CELL_CHARACTERS_MAX) return { text, cut: false }
  const mark = ` … [cut here: ${text.length} characters; CSV and NDJSON have all of them]`
  return {
    text: text.slice(0, CELL_CHARACTERS_MAX - mark.length).replace(/[\ud800-\udbff]$/, '') + mark,
    cut: true,
  }
}

/** Makes the XML of rows, counting the cells that were cut. */
export class RowXml {
  readonly #names: string[]
  readonly #kinds: ExportColumn['kind'][]
  cutCells = 0

  constructor(columns: readonly ExportColumn[]) {
    this.#names = columns.map((_, i) => columnName(i))
    this.#kinds = columns.map(({ kind }) => kind)
  }

  /** @param row 1 is the first row of the sheet */
  row(row: number, cells: readonly Cell[]): string {
    let xml = `<row r="${row}">`
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] ?? ''
      const reference = `${this.#names[i]}${row}`
      if (typeof cell === 'number')
        xml +=
          this.#kinds[i] === 'time'
            ? numberCell(reference, serialOf(cell), STYLE.time)
            : numberCell(reference, cell, STYLE.plain)
      else if (cell.length <= CELL_CHARACTERS_MAX) xml += textCell(reference, cell, STYLE.text)
      else xml += this.#long(reference, cell)
    }
    return `${xml}</row>`
  }

  #long(reference: string, cell: string): string {
    const { text } = fitted(cell)
    this.cutCells++
    return textCell(reference, text, STYLE.text)
  }
}
