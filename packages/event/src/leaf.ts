/** The leaf of an event in its tenant's Merkle log, and the four envelopes that it commits to (DESIGN §5). */
/** Every field of an event is either in the leaf in clear or inside exactly one envelope: nothing is left uncommitted. */
// The digest construction is that of RFC 9901 (SD-JWT) §4.2.

import { fromBase64url, toBase64url, toBase64urlAscii } from './base64url.ts'
import { canonicalise } from './canonical.ts'
import { EventError } from './errors.ts'
import { hmacSha256, type Sha256 } from './hmac.ts'
import type { AuditEvent, Json, JsonObject } from './types.ts'
import { decodeUtf8 } from './utf8.ts'

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
const SALT_LABEL = 'daybook/salt/v1/'
const encoder = new TextEncoder()

const SALT_MESSAGES: Record<Envelope, Uint8Array> = {
  actor: encoder.encode(`${SALT_LABEL}actor`),
  entity: encoder.encode(`${SALT_LABEL}entity`),
  origin: encoder.encode(`${SALT_LABEL}origin`),
  content: encoder.encode(`${SALT_LABEL}content`),
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
  const leafBytes = encoder.encode(canonicalise(leafOf(event, recordedAt, sealed)))
  return { leafBytes, leafHash: leafHash(leafBytes, sha256), disclosures }
}

/** `b64url(JCS([salt, name, value]))` and `b64url(SHA-256(ASCII(disclosure)))`. */
export function disclose(
  salt: Uint8Array,
  name: string,
  value: Json,
  sha256: Sha256,
): { disclosure: string; digest: string } {
  const text = canonicalise([toBase64url(salt), name, value])
  const written = toBase64urlAscii(encoder.encode(text))
  return { disclosure: asciiText(written), digest: toBase64url(sha256(written)) }
}

/** RFC 6962 §2.1: SHA-256(0x00 || bytes), as 64 hex digits. */
export function leafHash(leafBytes: Uint8Array, sha256: Sha256): string {
  const prefixed = new Uint8Array(leafBytes.length + 1)
  prefixed.set(leafBytes, 1)
  return hex(sha256(prefixed))
}

/** What each envelope holds; `actor` and `entity` always exist, the others only when there is something to hold. */
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
  const origin = present({ ...event.origin })
  const envelopes: Partial<Record<Envelope, JsonObject>> = {
    actor: present(actor),
    entity: present({ ...entity, related: event.related }),
  }
  if (Object.keys(origin).length > 0) envelopes.origin = origin
  if (Object.keys(content).length > 0) envelopes.content = content
  return envelopes
}

function leafOf(
  event: AuditEvent,
  recordedAt: string,
  sealed: Partial<Record<Envelope, string>>,
): JsonObject {
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

export type Verified =
  | { ok: true; value: Json }
  /** withheld: the leaf commits to no such envelope. mismatch: it commits to another one. malformed: no leaf, or no disclosure. */
  | { ok: false; reason: 'absent' | 'mismatch' | 'malformed' }

/**
 * Is this disclosure the one that the leaf commits to under this name? Takes the given bytes as they are: nothing is
 * written anew before hashing.
 */
export function verifyDisclosure(
  leafBytes: Uint8Array,
  name: Envelope,
  disclosure: string,
  sha256: Sha256,
): Verified {
  const leaf = jsonOf(leafBytes)
  const sealed = isObject(leaf) ? leaf['sealed'] : undefined
  if (!isObject(sealed)) return { ok: false, reason: 'malformed' }
  const digest = Object.hasOwn(sealed, name) ? sealed[name] : undefined
  if (digest === undefined) return { ok: false, reason: 'absent' }
  if (toBase64url(sha256(encoder.encode(disclosure))) !== digest) return { ok: false, reason: 'mismatch' }
  const bytes = fromBase64url(disclosure)
  const parts = bytes === undefined ? undefined : jsonOf(bytes)
  if (!Array.isArray(parts) || parts.length !== 3 || parts[1] !== name)
    return { ok: false, reason: 'malformed' }
  return { ok: true, value: parts[2] as Json }
}

function jsonOf(bytes: Uint8Array): Json | undefined {
  const text = decodeUtf8(bytes)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields that have a value. */
function present(fields: Record<string, unknown>): JsonObject {
  const object: JsonObject = {}
  for (const key of Object.keys(fields)) if (fields[key] !== undefined) object[key] = fields[key] as Json
  return object
}

const latin = new TextDecoder()

function asciiText(bytes: Uint8Array): string {
  return latin.decode(bytes)
}

function hex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i] as number]
  return text
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
