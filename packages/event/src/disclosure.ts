/** One envelope as a disclosure, and the digest by which a leaf commits to it (RFC 9901 §4.2). */
/** A verifier hashes the text that it is given; nothing is written anew before hashing. */

import { base64urlView, fromBase64url, toBase64url } from './base64url.ts'
import { asciiText, utf8View } from './bytes.ts'
import { canonicalise, quote } from './canonical.ts'
import type { Sha256 } from './hmac.ts'
import type { Envelope } from './leaf.ts'
import { readJson } from './read-json.ts'
import type { Json, JsonObject } from './types.ts'
import { decodeUtf8 } from './utf8.ts'

/** `disclosure = b64url(JCS([salt, name, value]))`, `digest = b64url(SHA-256(ASCII(disclosure)))`. */
export function disclose(
  salt: Uint8Array,
  name: string,
  value: Json,
  sha256: Sha256,
): { disclosure: string; digest: string } {
  const text = `["${toBase64url(salt)}",${quote(name)},${canonicalise(value)}]`
  const written = base64urlView(utf8View(text))
  const disclosure = asciiText(written)
  return { disclosure, digest: toBase64url(sha256(written)) }
}

export type Verified =
  | { ok: true; value: Json }
  /** absent: the leaf commits to no such envelope. mismatch: to another one. malformed: no leaf, or no disclosure. */
  | { ok: false; reason: 'absent' | 'mismatch' | 'malformed' }

/** Is this disclosure the one that the leaf commits to under this name? */
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
  if (toBase64url(sha256(utf8View(disclosure))) !== digest) return { ok: false, reason: 'mismatch' }
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
    return readJson(text)
  } catch {
    return undefined
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
