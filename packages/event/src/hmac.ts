/** HMAC-SHA256 (RFC 2104) over a hash that the caller brings. */
/** Pure: the same key and message give the same 32 bytes in every runtime. */

import { Scratch } from './bytes.ts'

/** Any SHA-256, 32 bytes out. The given bytes are working memory: it must not keep them. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32
const INNER = 0x36
const OUTER = 0x5c
const inner = new Scratch()
const outer = new Uint8Array(BLOCK_BYTES + DIGEST_BYTES)

export function hmacSha256(key: Uint8Array, message: Uint8Array, sha256: Sha256): Uint8Array {
  const short = key.length > BLOCK_BYTES ? sha256(key) : key
  const first = inner.atLeast(BLOCK_BYTES + message.length)
  first.fill(INNER, 0, BLOCK_BYTES)
  outer.fill(OUTER, 0, BLOCK_BYTES)
  for (let i = 0; i < short.length; i++) {
    first[i] = (short[i] as number) ^ INNER
    outer[i] = (short[i] as number) ^ OUTER
  }
  first.set(message, BLOCK_BYTES)
  outer.set(sha256(first.subarray(0, BLOCK_BYTES + message.length)), BLOCK_BYTES)
  return sha256(outer)
}
