/**
 * What the record promises to the rooms above it.
 * Everything here is plain data or a port; the promise of each method is beside it.
 */
import type { Accepted, AuditEvent, JsonObject } from '@daybook/event'
import type { ExportStore } from './export-types.ts'
import type { RecordLimits } from './limits.ts'
import type { ScheduleStore } from './schedule-types.ts'

/** Where messages go; pino fits. */
export interface Log {
  info(object: object, message: string): void
  warn(object: object, message: string): void
  error(object: object, message: string): void
}

export type EngineChoice =
  | {
      kind: 'embedded'
      directory: string
      /** a directory with other PostgreSQL binaries, 15 or later */ bin?: string
    }
  | { kind: 'external'; url: string }

export interface RecordOptions {
  engine: EngineChoice
  /** milliseconds since 1970 */
  clock: () => number
  randomBytes: (n: number) => Uint8Array
  /** UUID v7 */
  newId: () => string
  log: Log
  limits?: Partial<RecordLimits>
}

export interface Tenant {
  id: number
  name: string
}

/** Where an event stands in its tenant's log. `duplicate`: it was there before this call. */
export interface Placed {
  id: string
  index: number
  status: 'recorded' | 'duplicate'
}

/**
 * One entry as the record keeps it. `text` is the RFC 8785 form of `event`.
 * Of the newest entries `secret`, `event` and `text` are made anew each time they are looked at.
 */
export interface StoredEntry {
  readonly tenant: number
  readonly index: number
  /** milliseconds since 1970, never decreasing within a tenant */
  readonly recordedAt: number
  /** 16 random bytes from which the salts of the leaf are derived */
  readonly secret: Uint8Array
  readonly event: AuditEvent
  readonly text: string
  /** bytes of the text */
  readonly size: number
}

export interface Head {
  tenant: number
  /** the index that the next entry will get */
  next: number
}

export interface TenantStore {
  /** The tenant of this name, made when absent. Throws TENANT_NAME_INVALID. */
  ensure(name: string): Promise<Tenant>
  find(name: string): Promise<Tenant | undefined>
  list(): Promise<Tenant[]>
  /** IANA name of the zone whose wall clock the tenant lives by; `UTC` unless set. Throws TENANT_UNKNOWN. */
  zone(id: number): Promise<string>
  /** The name is not judged here. Throws TENANT_UNKNOWN, REFUSED (not a name at all). */
  setZone(id: number, zone: string): Promise<void>
}

export interface EventRecord {
  readonly tenants: TenantStore
  readonly followers: FollowerStore
  readonly keys: KeyStore
  readonly catalogs: CatalogStore
  readonly views: ViewStore
  readonly exports: ExportStore
  readonly schedules: ScheduleStore
  /**
   * All or none. Resolves when committed and fsynced; one place per event, in order.
   * Rejects: CONFLICT (an id is there with other content), OVERLOADED (queue full, see retryAfterMs),
   * UNAVAILABLE (engine lost, outcome unknown, the same call again is safe), CLOSED, TENANT_UNKNOWN, CALL_TOO_LARGE.
   */
  append(tenant: number, events: readonly Accepted[]): Promise<Placed[]>
  get(tenant: number, id: string): Promise<StoredEntry | undefined>
  at(tenant: number, index: number): Promise<StoredEntry | undefined>
  /**
   * Entries with index >= from, in order, without gaps, at most `limit`. Fewer than `limit` does not mean the head
   * (answers are bounded in bytes too); an empty answer does.
   */
  read(tenant: number, from: number, limit: number): Promise<StoredEntry[]>
  /** The next index of every tenant that has entries, whoever wrote them. */
  heads(): Promise<Head[]>
  /** Called after each commit of this process with the tenants that moved. Returns the unsubscribe. */
  onCommit(listener: (moved: readonly Head[]) => void): () => void
  /** Throws UNAVAILABLE when the engine does not answer. */
  health(): Promise<void>
  stats(): RecordStats
  /** On disk, everything of the engine included. */
  size(): Promise<{ bytes: number }>
  /** Reads the whole record, or what one tenant has in it, and names what is wrong; an empty list is a sound record. */
  check(tenant?: number): Promise<string[]>
  /** Refuses new appends, finishes those accepted, stops the embedded engine. */
  close(): Promise<void>
}

