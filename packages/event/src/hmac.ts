/** HMAC-SHA256 (RFC 2104) over a hash that the caller brings. */
/** Pure: the same key and message give the same 32 bytes in every runtime. */

/** Any SHA-256: node:crypto, @noble/hashes … 32 bytes out. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

const BLOCK_BYTES = 64
const INNER = 0x36
const OUTER = 0x5c

export function hmacSha256(key: Uint8Array, message: Uint8Array, sha256: Sha256): Uint8Array {
  const short = key.length > BLOCK_BYTES ? sha256(key) : key
  const inner = new Uint8Array(BLOCK_BYTES + message.length).fill(INNER, 0, BLOCK_BYTES)
  const outer = new Uint8Array(BLOCK_BYTES + 32).fill(OUTER, 0, BLOCK_BYTES)
  for (let i = 0; i < short.length; i++) {
    inner[i] = (short[i] as number) ^ INNER
    outer[i] = (short[i] as number) ^ OUTER
  }
  inner.set(message, BLOCK_BYTES)
  outer.set(sha256(inner), BLOCK_BYTES)
  return sha256(outer)
}
