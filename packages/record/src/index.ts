/** The record: the ordered, durable store of entries. The truth from which all else is derived. */
export { type Conflict, RECORD_ERRORS, RecordError, type RecordErrorCode } from './errors.ts'
export {
  type ClaimedExport,
  EXPORT_STATES,
  type ExportInput,
  type ExportLimits,
  type ExportRecord,
  type ExportState,
  type ExportStore,
} from './export-types.ts'
export { type DirectoryLock, lockDirectory } from './embedded/lock.ts'
export { RECORD_LIMITS, type RecordLimits } from './limits.ts'
export { openRecord } from './open.ts'
export type {
  KeptSecret,
  NewRun,
  RunEnd,
  RunState,
  RunStep,
  ScheduleInput,
  ScheduleRecord,
  ScheduleRun,
  ScheduleState,
  ScheduleStore,
  SealedSecret,
  TakenRun,
} from './schedule-types.ts'
export {
  type CatalogStore,
  type EngineChoice,
  type EventRecord,
  type FollowerState,
  type FollowerStore,
  type Head,
  type Intent,
  type KeyInput,
  type KeyRecord,
  type KeyStore,
  type Lease,
  type Log,
  type Placed,
  type Range,
  type RecordOptions,
  type RecordStats,
  type Scope,
  SCOPES,
  type StoredCatalog,
  type StoredEntry,
  type Tenant,
  type TenantStore,
  type ViewInput,
  type ViewRecord,
  type ViewStore,
} from './types.ts'
