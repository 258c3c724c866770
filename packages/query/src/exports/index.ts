/** The public face of exports: what can be asked for, and what the columns and cells of a file are. */

export { cellsOf, layoutCellsOf, type ExportableRow } from './cells.ts'
export { clockSpans, FileClock, offsetText, type ClockSpan } from './clock.ts'
export {
  exportColumns,
  layoutColumns,
  unknownColumn,
  type Cell,
  type CellKind,
  type ExportColumn,
} from './columns.ts'
export { FORMULA_PATTERN, guarded, NUMBER_PATTERN } from './guard.ts'
export {
  CSV_SEPARATORS,
  EXPORT_FORMATS,
  type CsvOptions,
  type CsvSeparator,
  type ExportFormat,
  type ExportRequest,
} from './request.ts'
