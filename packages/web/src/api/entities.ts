/** What the API says about one entity: at a glance, its history, its state at a time; and what belongs to one entry. */
import { complete, type Get } from './answer.ts'
import type { ActivityRow, Actor, AsOf, EntityRef, Json } from './types.ts'

/** Entries of a history fetched at a time while the reader scrolls. */
export const HISTORY_ROWS = 60
/** Newest rows in which entities are looked up. */
const LOOKED_AT_ROWS = 100

export interface EntityKey {
  type: string
  id: string
}

/** An entity at a glance. Moments are the newest 2,000 entries that tell of its state. */
export interface EntityGlance {
  entity: EntityRef
  application?: string
  entries: number
  quiet: number
  quietFailed: number
  moments: { at: string; index: number }[]
  momentsTotal: number
  asOf?: AsOf
}

export interface HistoryRow extends ActivityRow {
  roles: { as: 'entity' | 'related'; role?: string }[]
  /** `changes` come from comparing states. */
  derived?: boolean
  omitted?: number
}

export interface HistoryPage {
  rows: HistoryRow[]
  nextCursor?: string
}

export interface Setter {
  how: 'changed' | 'derived' | 'seen'
  actor: Actor
  activity: string
  occurredAt: string
  index: number
  id: string
}

export interface AttributeState {
  attribute: string
  value: Json
  /** The value, or parts of it, are hidden. */
  masked?: boolean
  set: Setter
}

export interface HistoryBreak {
  reason: 'no-beginning' | 'old-differs' | 'state-differs' | 'path-unknown' | 'too-long'
  index: number
  id: string
  occurredAt: string
  attribute?: string
}

export interface EntityState {
  entity: EntityRef
  status: 'exact' | 'approximate' | 'unavailable'
  exists?: boolean
  attributes: AttributeState[]
  attributesTotal: number
  breaks: HistoryBreak[]
  breaksTotal: number
  entries: number
}

export const RELATIONS = ['correlation', 'request', 'session', 'actor', 'entity'] as const
export type Relation = (typeof RELATIONS)[number]

export interface RelatedList {
  count: number
  rows: ActivityRow[]
  minutes?: number
}

export interface RelatedAnswer {
  related: Partial<Record<Relation, RelatedList>>
}

export interface EntityCalls {
  entity(key: EntityKey, signal?: AbortSignal): Promise<EntityGlance>
  /** `q` in the filter language narrows the history. */
  history(key: EntityKey, q: string, cursor: string | undefined, signal?: AbortSignal): Promise<HistoryPage>
  /** After everything that had occurred by `at`; without one, now. */
  entityState(key: EntityKey, at: string | undefined, signal?: AbortSignal): Promise<EntityState>
  related(id: string, signal?: AbortSignal): Promise<RelatedAnswer>
  /** The newest rows that a filter text finds, for looking entities up. */
  newest(q: string, signal?: AbortSignal): Promise<ActivityRow[]>
}

export function entityCalls(get: Get): EntityCalls {
  const pathOf = ({ type, id }: EntityKey) =>
    `/v1/entities/${encodeURIComponent(type)}/${encodeURIComponent(id)}`
  return {
    async entity(key, signal) {
      const answer = await get(pathOf(key), signal)
      return complete<EntityGlance>(answer, one => Array.isArray(one.moments))
    },
    async history(key, q, cursor, signal) {
      const params = new URLSearchParams({ limit: String(HISTORY_ROWS) })
      if (q !== '') params.set('q', q)
      if (cursor !== undefined) params.set('cursor', cursor)
      const answer = await get(`${pathOf(key)}/history?${params}`, signal)
      return complete<HistoryPage>(answer, one => Array.isArray(one.rows))
    },
    async entityState(key, at, signal) {
      const params = at === undefined ? '' : `?${new URLSearchParams({ at })}`
      const answer = await get(`${pathOf(key)}/state${params}`, signal)
      return complete<EntityState>(answer, one => Array.isArray(one.attributes))
    },
    async related(id, signal) {
      const answer = await get(`/v1/events/${encodeURIComponent(id)}/related`, signal)
      return complete<RelatedAnswer>(answer, one => typeof one.related === 'object')
    },
    async newest(q, signal) {
      const params = new URLSearchParams({ q, limit: String(LOOKED_AT_ROWS) })
      const answer = await get(`/v1/reports/activity/rows?${params}`, signal)
      return complete<{ rows: ActivityRow[] }>(answer, one => Array.isArray(one.rows)).rows
    },
  }
}
