/**
 * Identifiers and times as text, made from a time and the generator of chance.
 * The same time and the same state of the generator give the same text, so a sample entered twice adds nothing.
 */

import type { Random } from './random.ts'

const HEX4: readonly string[] = Array.from({ length: 0x10000 }, (_, value) =>
  value.toString(16).padStart(4, '0'),
)
const TWO: readonly string[] = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))
const DAY_MS = 86_400_000

/** The low 16 bits of a number as four hex digits. */
function hex4(value: number): string {
  return HEX4[value & 0xffff] ?? '0000'
}

function two(value: number): string {
  return TWO[value] ?? '00'
}

/** A UUID in the layout of version 7 (RFC 9562 §5.7) for this time in ms. */
export function uuidAt(ms: number, random: Random): string {
  const high = Math.floor(ms / 65536)
  const a = random.word()
  const b = random.word()
  const c = random.word()
  return `${hex4(high >>> 16)}${hex4(high)}-${hex4(ms % 65536)}-${hex4(0x7000 | (a & 0xfff))}-${hex4(
    0x8000 | ((a >>> 12) & 0x3fff),
  )}-${hex4(b >>> 16)}${hex4(b)}${hex4(c)}`
}

/** Eight random hex digits: enough for what is looked up beside other things, such as a request. */
export function hex8(random: Random): string {
  const word = random.word()
  return hex4(word >>> 16) + hex4(word)
}

/** Twelve random hex digits: enough to name one thing among millions. */
export function hex12(random: Random): string {
  return hex8(random) + hex4(random.word())
}

/** Writes times as RFC 3339 with milliseconds; remembers the day, because neighbours share it. */
export class TimeWriter {
  #day = Number.NaN
  #text = ''

  /** `offsetMinutes` 0 writes `Z`. */
  write(ms: number, offsetMinutes = 0): string {
    const local = ms + offsetMinutes * 60_000
    const day = Math.floor(local / DAY_MS)
    if (day !== this.#day) {
      this.#day = day
      this.#text = new Date(day * DAY_MS).toISOString().slice(0, 11)
    }
    const rest = local - day * DAY_MS
    const seconds = Math.floor(rest / 1000)
    const millis = rest - seconds * 1000
    const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
    const fraction = `${Math.floor(millis / 100)}${two(millis % 100)}`
    return `${this.#text}${clock}.${fraction}${offsetText(offsetMinutes)}`
  }
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z'
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
