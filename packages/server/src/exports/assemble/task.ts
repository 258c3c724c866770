/**
 * What a thread is given to put a file together, and what it answers.
 * A file depends on its task and the rows in it and on nothing else: no clock, no names of files, no random bytes.
 */
import type { ClockSpan, ExportColumn, ReportId, SensitiveAttribute } from '@daybook/query'

export interface CoverLine {
  label: string
  value: string
}

/** Rows in a file of lines: `cells` are JSON arrays of cells, `rows` are what `readExportRow` reads. */
export interface RowsFile {
  path: string
  source: 'cells' | 'rows'
  base: ReportId
  /** id of a layout, whose cells are made of `rows` */
  layout?: string
  /** attributes whose values the reader may not see */
  hidden: readonly SensitiveAttribute[]
  /** name of the tenant, which some layouts show */
  tenant: string
}

export interface RowsTask {
  kind: 'parquet'
  rows: RowsFile
  out: string
  columns: readonly ExportColumn[]
}

export interface TableTask extends Omit<RowsTask, 'kind'> {
  kind: 'csv' | 'xlsx'
  clock: readonly ClockSpan[]
  csv: { separator: string; bom: boolean; guardFormulas: boolean }
  /** Of Excel: what the first sheet says. */
  cover: readonly CoverLine[]
}

export interface NdjsonTask {
  kind: 'ndjson'
  rows: RowsFile
  out: string
}

export interface PdfTask {
  kind: 'pdf'
  out: string
  title: string
  /** ms; the date of the document */
  createdAt: number
  lines: readonly CoverLine[]
  numbers: readonly CoverLine[]
  histogram: { label: string; count: number; failed: number }[]
  groups: { title: string; values: { label: string; count: number }[] }[]
  columns: readonly ExportColumn[]
  rows: (string | number)[][]
  clock: readonly ClockSpan[]
  note: string
}

/** Of a file that is there already. */
export interface HashTask {
  kind: 'hash'
  file: string
}

export type AssembleTask = TableTask | RowsTask | NdjsonTask | PdfTask | HashTask

export interface Assembled {
  bytes: number
  /** hex */
  sha256: string
  sheets?: number
  cutCells?: number
}
