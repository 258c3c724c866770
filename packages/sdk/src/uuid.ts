/**
 * UUID v7 (RFC 9562 §5.7) from a clock and a source of randomness.
 * Invariant: ids made by one source within the same millisecond differ in 74 random bits.
 */

/** `randomBytes` fills and returns the array that it is given, as `crypto.getRandomValues` does. */
export function uuidV7(nowMs: number, randomBytes: (target: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const bytes = new Uint8Array(16)
  randomBytes(bytes)
  new DataView(bytes.buffer).setUint32(0, Math.floor(nowMs / 0x1_0000))
  new DataView(bytes.buffer).setUint16(4, nowMs % 0x1_0000)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
