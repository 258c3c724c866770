/** The rows of a file of lines as cells: as the engine made them, or made here from whole rows. */
import { type Cell, cellsOf, type ExportColumn, findLayout, layoutCellsOf } from '@daybook/query'
import { cellsOfLine, readExportRow } from '@daybook/report/rows'

import { linesOf } from './lines.ts'
import type { RowsFile } from './task.ts'

export async function* cellRows(file: RowsFile, columns: readonly ExportColumn[]): AsyncGenerator<Cell[][]> {
  const toCells = cellReader(file, columns)
  for await (const lines of linesOf(file.path)) yield lines.map(toCells)
}

function cellReader(file: RowsFile, columns: readonly ExportColumn[]): (line: string) => Cell[] {
  if (file.source === 'cells') return line => cellsOfLine(line) as Cell[]
  const layout = file.layout === undefined ? undefined : findLayout(file.layout)
  if (layout === undefined) return line => cellsOf(columns, readExportRow(file.base, line))
  return line => layoutCellsOf(layout, columns, readExportRow(file.base, line), file.tenant)
}
