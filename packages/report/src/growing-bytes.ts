/**
 * Bytes that values are written to, one behind the other, little-endian as the engine reads them.
 * What is written stays where it is: a view is good until the next value is written.
 */

import { hexByte, UUID_DIGITS } from '@daybook/event'

const BYTES_FIRST = 256
const VARINT_BYTES_MAX = 9
/** Up to here, writing character by character costs less than calling the encoder. */
const SHORT_CHARACTERS = 48
const TWO_TO_32 = 2 ** 32
/** The digits of each byte as the engine holds a UUID: two halves of 64 bits. */
const HALVES = [...UUID_DIGITS.slice(0, 8).toReversed(), ...UUID_DIGITS.slice(8).toReversed()]

export class GrowingBytes {
  #bytes = Buffer.allocUnsafe(BYTES_FIRST)
  #length = 0

  get length(): number {
    return this.#length
  }

  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** LEB128 */
  varint(value: number): void {
    this.#room(VARINT_BYTES_MAX)
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length++] = rest
  }

  uint32(value: number): void {
    this.#room(4)
    this.#word(value | 0)
  }

  /** A whole number within ±2^53, as 64 bits. */
  int64(value: number): void {
    this.#room(8)
    const high = Math.floor(value / TWO_TO_32)
    this.#word((value - high * TWO_TO_32) | 0)
    this.#word(high | 0)
  }

  /** The bytes of its UTF-8 behind their number. */
  text(value: string): void {
    if (value.length <= SHORT_CHARACTERS && this.#shortAscii(value)) return
    const bytes = Buffer.byteLength(value)
    this.varint(bytes)
    this.#room(bytes)
    this.#length += this.#bytes.write(value, this.#length)
  }

  uuid(value: string): void {
    this.#room(HALVES.length)
    for (let i = 0; i < HALVES.length; i++)
      this.#bytes[this.#length + i] = hexByte(value, HALVES[i] as number)
    this.#length += HALVES.length
  }

  /** False, and nothing written, when there is a character that is more than one byte. */
  #shortAscii(value: string): boolean {
    const length = value.length
    this.#room(length + 1)
    const bytes = this.#bytes
    const start = this.#length + 1
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i)
      if (code >= 0x80) return false
      bytes[start + i] = code
    }
    bytes[start - 1] = length
    this.#length = start + length
    return true
  }

  #word(value: number): void {
    const bytes = this.#bytes
    const at = this.#length
    bytes[at] = value
    bytes[at + 1] = value >>> 8
    bytes[at + 2] = value >>> 16
    bytes[at + 3] = value >>> 24
    this.#length = at + 4
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + more))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
