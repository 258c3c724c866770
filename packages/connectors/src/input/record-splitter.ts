/**
 * Finds the records in a JSON document that arrives in pieces, by counting brackets outside of strings.
 * Invariant: a record is handed on as the exact text that it had; whether that text is valid JSON is for the reader to say.
 */
import { LINE_BYTES_MAX } from './lines.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const COMMA = 0x2c
const SPACE = 0x20

export class RecordSplitter {
  readonly #wrappers: ReadonlySet<string>
  #depth = 0
  #inString = false
  #escaped = false
  /** Depth at which records stand: 1 in a bare array, 2 in an array inside an object, 0 for objects one after the other. */
  #recordDepth = 0
  /** Depth inside the object whose array is being read; what stands beside that array is skipped. */
  #captured = ''
  #capturing = false
  #tooLong = false
  /** The last string at depth 1 of a top-level object: the name of the member that follows. */
  #name = ''
  #nameStart = -1
  /** True after the array of a wrapper: its remaining members are no records. */
  #skipping = false

  constructor(wrappers: ReadonlySet<string>) {
    this.#wrappers = wrappers
  }

  get complete(): boolean {
    return this.#depth === 0 && !this.#capturing
  }

  /** Returns the records completed by this piece; undefined stands for one that was too long. */
  push(piece: string): (string | undefined)[] {
    const found: (string | undefined)[] = []
    let start = this.#capturing ? 0 : -1
    if (this.#nameStart >= 0) this.#nameStart = 0
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at)
      if (this.#inString) {
        this.#insideString(unit, piece, at)
        continue
      }
      if (!this.#capturing && !this.#skipping && unit > SPACE && unit !== COMMA && this.#startsRecord(unit)) {
        this.#capturing = true
        start = at
      }
      if (this.#capturing && this.#endsScalar(unit)) {
        found.push(this.#take(piece.slice(start, at)))
        start = -1
      }
      this.#structure(unit, at)
      if (this.#enteredWrapper) {
        this.#enteredWrapper = false
        this.#drop()
        start = -1
      } else if (
        this.#capturing &&
        this.#depth === this.#recordDepth &&
        (unit === CLOSE_BRACE || unit === CLOSE_BRACKET)
      ) {
        found.push(this.#take(piece.slice(start, at + 1)))
        start = -1
      }
    }
    if (this.#capturing) this.#keep(piece.slice(Math.max(start, 0)))
    if (this.#nameStart >= 0) this.#name += piece.slice(this.#nameStart)
    return found
  }

  #enteredWrapper = false

  #insideString(unit: number, piece: string, at: number): void {
    if (this.#escaped) this.#escaped = false
    else if (unit === BACKSLASH) this.#escaped = true
    else if (unit === QUOTE) {
      this.#inString = false
      if (this.#nameStart >= 0) {
        this.#name += piece.slice(this.#nameStart, at)
        this.#nameStart = -1
      }
    }
  }

  /** A record begins with any value at the depth of records; the array that holds them does not. */
  #startsRecord(unit: number): boolean {
    if (this.#depth !== this.#recordDepth) return false
    if (unit === CLOSE_BRACKET || unit === CLOSE_BRACE) return false
    return !(this.#depth === 0 && unit === OPEN_BRACKET)
  }

  #endsScalar(unit: number): boolean {
    return (
      this.#depth === this.#recordDepth && this.#recordDepth > 0 && (unit === COMMA || unit === CLOSE_BRACKET)
    )
  }

  #structure(unit: number, at: number): void {
    if (unit === QUOTE) {
      this.#inString = true
      if (this.#depth === 1 && this.#recordDepth === 0) {
        this.#name = ''
        this.#nameStart = at + 1
      }
    } else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) this.#open(unit)
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) this.#close()
  }

  #open(unit: number): void {
    if (unit === OPEN_BRACKET && this.#depth === 0) this.#recordDepth = 1
    else if (
      unit === OPEN_BRACKET &&
      this.#depth === 1 &&
      this.#recordDepth === 0 &&
      this.#wrappers.has(this.#name)
    ) {
      this.#recordDepth = 2
      this.#enteredWrapper = true
    }
    this.#depth++
  }

  #close(): void {
    this.#depth--
    if (this.#depth === 1 && this.#recordDepth === 2) this.#skipping = true
    if (this.#depth <= 0) {
      this.#depth = 0
      if (!this.#capturing) this.#recordDepth = 0
      this.#skipping = false
    }
  }

  #keep(text: string): void {
    if (this.#captured.length + text.length > LINE_BYTES_MAX) {
      this.#tooLong = true
      this.#captured = ''
    }
    if (!this.#tooLong) this.#captured += text
  }

  #take(tail: string): string | undefined {
    this.#keep(tail)
    const text = this.#tooLong ? undefined : this.#captured.trim()
    this.#drop()
    return text
  }

  #drop(): void {
    this.#captured = ''
    this.#capturing = false
    this.#tooLong = false
  }
}
