export { BATCH_BYTES_MAX, BATCH_EVENTS_MAX } from './batches.ts'
export { Daybook, type CallOptions, type DaybookOptions } from './client.ts'
export {
  DaybookError,
  SDK_ERRORS,
  type DaybookErrorOptions,
  type ProblemDocument,
  type SdkErrorCode,
} from './errors.ts'
export type { Export, ExportFormat, ExportManifest, ExportRequest } from './export-types.ts'
export type { Compressor } from './transport.ts'
export type {
  ActivityRow,
  AsOf,
  CatalogAnswer,
  CatalogCounts,
  CatalogQuery,
  ChangeRow,
  CreatedKey,
  EntityState,
  FilterField,
  FilterValues,
  GroupsAnswer,
  GroupsQuery,
  KeyRecord,
  LinesAnswer,
  LinesSummary,
  NewEvent,
  NewPerson,
  Placed,
  RefusedLine,
  ReportDefinition,
  ReportId,
  ReportPage,
  RowOf,
  RowsAnswer,
  RowsQuery,
  Scope,
  Sent,
  Session,
  SummaryAnswer,
  SummaryQuery,
  Tenant,
} from './types.ts'
