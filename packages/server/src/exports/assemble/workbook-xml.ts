/** The small parts of a workbook around its sheets: types, relations, the list of sheets, styles, the cover. */
import type { ExportColumn } from '@daybook/query'

import { columnName, escapeXml, fitted, STYLE, textCell } from './sheet-xml.ts'
import type { CoverLine } from './task.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const WIDTHS: Readonly<Record<string, number>> = { time: 24, number: 12, text: 26, id: 38, wide: 60 }
const WIDE: ReadonlySet<string> = new Set(['changes', 'old', 'new', 'comment', 'details', 'Comments'])

export function widthOf({ id, kind }: ExportColumn): number {
  if (kind !== 'text') return WIDTHS[kind] ?? 0
  if (id === 'id') return WIDTHS['id'] ?? 0
  return WIDTHS[WIDE.has(id) ? 'wide' : 'text'] ?? 0
}

/** Everything of a sheet before its rows: the first row stays in sight, columns have widths. */
export function sheetHead(columns: readonly ExportColumn[]): string {
  const widths = columns.map(
    (column, i) => `<col min="${i + 1}" max="${i + 1}" width="${widthOf(column)}" customWidth="1"/>`,
  )
  const labels = columns.map(({ label }, i) => textCell(`${columnName(i)}1`, label, STYLE.heading))
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols><sheetData><row r="1">${labels.join('')}</row>`
}

/** Everything behind its rows: a filter over all of them. @param lastRow 1 is the heading */
export function sheetTail(columns: number, lastRow: number): string {
  return `</sheetData><autoFilter ref="A1:${columnName(columns - 1)}${lastRow}"/></worksheet>`
}

export function coverSheet(title: string, lines: readonly CoverLine[]): string {
  const rows = lines.map(({ label, value }, i) => {
    const row = i + 3
    const { text } = fitted(value)
    return `<row r="${row}">${textCell(`A${row}`, label, STYLE.label)}${textCell(`B${row}`, text, STYLE.wrapped)}</row>`
  })
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="26" customWidth="1"/><col min="2" max="2" width="100" customWidth="1"/></cols><sheetData><row r="1" ht="24" customHeight="1">${textCell('A1', title, STYLE.heading)}</row>${rows.join('')}</sheetData></worksheet>`
}

/** @param sheets names, in the order of tabs; `lastRows` of those that have a filter */
export function workbookXml(
  sheets: readonly string[],
  filters: readonly { sheet: number; range: string }[],
): string {
  const tabs = sheets.map(
    (name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  )
  const names = filters.map(
    ({ sheet, range }) =>
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${sheet}" hidden="1">'${escapeXml(sheets[sheet] ?? '')}'!${range}</definedName>`,
  )
  const defined = names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${tabs.join('')}</sheets>${defined}</workbook>`
}

export function workbookRelations(sheets: number): string {
  const own = Array.from(
    { length: sheets },
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${own.join('')}<Relationship Id="rId${sheets + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`
}

export const ROOT_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

export function contentTypes(sheets: number): string {
  const own = Array.from(
    { length: sheets },
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
  )
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${own.join('')}</Types>`
}

/** In the order of STYLE. The two first fills are those that every reader expects. */
export const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