export interface RecordStats {
  queuedEvents: number
  queuedBytes: number
  /** group commits of this process */
  commits: number
  /** entries recorded by this process */
  entries: number
}

/** Entries `from` to `to` (exclusive) of one tenant. */
export interface Range {
  tenant: number
  from: number
  to: number
}

/** The block that a follower is about to work on; `token` names the work so that doing it twice can be seen. */
export interface Intent {
  ranges: Range[]
  token: string
}

export interface FollowerState {
  /** tenant → the index that the follower reads next */
  positions: Map<number, number>
  /** begun and not finished: the block to look at first after a crash */
  intent?: Intent
}

export interface FollowerStore {
  /** Undefined: someone else holds it. The same owner may take it again; its earlier lease is then lost. */
  acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined>
  state(name: string): Promise<FollowerState>
  /** Puts the positions to `positions` (none: the beginning), forgets the intent and ends every lease. */
  reset(name: string, positions?: Map<number, number>): Promise<void>
}

/** The right to move one follower. Every call is fenced by the lease's epoch. */
export interface Lease {
  /** False: another owner has taken over. */
  renew(): Promise<boolean>
  release(): Promise<void>
  /** Step 1: remembers the block about to be worked on, instead of any block begun before. Throws LEASE_LOST. */
  begin(intent: Intent): Promise<void>
  /**
   * Step 3: moves the positions to the ends of the ranges and clears the intent, in one transaction. Again with
   * the same token: nothing happens. Throws LEASE_LOST, INTENT_UNKNOWN (this intent was never begun).
   */
  finish(intent: Intent): Promise<void>
}

/**
 * `reveal`: uncovers sensitive values one by one, with a reason that is recorded. `sensitive`: reads them like any other.
 */
export const SCOPES = ['ingest', 'read', 'reveal', 'sensitive', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

export interface KeyRecord {
  id: string
  tenant: number
  tenantName: string
  scopes: Scope[]
  label?: string
  /** milliseconds since 1970 */
  createdAt: number
  /** the public part, enough to recognise the key in a list */
  prefix: string
  revokedAt?: number
}

export interface KeyInput {
  tenant: number
  scopes: Scope[]
  label?: string
}

export interface KeyStore {
  /** A new key. It is in this answer and nowhere else: only its SHA-256 is kept. */
  create(input: KeyInput): Promise<{ key: string; record: KeyRecord }>
  /** A key that someone else made (32 characters or more). The same secret again changes nothing. */
  put(secret: string, input: KeyInput): Promise<KeyRecord>
  /** The key's record unless unknown or revoked. Remembered for a few seconds. */
  verify(key: string): Promise<KeyRecord | undefined>
  list(tenant: number): Promise<KeyRecord[]>
  /** False: this tenant has no such key. Another process may honour the key for a few seconds more. */
  revoke(tenant: number, id: string): Promise<boolean>
}

export interface StoredCatalog {
  /** grows with every change */
  version: number
  applications: JsonObject
}

export interface CatalogStore {
  /**
   * Takes in the given applications, each as a whole; with `replace`, all others go. Throws LIMIT_REACHED (nothing
   * changed) and REFUSED (no such tenant).
   */
  put(tenant: number, applications: JsonObject, options: { replace: boolean }): Promise<void>
  /** The catalog, unless there is none or it has this version. */
  newerThan(tenant: number, version?: number): Promise<StoredCatalog | undefined>
}

export interface ViewInput {
  name: string
  report: string
  /** the state of the report as its address has it, behind the `?` */
  query: string
  /** seen by everybody of the tenant */
  shared: boolean
}

export interface ViewRecord extends ViewInput {
  id: string
  owner: string
  /** milliseconds since 1970 */
  createdAt: number
  updatedAt: number
}

export interface ViewStore {
  /** Throws LIMIT_REACHED. */
  create(tenant: number, owner: string, view: ViewInput): Promise<ViewRecord>
  find(tenant: number, id: string): Promise<ViewRecord | undefined>
  /** Shared ones and those of the owner, by name. */
  list(tenant: number, owner: string): Promise<ViewRecord[]>
  /** Undefined: this tenant has no such view. */
  update(tenant: number, id: string, view: ViewInput): Promise<ViewRecord | undefined>
  /** Whether or not it was there. */
  remove(tenant: number, id: string): Promise<void>
}
