/**
 * CSV (RFC 4180) made here, for rows that the engine cannot write itself: the same bytes as the engine's for the same cells.
 * Every text is in quotes, numbers are bare, lines end with CRLF.
 */
import { type Cell, type ExportColumn, FileClock, guarded } from '@daybook/query'

import { OutFile, type Written } from './out-file.ts'
import { cellRows } from './rows.ts'
import type { TableTask } from './task.ts'

export const BOM = '\uFEFF'

export async function writeCsv(task: TableTask, onRows: (rows: number) => void): Promise<Written> {
  const out = await OutFile.create(task.out)
  await out.write(Buffer.from(csvHead(task.columns, task.csv)))
  const lineOf = csvLine(task)
  let rows = 0
  for await (const some of cellRows(task.rows, task.columns)) {
    await out.write(Buffer.from(some.map(lineOf).join('')))
    onRows((rows += some.length))
  }
  return out.end()
}

/** The labels of the columns as the first line. */
export function csvHead(columns: readonly ExportColumn[], csv: TableTask['csv']): string {
  const labels = columns.map(({ label }) => quoted(csv.guardFormulas ? guarded(label) : label))
  return `${csv.bom ? BOM : ''}${labels.join(csv.separator)}\r\n`
}

export function csvLine({
  columns,
  csv,
  clock,
}: Pick<TableTask, 'columns' | 'csv' | 'clock'>): (cells: readonly Cell[]) => string {
  const times = new FileClock(clock)
  const kinds = columns.map(({ kind }) => kind)
  return cells => {
    const texts = cells.map((cell, i) => {
      if (typeof cell === 'number') return kinds[i] === 'time' ? quoted(times.text(cell)) : String(cell)
      return quoted(csv.guardFormulas ? guarded(cell) : cell)
    })
    return `${texts.join(csv.separator)}\r\n`
  }
}

function quoted(text: string): string {
  return `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`
}
