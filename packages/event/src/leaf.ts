/** The leaf of an event in its tenant's Merkle log, and the four envelopes that it commits to (DESIGN §5). */
/** Every field of an event is either in the leaf in clear or inside exactly one envelope: nothing is left uncommitted. */

import { hex, utf8View } from './bytes.ts'
import { canonicalise } from './canonical.ts'
import { disclose } from './disclosure.ts'
import { EventError } from './errors.ts'
import { hmacSha256, type Sha256 } from './hmac.ts'
import type { AuditEvent, Json, JsonObject } from './types.ts'

export const ENVELOPES = ['actor', 'entity', 'origin', 'content'] as const
export type Envelope = (typeof ENVELOPES)[number]

export interface Sealed {
  /** RFC 8785 JSON of the leaf: what the log hashes, byte for byte. */
  leafBytes: Uint8Array
  /** SHA-256(0x00 || leafBytes), hex: RFC 6962 §2.1. */
  leafHash: string
  /** base64url text whose SHA-256 is the digest in the leaf; absent when the event has nothing for the envelope. */
  disclosures: Partial<Record<Envelope, string>>
}

export const LEAF_VERSION = 1
export const SECRET_BYTES = 16
const SALT_BYTES = 16

const encoder = new TextEncoder()
const SALT_MESSAGES: Record<Envelope, Uint8Array> = {
  actor: encoder.encode('daybook/salt/v1/actor'),
  entity: encoder.encode('daybook/salt/v1/entity'),
  origin: encoder.encode('daybook/salt/v1/origin'),
  content: encoder.encode('daybook/salt/v1/content'),
}

/**
 * Deterministic: the same event, time and secret always give the same leaf.
 * @param recordedAt `YYYY-MM-DDTHH:mm:ss.SSSZ`
 * @param secret 16 random bytes of this event alone. @throws EventError SECRET_INVALID
 */
export function sealEvent(event: AuditEvent, recordedAt: string, secret: Uint8Array, sha256: Sha256): Sealed {
  if (secret.length !== SECRET_BYTES) throw new EventError('SECRET_INVALID')
  const disclosures: Partial<Record<Envelope, string>> = {}
  const sealed: Partial<Record<Envelope, string>> = {}
  const values = envelopesOf(event)
  for (const name of ENVELOPES) {
    const value = values[name]
    if (value === undefined) continue
    const salt = hmacSha256(secret, SALT_MESSAGES[name], sha256).subarray(0, SALT_BYTES)
    const { disclosure, digest } = disclose(salt, name, value, sha256)
    disclosures[name] = disclosure
    sealed[name] = digest
  }
  const prefixed = utf8View(canonicalise(leafOf(event, recordedAt, sealed)), 1)
  // The copy first: the hash may be slow, but the view is only good until the next call.
  const leafBytes = prefixed.slice(1)
  return { leafBytes, leafHash: hex(sha256(prefixed)), disclosures }
}

/** RFC 6962 §2.1: SHA-256(0x00 || leafBytes), as 64 hex digits. */
export function leafHash(leafBytes: Uint8Array, sha256: Sha256): string {
  const prefixed = new Uint8Array(leafBytes.length + 1)
  prefixed.set(leafBytes, 1)
  return hex(sha256(prefixed))
}

/**
 * What each envelope holds; `actor` and `entity` always exist, the others only when there is something to hold.
 * actor: {id, name?, email?, impersonator?}; entity: {id?, name?, related?}; origin: as in the event;
 * content: {changes?, state?, comment?, correlation?, metadata?, outcomeReason?, occurredOffset?, source?}.
 * The types of actor and entity stand in the leaf in clear and nowhere else.
 */
export function envelopesOf(event: AuditEvent): Partial<Record<Envelope, JsonObject>> {
  const { type: _actorType, ...actor } = event.actor
  const { type: _entityType, ...entity } = event.entity
  const { changes, comment, correlation, metadata, occurredOffset, outcomeReason, source, state } = event
  const content = present({
    changes,
    comment,
    correlation,
    metadata,
    occurredOffset,
    outcomeReason,
    source,
    state,
  })
  const envelopes: Partial<Record<Envelope, JsonObject>> = {
    actor: present(actor),
    entity: present({ ...entity, related: event.related }),
  }
  if (event.origin !== undefined) envelopes.origin = present(event.origin)
  if (Object.keys(content).length > 0) envelopes.content = content
  return envelopes
}

function leafOf(event: AuditEvent, recordedAt: string, sealed: JsonObject): JsonObject {
  return present({
    v: LEAF_VERSION,
    id: event.id,
    at: event.occurredAt,
    recorded: recordedAt,
    application: event.application,
    activity: event.activity,
    category: event.category,
    outcome: event.outcome,
    entityType: event.entity.type,
    actorType: event.actor.type,
    region: event.region,
    sealed,
  })
}

/** The fields that have a value. */
function present(fields: object): JsonObject {
  const object: JsonObject = {}
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) object[key] = value as Json
  return object
}
