/**
 * Where tables of a workbook go: the seam between exports and whatever writes Excel files.
 * Rows come once, in order, as many as there are; nothing of them is kept in memory.
 */
import type { Cell, ExportColumn } from '@daybook/query'

import type { Written } from './out-file.ts'
import type { CoverLine } from './task.ts'

export interface Workbook {
  columns: readonly ExportColumn[]
  /** Cells of times are ms, already those of the wall clock that the sheet shows. */
  rows: AsyncIterable<Cell[][]>
  /** Asked for when all rows are written, and shown first. */
  cover: (content: { rows: number; cutCells: number; sheets: number; sha256: string }) => CoverLine[]
  title: string
}

export interface SheetWriter {
  /** Resolves when the file is on disk. The same workbook has the same bytes. */
  write(path: string, workbook: Workbook): Promise<Written & { sheets: number; cutCells: number }>
}
