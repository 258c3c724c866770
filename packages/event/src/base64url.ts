/** Base64url without padding (RFC 4648 §5), for bytes in any runtime. */
/** One byte string has one text: the decoder refuses padding, foreign characters and stray bits. */

import { asciiText, Scratch } from './bytes.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const CODES = Uint8Array.from(ALPHABET, c => c.charCodeAt(0))
const VALUES = new Int8Array(128).fill(-1)
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i

const out = new Scratch()

export function toBase64url(bytes: Uint8Array): string {
  return asciiText(base64urlView(bytes))
}

/** The ASCII bytes of the base64url text, which a digest over the text hashes; a view, good until the next call. */
export function base64urlView(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = bytes.length
  const whole = length - (length % 3)
  const written = Math.ceil((length * 4) / 3)
  const codes = out.atLeast(written)
  let o = 0
  for (let i = 0; i < whole; i += 3) {
    const n = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number)
    codes[o] = CODES[n >>> 18] as number
    codes[o + 1] = CODES[(n >>> 12) & 63] as number
    codes[o + 2] = CODES[(n >>> 6) & 63] as number
    codes[o + 3] = CODES[n & 63] as number
    o += 4
  }
  if (length - whole === 1) {
    const n = bytes[whole] as number
    codes[o] = CODES[n >>> 2] as number
    codes[o + 1] = CODES[(n << 4) & 63] as number
  } else if (length - whole === 2) {
    const n = ((bytes[whole] as number) << 8) | (bytes[whole + 1] as number)
    codes[o] = CODES[n >>> 10] as number
    codes[o + 1] = CODES[(n >>> 4) & 63] as number
    codes[o + 2] = CODES[(n << 2) & 63] as number
  }
  return codes.subarray(0, written)
}

/** undefined when the text is not the one base64url form of some bytes. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
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
      bytes[o++] = (bits >>> held) & 0xff
    }
  }
  const stray = bits & ((1 << held) - 1)
  return stray === 0 ? bytes : undefined
}
