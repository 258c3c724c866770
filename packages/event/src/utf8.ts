/** UTF-8 in and out. */
/** Nothing is repaired: bytes that are not UTF-8 give no text. */

const strict = new TextDecoder('utf-8', { fatal: true })

/** undefined = invalid UTF-8. A byte order mark at the start is dropped (RFC 8259 §8.1 allows it). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** Bytes that a well-formed text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) continue
    // Each half of a surrogate pair counts two of the four bytes.
    bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return bytes
}
