/** The words of the event. Every other room speaks these types; nothing here has behaviour. */

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export const ACTOR_TYPES = ['user', 'bot', 'system', 'apiKey', 'aiAgent'] as const
export type ActorType = (typeof ACTOR_TYPES)[number]

export const CATEGORIES = [
  'create',
  'update',
  'delete',
  'read',
  'search',
  'export',
  'import',
  'share',
  'login',
  'logout',
  'impersonate',
  'enable',
  'disable',
  'grant',
  'revoke',
  'other',
] as const
export type Category = (typeof CATEGORIES)[number]

export const OUTCOMES = ['SUCCESS', 'FAILURE'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Person {
  type: ActorType
  id: string
  name?: string
  email?: string
}

/** Who did it. `impersonator` is the one who acted as them. */
export interface Actor extends Person {
  impersonator?: Person
}

/** What it happened to. `id` is what CXone calls Instance. */
export interface EntityRef {
  type: string
  id?: string
  name?: string
}

/** Another entity involved, such as the user who was added to a team. */
export interface Related {
  type: string
  id: string
  name?: string
  role?: string
}

/** One attribute going from `old` to `new`. No `old` = newly added, no `new` = removed. */
export interface Change {
  attribute: string
  old?: Json
  new?: Json
}

export interface Origin {
  accessMethod?: string
  ip?: string
  userAgent?: string
  sessionId?: string
  requestId?: string
}

/** An event in normal form: every default applied, times in UTC milliseconds, nothing unknown. */
export interface AuditEvent {
  /** UUID, lower case. The sender's idempotency key. */
  id: string
  /** `YYYY-MM-DDTHH:mm:ss.SSSZ` */
  occurredAt: string
  /** The sender's offset, such as `+02:00`; absent when it was UTC. */
  occurredOffset?: string
  application: string
  activity: string
  category: Category
  outcome: Outcome
  outcomeReason?: string
  actor: Actor
  entity: EntityRef
  related?: Related[]
  changes?: Change[]
  state?: Json
  origin?: Origin
  region?: string
  correlation?: { type: string; id: string }
  comment?: string
  metadata?: JsonObject
  /** The emitter and its own counter: a gap proves loss before us. */
  source?: { name: string; sequence: number }
}

/** An event once recorded. In JSON it is the event's own fields with these beside them. */
export interface Entry extends AuditEvent {
  tenant: string
  /** 0, 1, 2 … per tenant, without gaps. */
  index: number
  /** `YYYY-MM-DDTHH:mm:ss.SSSZ`, never decreasing within a tenant. */
  recordedAt: string
  /** SHA-256 of the leaf (RFC 6962, 0x00 prefix), 64 hex digits. */
  leafHash: string
}
