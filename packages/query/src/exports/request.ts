/**
 * What an export is asked for: any state of a report, and the format of the file.
 * Plain data that is kept as it was sent; what it means is decided when it is read.
 */

export const EXPORT_FORMATS = ['csv', 'xlsx', 'ndjson', 'parquet', 'pdf'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const CSV_SEPARATORS = [',', ';', '\t', '|'] as const
export type CsvSeparator = (typeof CSV_SEPARATORS)[number]

export interface CsvOptions {
  /** ',' unless given */
  separator?: CsvSeparator
  /** Begins with the three bytes by which Excel recognises UTF-8; true unless given. */
  bom?: boolean
  /** A text that a spreadsheet would run as a formula gets an apostrophe before it; true unless given. */
  guardFormulas?: boolean
}

export interface ExportRequest {
  /** id of a report or layout */
  report: string
  format: ExportFormat
  /** RFC 3339, inclusive */
  from?: string
  /** RFC 3339, exclusive */
  to?: string
  /** a question of the filter language */
  q?: string
  /** The plain filters as the address of a report has them: `application`, `-category`, `search` … → values. */
  filter?: Record<string, string[]>
  /** groups that were opened, as `path` and `value` of a report */
  path?: { column: string; value: string }[]
  /** ids of columns, of a layout its labels; all when absent */
  columns?: string[]
  /** as `sort` of a report: `application,-occurredAt` */
  sort?: string
  order?: 'newest' | 'oldest'
  /** IANA name; UTC when absent. The wall clock of times in the file. */
  zone?: string
  csv?: CsvOptions
}
