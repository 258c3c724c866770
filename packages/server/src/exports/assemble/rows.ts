/** The rows of a file of lines as cells: as the engine made them, or made here from whole rows. */
import { type Cell, cellsOf, type ExportColumn, findLayout, layoutCellsOf } from '@daybook/query'
import type { ActivityRow, ChangeRow } from '@daybook/report'
import { cellsOfLine, readExportRow } from '@daybook/report/rows'

import { sightWithout } from '../../masking.ts'
import { linesOf } from './lines.ts'
import type { RowsFile } from './task.ts'

export async function* cellRows(file: RowsFile, columns: readonly ExportColumn[]): AsyncGenerator<Cell[][]> {
  const toCells = cellReader(file, columns)
  for await (const lines of linesOf(file.path)) yield lines.map(toCells)
}

function cellReader(file: RowsFile, columns: readonly ExportColumn[]): (line: string) => Cell[] {
  if (file.source === 'cells') return line => cellsOfLine(line) as Cell[]
  const rowOf = rowReader(file)
  const layout = file.layout === undefined ? undefined : findLayout(file.layout)
  if (layout === undefined) return line => cellsOf(columns, rowOf(line))
  return line => layoutCellsOf(layout, columns, rowOf(line), file.tenant)
}

/** Rows as their reader may see them: what is hidden from them in the report is hidden here. */
export function rowReader({ base, hidden }: RowsFile): (line: string) => ActivityRow | ChangeRow {
  const sight = sightWithout(hidden)
  return line => sight.row(readExportRow(base, line))
}
