/** Base64url without padding (RFC 4648 §5), for bytes in any runtime. */
/** One byte string has one text: the decoder refuses padding, foreign characters and stray bits. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
// ASCII codes of the alphabet, and two characters at a time: half the look-ups.
const CODES = Uint8Array.from(ALPHABET, c => c.charCodeAt(0))
const VALUES = new Int8Array(128).fill(-1)
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i

const ascii = new TextDecoder()

export function toBase64url(bytes: Uint8Array): string {
  return ascii.decode(toBase64urlAscii(bytes))
}

/** The ASCII bytes of the base64url text: what a digest over the text hashes. */
export function toBase64urlAscii(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = bytes.length
  const out = new Uint8Array(Math.ceil((length * 4) / 3))
  const whole = length - (length % 3)
  let o = 0
  for (let i = 0; i < whole; i += 3) {
    const n = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number)
    out[o] = CODES[n >>> 18] as number
    out[o + 1] = CODES[(n >>> 12) & 63] as number
    out[o + 2] = CODES[(n >>> 6) & 63] as number
    out[o + 3] = CODES[n & 63] as number
    o += 4
  }
  if (length - whole === 1) {
    const n = bytes[whole] as number
    out[o] = CODES[n >>> 2] as number
    out[o + 1] = CODES[(n << 4) & 63] as number
  } else if (length - whole === 2) {
    const n = ((bytes[whole] as number) << 8) | (bytes[whole + 1] as number)
    out[o] = CODES[n >>> 10] as number
    out[o + 1] = CODES[(n >>> 4) & 63] as number
    out[o + 2] = CODES[(n << 2) & 63] as number
  }
  return out
}

/** undefined when the text is not the one base64url form of some bytes. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const rest = text.length % 4
  if (rest === 1) return undefined
  const out = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let o = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const value = code < 128 ? (VALUES[code] as number) : -1
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xfff
    held += 6
    if (held >= 8) {
      held -= 8
      out[o++] = (bits >>> held) & 0xff
    }
  }
  const stray = bits & ((1 << held) - 1)
  return stray === 0 ? out : undefined
}
