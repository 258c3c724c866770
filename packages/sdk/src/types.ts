/** What goes in and what comes out of the SDK: the shapes of the HTTP API, nothing else. */
import type {
  ActorType,
  AuditEvent,
  Category,
  Change,
  EntityRef,
  Json,
  JsonObject,
  Origin,
  Outcome,
  Related,
} from '@daybook/event'

export interface NewPerson {
  /** Defaults to `user`. */
  type?: ActorType
  id: string
  name?: string
  email?: string
}

/** An event as an application sends it; what is optional has a default or is left out. */
export interface NewEvent {
  /** UUID, the idempotency key. The SDK gives one (v7) before the first attempt. */
  id?: string
  /** RFC 3339, any offset. */
  occurredAt: string
  application: string
  activity: string
  /** Derived from the activity's verb when absent. */
  category?: Category
  /** Defaults to `SUCCESS`. */
  outcome?: Outcome
  outcomeReason?: string
  actor: NewPerson & { impersonator?: NewPerson }
  entity: EntityRef
  related?: Related[]
  changes?: Change[]
  state?: Json
  origin?: Origin
  region?: string
  correlation?: { type: string; id: string }
  comment?: string
  metadata?: JsonObject
  source?: { name: string; sequence: number }
}

export interface Placed {
  id: string
  index: number
  status: 'recorded' | 'duplicate'
}

export interface Sent {
  /** In the order of the events given. */
  results: Placed[]
  recorded: number
  duplicate: number
}

/** A line that the server did not take. Exactly one of `problems` and `conflict` is there. */
export interface RefusedLine {
  /** 1-based position among the lines given. */
  line: number
  id?: string
  problems?: { code: string; path: string; message: string }[]
  conflict?: { id: string; index: number }
}

export interface LinesSummary {
  sent: number
  recorded: number
  duplicate: number
  refused: number
}

export interface LinesAnswer {
  summary: LinesSummary
  refused: RefusedLine[]
}

export type FilterField = 'application' | 'entity' | 'activity' | 'actor' | 'category' | 'outcome'
export type FilterValues = Partial<Record<FilterField, string | readonly string[]>>

export interface SummaryQuery extends FilterValues {
  /** RFC 3339, inclusive. */
  from?: string
  /** RFC 3339, exclusive. */
  to?: string
  /** Words that must all occur. */
  search?: string
  /** A question of the filter language, joined with the rest by "and": `app:UserHub -category:read`. */
  q?: string
  /** Time zone that the bars of a summary follow, such as `Europe/Lisbon`; UTC by default. */
  zone?: string
  /** Values that must not occur. */
  exclude?: FilterValues
}

export interface RowsQuery extends SummaryQuery {
  /** 1 to 1,000; the server's default is 100. */
  limit?: number
  cursor?: string
  order?: 'newest' | 'oldest'
  /** Up to three columns, falling with `-`: `application,-occurredAt`. */
  sort?: string
  /** The page starts at this time; what comes before it is behind `prevCursor`. RFC 3339. */
  at?: string
}

export type ReportId = 'activity' | 'changes'

/** Row of the activity report: an entry without what only the record holds. */
export type ActivityRow = AuditEvent & { index: number; recordedAt: string }

/** Row of the change report: one attribute of one entry. */
export interface ChangeRow
  extends
    Pick<
      AuditEvent,
      'id' | 'occurredAt' | 'application' | 'activity' | 'category' | 'outcome' | 'actor' | 'entity'
    >,
    Change {
  index: number
  position: number
  correlation?: { type: string; id: string }
}

export interface RowOf {
  activity: ActivityRow
  changes: ChangeRow
}

/** How far the index was when it answered. */
export interface AsOf {
  index: number
  recordedAt: string
  /** Up to this entry, changes of events that bring only a state are worked out. */
  derived: number | null
  /** When the first entry was recorded that reports do not show yet; null when they show all. */
  waitingSince: string | null
}

export interface RowsAnswer<Row> {
  rows: Row[]
  nextCursor?: string
  prevCursor?: string
  asOf?: AsOf
  tookMs: number
}

