/**
 * The words of the HTTP API as this app reads them.
 * Shapes only: nothing here has behaviour, and nothing here is sent that the API does not document.
 */
import type { Actor, AuditEvent, Category, Change, EntityRef, Entry, Json, Outcome } from '@daybook/event'
import type { Field } from '@daybook/query'

import type { Group } from '../grid/segments.ts'

export type { Actor, AuditEvent, Category, Change, EntityRef, Entry, Json, Outcome }

export interface Session {
  tenant: string
  /** IANA name of the zone whose wall clock the tenant lives by. */
  zone: string
  scopes: string[]
  /** True when the tenant was filled with generated events. */
  sample: boolean
}

/** Row of the activity report: an event with its place in the tenant's log. */
export interface ActivityRow extends AuditEvent {
  index: number
  recordedAt: string
}

/** Row of the change report: one attribute of one event. */
export interface ChangeRow extends Change {
  id: string
  index: number
  /** Place of the change within its event, from 0. */
  position: number
  occurredAt: string
  application: string
  activity: string
  category: Category
  outcome: Outcome
  actor: Actor
  entity: EntityRef
  correlation?: { type: string; id: string }
}

/** The last entry that reports show; null when there is none yet. */
export interface AsOf {
  index: number | null
  recordedAt: string | null
  /** When the first entry was recorded that reports do not show yet. */
  waitingSince?: string | null
}

/** A row of either report, for what both have in common; what only one of them has may be absent. */
export interface ReportRow extends Pick<
  ChangeRow,
  'id' | 'index' | 'occurredAt' | 'application' | 'activity' | 'category' | 'outcome' | 'actor' | 'entity'
> {
  outcomeReason?: string
  origin?: AuditEvent['origin']
  region?: string
  comment?: string
  correlation?: { type: string; id: string }
  changes?: Change[]
  recordedAt?: string
  attribute?: string
  old?: Json
  new?: Json
  position?: number
}

export interface RowsAnswer {
  rows: ReportRow[]
  nextCursor?: string
  prevCursor?: string
  asOf?: AsOf
  tookMs?: number
}

/** Every bucket of the range, empty ones too, oldest first. */
export interface Histogram {
  /** Milliseconds of one bucket; the mean where buckets are calendar months. */
  step: number
  unit: 'ms' | 'month'
  /** A bucket is so many units. */
  size: number
  /** `at` is the start in milliseconds UTC; the API writes it as RFC 3339, calls.ts reads it. */
  buckets: { at: number; count: number; failed: number; denied?: number }[]
}

export interface GroupsAnswer {
  groups: Group[]
  total: number
  tookMs?: number
}

/** A value that stands out in a stretch of time; shares are between 0 and 1. */
export interface Difference {
  value: string
  label?: string
  here: number
  rest: number
  hereShare: number
  restShare: number
  score: number
}

export interface DifferencesAnswer {
  here: number
  rest: number
  fields: Record<string, Difference[]>
}

/** What could be written at a place of a filter text. */
export interface Completion {
  kind: 'field' | 'value' | 'word' | 'none'
  prefix: string
  start: number
  end: number
  field?: string
  proposals: { insert: string; label: string; description: string; count?: number }[]
}

export interface FacetValue {
  value: string
  count: number
  label?: string
}

export interface Summary {
  total: number
  failed: number
  actors: number
  histogram: Histogram
  facets: Partial<Record<Field, FacetValue[]>>
  asOf?: AsOf
  tookMs?: number
}
