/** An export as a workbook: its rows on the clock of its zone, and a cover that says what they are. */
import { type Cell, FileClock } from '@daybook/query'

import { cellRows } from './rows.ts'
import { type Written } from './out-file.ts'
import type { TableTask } from './task.ts'
import { ZipSheetWriter } from './xlsx.ts'

export async function writeWorkbook(
  task: TableTask,
  onRows: (rows: number) => void,
): Promise<Written & { sheets: number; cutCells: number }> {
  return new ZipSheetWriter().write(task.out, {
    title: 'About this export',
    columns: task.columns,
    rows: onTheClock(task, onRows),
    cover: ({ rows, cutCells, sheets, sha256 }) => [
      ...task.cover,
      { label: 'Rows', value: `${rows}, on ${sheets === 1 ? 'one sheet' : `${sheets} sheets`}` },
      ...(cutCells === 0
        ? []
        : [{ label: 'Cut cells', value: `${cutCells}: longer than Excel takes; each says so at its end` }]),
      { label: 'SHA-256 of the rows', value: sha256 },
      {
        label: 'How it is computed',
        value:
          'Over all rows in their order: each as a JSON array of its cells, followed by a line feed, in UTF-8; times as milliseconds since 1970 of the clock shown.',
      },
    ],
  })
}

async function* onTheClock(task: TableTask, onRows: (rows: number) => void): AsyncGenerator<Cell[][]> {
  const clock = new FileClock(task.clock)
  const times = task.columns.flatMap(({ kind }, i) => (kind === 'time' ? [i] : []))
  let count = 0
  for await (const rows of cellRows(task.rows, task.columns)) {
    for (const row of rows)
      for (const i of times) {
        const at = row[i]
        if (typeof at === 'number') row[i] = clock.wallAt(at)
      }
    yield rows
    onRows((count += rows.length))
  }
}
