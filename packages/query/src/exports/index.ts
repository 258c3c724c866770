/** The public face of exports: what can be asked for, and what the columns of a file are. */

export {
  exportColumns,
  layoutColumns,
  unknownColumn,
  type Cell,
  type CellKind,
  type ExportColumn,
} from './columns.ts'
export {
  CSV_SEPARATORS,
  EXPORT_FORMATS,
  type CsvOptions,
  type CsvSeparator,
  type ExportFormat,
  type ExportRequest,
} from './request.ts'
