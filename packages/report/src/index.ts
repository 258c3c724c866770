/** The public face of the report room. */

export { openIndex, DEFAULT_DATABASE, type IndexEngine, type OpenIndexOptions } from './open.ts'
export type { ReportIndex } from './report-index.ts'
export type { IndexDriver, Log, Param, Params, StreamFormat } from './driver.ts'
export { REPORT_ERRORS, ReportError, type ReportErrorCode } from './errors.ts'
export { COLUMNS, type Column } from './columns.ts'
export { eventOf, rowOf, type IndexRow } from './row.ts'
export { ROWS_MAX } from './questions/page.ts'
export { FACET_VALUES_MAX } from './questions/facets.ts'
export type {
  ActivityRow,
  ChangeRow,
  FacetValue,
  Histogram,
  ObservedAnswer,
  Order,
  Range,
  RangeCount,
  RowsAnswer,
  RowsRequest,
  StoredRow,
  SummaryAnswer,
  SummaryRequest,
  TenantCount,
} from './types.ts'
