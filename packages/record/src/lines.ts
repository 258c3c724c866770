/**
 * The lines of one block as bytes, and the entries that are read from them.
 * The bytes lie outside the heap and an entry is made of them when it is looked at: what waits for followers costs the
 * collector nothing, however much it is.
 */
import { type AuditEvent, readJson } from '@daybook/event'

import type { StoredEntry } from './types.ts'

export const SECRET_BYTES = 16
/** base64url of 16 bytes */
const SECRET_CHARACTERS = 22
const BEFORE_SECRET = '{"s":"'
const BEFORE_EVENT = '","e":'
const AFTER_EVENT = '}\n'
const SECRET_STARTS = BEFORE_SECRET.length
const EVENT_STARTS = SECRET_STARTS + SECRET_CHARACTERS + BEFORE_EVENT.length
const LINE_BYTES = EVENT_STARTS + AFTER_EVENT.length
/** A UTF-16 code unit is at most three bytes. */
const BYTES_PER_CHARACTER_MAX = 3

/** Where an entry is in a line. */
export function partsOf(line: string): { secret: string; text: string } {
  return {
    secret: line.slice(SECRET_STARTS, SECRET_STARTS + SECRET_CHARACTERS),
    text: line.slice(EVENT_STARTS, -1),
  }
}

/** Room that lines are written in before it is known how many bytes they take; blocks are written one after the other. */
let room = Buffer.allocUnsafe(64 * 1024)

/** Writes the lines of one block. Only one writer may be at work at a time, up to its `end`. */
export class LineWriter {
  readonly #ends: number[] = []
  #at = 0

  get bytes(): number {
    return this.#at
  }

  add(secret: string, text: string): void {
    this.#makeRoom(LINE_BYTES + text.length * BYTES_PER_CHARACTER_MAX)
    let at = this.#at
    at += room.write(BEFORE_SECRET + secret + BEFORE_EVENT, at, 'latin1')
    at += room.write(text, at)
    at += room.write(AFTER_EVENT, at, 'latin1')
    this.#at = at
    this.#ends.push(at)
  }

  /** Adds a line that is written already. */
  copy(from: Lines, line: number): void {
    this.#makeRoom(from.lineBytes(line))
    this.#at += from.copyLine(line, room, this.#at)
    this.#ends.push(this.#at)
  }

  end(): Lines {
    return new Lines(Buffer.from(room.subarray(0, this.#at)), this.#ends)
  }

  #makeRoom(more: number): void {
    if (this.#at + more <= room.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * room.length, this.#at + more))
    room.copy(larger, 0, 0, this.#at)
    room = larger
  }
}

export class Lines {
  readonly bytes: Buffer
  readonly #ends: readonly number[]

  constructor(bytes: Buffer, ends: readonly number[]) {
    this.bytes = bytes
    this.#ends = ends
  }

  get count(): number {
    return this.#ends.length
  }

  /** Bytes of a line's event. */
  size(line: number): number {
    return this.lineBytes(line) - LINE_BYTES
  }

  lineBytes(line: number): number {
    return (this.#ends[line] ?? 0) - this.#start(line)
  }

  /** @returns how many bytes were written at `at` */
  copyLine(line: number, into: Buffer, at: number): number {
    return this.bytes.copy(into, at, this.#start(line), this.#ends[line])
  }

  text(line: number): string {
    return this.bytes.toString(
      'utf8',
      this.#start(line) + EVENT_STARTS,
      (this.#ends[line] ?? 0) - AFTER_EVENT.length,
    )
  }

  secret(line: number): Uint8Array {
    const start = this.#start(line) + SECRET_STARTS
    return Buffer.from(this.bytes.toString('latin1', start, start + SECRET_CHARACTERS), 'base64url')
  }

  #start(line: number): number {
    return line === 0 ? 0 : (this.#ends[line - 1] ?? 0)
  }
}

/** An entry of a block that this process wrote. Whoever looks at a part of it more than once keeps what they saw. */
export class WrittenEntry implements StoredEntry {
  readonly tenant: number
  readonly index: number
  readonly recordedAt: number
  readonly #lines: Lines
  readonly #line: number

  constructor(tenant: number, index: number, recordedAt: number, lines: Lines, line: number) {
    this.tenant = tenant
    this.index = index
    this.recordedAt = recordedAt
    this.#lines = lines
    this.#line = line
  }

  get size(): number {
    return this.#lines.size(this.#line)
  }

  get secret(): Uint8Array {
    return this.#lines.secret(this.#line)
  }

  get text(): string {
    return this.#lines.text(this.#line)
  }

  get event(): AuditEvent {
    return readJson(this.text) as unknown as AuditEvent
  }
}
