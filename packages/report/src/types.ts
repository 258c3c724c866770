/** The shapes that go into the index and come out of it; nothing here has behaviour. */

import type { Actor, AuditEvent, Category, EntityRef, Json, Outcome } from '@daybook/event'
import type { GroupStep } from './questions/group-columns.ts'
import type { SortKey } from './sort.ts'
import type { Field, Filter, Observed, Query, ReportId, SensitiveAttribute } from '@daybook/query'

/** What the index needs of an entry; a stored entry of the record satisfies it. */
export interface StoredRow {
  tenant: number
  index: number
  /** ms since the epoch */
  recordedAt: number
  event: AuditEvent
}

/** A stretch of one tenant's log; `to` is exclusive. */
export interface Range {
  tenant: number
  from: number
  to: number
}

/** How many entries of a range the index holds. `count` above `distinct` means something is there twice. */
export interface RangeCount {
  range: Range
  count: number
  distinct: number
}

export type Order = 'newest' | 'oldest'

export interface SummaryRequest {
  tenant: number
  report: ReportId
  /** ms since the epoch, inclusive */
  from?: number | undefined
  /** ms since the epoch, exclusive */
  to?: number | undefined
  /** Only entries with a smaller index: what stood in the record at one moment. */
  upTo?: number | undefined
  filter: Filter
  /** A question of the filter language, joined with `filter` by AND. */
  q?: Query | undefined
  /** Values chosen level by level of groups; joined with the rest by AND. */
  path?: readonly GroupStep[] | undefined
  /** Sensitive attributes that the asking may not see: their values are not there to be asked for. */
  hidden?: readonly SensitiveAttribute[] | undefined
  /** IANA name of the zone whose wall clock bars and groups of time follow; UTC when absent. */
  zone?: string | undefined
  /** False: totals and histogram only; `facets` is without values and `actors` 0. */
  facets?: boolean | undefined
}

export interface RowsRequest extends SummaryRequest {
  /** 1 … ROWS_MAX */
  limit: number
  cursor?: string | undefined
  order?: Order | undefined
  /** At most SORT_COLUMNS_MAX; rows equal in all of them follow `order`. By time alone it is the order itself. */
  sort?: readonly SortKey[] | undefined
  /**
   * ms since the epoch: the page starts there, with rows of this time or earlier (`oldest`: or later).
   * Only without a sort by other columns; a cursor goes before it.
   */
  at?: number | undefined
  /** Rows left out before the page, counted from its start; a cursor goes before it. */
  skip?: number | undefined
}

/** One event as the index gives it back. */
export interface ActivityRow extends AuditEvent {
  index: number
  /** `YYYY-MM-DDTHH:mm:ss.SSSZ` */
  recordedAt: string
  /** `changes` come from comparing states, not from the sender. */
  derived?: true
}

/** One changed attribute of one event. No `old` = newly added, no `new` = removed. */
export interface ChangeRow {
  index: number
  /** 0, 1, 2 … within the event */
  position: number
  id: string
  occurredAt: string
  application: string
  activity: string
  category: Category
  outcome: Outcome
  actor: Actor
  entity: EntityRef
  correlation?: { type: string; id: string }
  attribute: string
  old?: Json
  new?: Json
  /** It comes from comparing states, not from the sender. */
  derived?: true
}

export interface RowsAnswer {
  rows: ActivityRow[] | ChangeRow[]
  nextCursor?: string
  prevCursor?: string
  tookMs: number
}

export interface FacetValue {
  value: string
  count: number
  /** What to show instead of the value: an actor's name. */
  label?: string
}

export interface Histogram {
  /** ms of one bucket; the mean where buckets are calendar months */
  step: number
  /** A bucket is `size` of these; months begin on their first day, weeks on Monday. */
  unit: 'ms' | 'month'
  size: number
  /** The zone of the wall clock that the buckets follow; absent = UTC. */
  zone?: string
  /** Every bucket of the range, empty ones too, oldest first; `at` is its start in ms since the epoch. */
  buckets: { at: number; count: number; failed: number }[]
}

export interface SummaryAnswer {
  total: number
  failed: number
  /** distinct actors */
  actors: number
  histogram: Histogram
  /** Most frequent values of each field, counted under every other filter. */
  facets: Record<Field, FacetValue[]>
  tookMs: number
}

/** What occurred at all. `truncated`: there are more combinations than one answer holds. */
export interface ObservedAnswer {
  combinations: Observed[]
  truncated: boolean
  tookMs: number
}

export interface TenantCount {
  tenant: number
  count: number
  distinct: number
  min: number
  max: number
}
