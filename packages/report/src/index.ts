/** The public face of the report room. */

export { openIndex, DEFAULT_DATABASE, type IndexEngine, type OpenIndexOptions } from './open.ts'
export type { ReportIndex } from './report-index.ts'
export type { IndexDriver, Log, Param, Params, StreamFormat } from './driver.ts'
export { REPORT_ERRORS, ReportError, type ReportErrorCode } from './errors.ts'
export { COLUMNS, type Column } from './columns.ts'
export { asSent, eventOf, isStated, rowOf, type IndexRow } from './row.ts'
export type { Group, GroupsAnswer } from './questions/groups.ts'
export {
  GROUP_BARS,
  GROUP_BARS_MAX,
  GROUPS_MAX,
  GROUPS_OFFSET_MAX,
  type GroupSort,
  type GroupsRequest,
} from './questions/groups-request.ts'
export {
  GROUP_COLUMNS,
  isGroupColumn,
  isTimeColumn,
  PATH_MAX,
  type GroupColumn,
  type GroupStep,
} from './questions/group-columns.ts'
export { EXPORT_LIMITS } from './settings.ts'
export type { ExportPart, ExportPlan, ExportRowsRequest, ExportShape } from './exports/types.ts'
export { readSort, SORT_COLUMNS_MAX, sortColumnsOf, writeSort, type SortKey } from './sort.ts'
export { ROWS_MAX } from './questions/page.ts'
export { SORTED_SKIP_MAX } from './questions/sorted.ts'
export { FACET_VALUES_MAX } from './questions/facets.ts'
export {
  DIFFERENCE_FIELDS,
  DIFFERENCES_MAX,
  type Difference,
  type DifferenceField,
  type DifferencesAnswer,
  type DifferencesRequest,
} from './questions/differences.ts'
export { MOMENTS_MAX, QUIET_CATEGORIES, type EntityAnswer, type EntityRequest } from './questions/entity.ts'
export type { EntityKey, EntityRole, HistoryAnswer, HistoryRequest, HistoryRow } from './questions/history.ts'
export {
  RELATED_LIMITS,
  RELATIONS,
  type RelatedAnswer,
  type RelatedList,
  type RelatedRequest,
  type Relation,
} from './questions/related.ts'
export {
  FOLD_LIMITS,
  STATE_LIMITS,
  type AttributeState,
  type StateAnswer,
  type StateRequest,
} from './questions/state.ts'
export type { BreakReason, HistoryBreak, Setter } from './derive/fold.ts'
export { deriveChanges, type EventChanges } from './derive/derive-changes.ts'
export { leavesOf } from './derive/leaves.ts'
export { NOTHING_KNOWN, type Known } from './derive/known.ts'
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
