/** The public face of the query room: filters, report definitions, tokens. */

export { QUERY_ERRORS, QueryError, type QueryErrorCode } from './errors.ts'
export { FIELDS, FILTER_LIMITS, NO_FILTER, type Field, type Filter, type Term } from './filter.ts'
export * from './language/index.ts'
export { filterFromParams, PAGE_PARAMETERS, type QueryParams } from './params.ts'
export {
  isReportId,
  reports,
  type ColumnDefinition,
  type ColumnKind,
  type ReportDefinition,
  type ReportId,
} from './reports.ts'
export { nearest as suggest } from '@daybook/event'
export { lowerText, tokens } from './tokens.ts'
export { changeBetween, findZone, momentOf, wallOf, type Zone } from './zone.ts'
export * from './catalog/index.ts'
export { findLayout, layouts } from './layouts/index.ts'
export {
  layoutDefinition,
  type Layout,
  type LayoutColumn,
  type LayoutDefinition,
  type Preset,
} from './layouts/layout.ts'
export { presentRow, type CellTransform, type PresentableRow } from './layouts/present.ts'
export * from './exports/index.ts'