export interface SummaryAnswer {
  total: number
  failed: number
  actors: number
  histogram: {
    /** Milliseconds of one bucket; the mean where buckets are months. */
    step: number
    unit: 'ms' | 'month'
    /** A bucket is so many units. */
    size: number
    zone?: string
    /** Every bucket of the time, empty ones too; `at` is its start, RFC 3339 in UTC. */
    buckets: { at: string; count: number; failed: number }[]
  }
  facets: Partial<Record<FilterField, { value: string; count: number; label?: string }[]>>
  asOf?: AsOf
  tookMs: number
}

/** A report, or a vendor's layout over one. */
export interface ReportDefinition {
  id: string
  title: string
  /** `path` is where the value stands in a row, dotted; a layout has its texts in `cells` instead. */
  columns: { id?: string; label: string; kind: string; path?: string; visible?: boolean }[]
  layout?: boolean
}

export interface ReportPage extends RowsAnswer<Record<string, unknown>> {
  /** Of a layout: the vendor's columns, and a text for each of them in every row. */
  columns?: string[]
  cells?: string[][]
}

export interface GroupsQuery extends Omit<RowsQuery, 'cursor' | 'order' | 'at'> {
  /** What to group by: `actor`, `month` … */
  by: string
  /** Chosen groups above, outermost first. */
  path?: { column: string; value: string }[]
  /** Groups to pass over. */
  offset?: number
  bars?: number
}

export interface GroupsAnswer {
  groups: {
    value: string
    label?: string
    count: number
    failed: number
    actors: number
    latest: string
    bars: number[]
  }[]
  total: number
  from: string
  to: string
  asOf?: AsOf
  tookMs: number
}

export interface EntityState {
  entity: { type: string; id?: string; name?: string }
  status: 'exact' | 'approximate' | 'unavailable'
  /** Absent when nothing tells. */
  exists?: boolean
  attributes: {
    attribute: string
    value: unknown
    set: {
      how: string
      actor: AuditEvent['actor']
      activity: string
      occurredAt: string
      index: number
      id: string
    }
  }[]
  attributesTotal: number
  breaks: { reason: string; index: number; id: string; occurredAt: string; attribute?: string }[]
  asOf?: AsOf
  tookMs: number
}

export type Scope = 'ingest' | 'read' | 'reveal' | 'sensitive' | 'admin'

export interface KeyRecord {
  id: string
  /** Name of the tenant. */
  tenant: string
  scopes: Scope[]
  label?: string
  /** The public part: enough to recognise the key. */
  prefix: string
  createdAt: string
  revokedAt?: string
}

/** `key` is in this answer and nowhere else: the server keeps its digest only. */
export type CreatedKey = KeyRecord & { key: string }

export interface Tenant {
  name: string
  /** IANA name of the zone whose wall clock it lives by. */
  zone: string
}

export interface Session {
  tenant: string
  /** The zone whose wall clock the tenant lives by. */
  zone: string
  scopes: Scope[]
  via: 'key' | 'session'
  /** True when the record was filled with the sample. */
  sample: boolean
}

/** Days are `YYYY-MM-DD`, in UTC. */
export interface CatalogQuery {
  /** Only what occurred first on this day or later. */
  newSince?: string
  /** Only what did not occur since this day, or never. */
  silentSince?: string
  /** Only what the catalog does not describe. */
  undescribed?: boolean
}

/** What is described, and what occurred, described or not. */
export interface CatalogAnswer {
  applications: {
    application: string
    label?: string
    described: boolean
    entities: {
      entity: string
      label?: string
      sensitive?: string[]
      editLink?: string
      described: boolean
      activities: {
        activity: string
        label?: string
        category?: Category
        described: boolean
        /** Absent when it never occurred. */
        seen?: { count: number; firstSeen: string; lastSeen: string }
      }[]
    }[]
  }[]
  /** Activities of the whole catalog, whatever was asked for. */
  totals: { described: number; observed: number; undescribed: number }
  truncated: boolean
  asOf?: AsOf
  tookMs: number
}

export interface CatalogCounts {
  applications: number
  entities: number
  activities: number
}
