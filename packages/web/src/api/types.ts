/**
 * The words of the HTTP API as this app reads them.
 * Shapes only: nothing here has behaviour, and nothing here is sent that the API does not document.
 */
import type { Actor, AuditEvent, Category, Change, EntityRef, Entry, Json, Outcome } from '@daybook/event'
import type { Field } from '@daybook/query'

export type { Actor, AuditEvent, Category, Change, EntityRef, Entry, Json, Outcome }

export type Order = 'newest' | 'oldest'

export interface Session {
  tenant: string
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

/** How far the index had followed the record when it answered. */
export interface AsOf {
  index: number
  recordedAt: string
}

export interface RowsAnswer<Row> {
  rows: Row[]
  nextCursor?: string
  prevCursor?: string
  asOf?: AsOf
  tookMs?: number
}

/** `at` is the start of the bucket and `step` its length, both in milliseconds. */
export interface Histogram {
  step: number
  buckets: { at: number; count: number; failed: number }[]
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
