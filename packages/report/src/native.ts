/**
 * Rows of the index as one block of the engine's own format, Native: column after column, as the engine holds them.
 * The same rows always have the same bytes. The engine reads it for a quarter of what JSON costs it, because nothing is parsed
 * and a vocabulary column brings every text once.
 */

import { type Column, isVocabulary } from './columns.ts'
import { GrowingBytes } from './growing-bytes.ts'
import type { IndexRow } from './row.ts'

type Rows = readonly IndexRow[]

/** The cells of one column. */
interface ColumnWriter {
  /** Takes the cell `at` of each row. */
  add(rows: Rows, at: number): void
  readonly length: number
  /** What the format has for this column, behind its name and type. */
  end(): Uint8Array[]
}

export class NativeBlock {
  readonly #columns: readonly Column[]
  readonly #writers: readonly ColumnWriter[]
  #rows = 0

  constructor(columns: readonly Column[]) {
    this.#columns = columns
    this.#writers = columns.map(writerOf)
  }

  get rows(): number {
    return this.#rows
  }

  /** Bytes of all cells so far: looks at every column. */
  get length(): number {
    return this.#writers.reduce((sum, writer) => sum + writer.length, 0)
  }

  /** Column by column, so the more rows at once the better. @param rows their cells in the order of the columns */
  add(rows: Rows): void {
    this.#writers.forEach((writer, at) => writer.add(rows, at))
    this.#rows += rows.length
  }

  end(): Buffer {
    const head = new GrowingBytes()
    head.varint(this.#columns.length)
    head.varint(this.#rows)
    const parts: Uint8Array[] = [head.view()]
    this.#writers.forEach((writer, at) => {
      const about = new GrowingBytes()
      about.text(this.#columns[at]?.name ?? '')
      about.text(this.#columns[at]?.type ?? '')
      parts.push(about.view(), ...writer.end())
    })
    return Buffer.concat(parts)
  }
}

function writerOf({ type }: Column): ColumnWriter {
  const item = /^Array\((.*)\)$/.exec(type)?.[1]
  if (isVocabulary(type)) return new Vocabulary()
  if (item !== undefined) return isVocabulary(item) ? new VocabularyLists() : new Lists(item)
  switch (type) {
    case 'String':
      return new Plain((bytes, rows, at) => rows.forEach(row => bytes.text(row[at] as string)))
    case 'UUID':
      return new Plain((bytes, rows, at) => rows.forEach(row => bytes.uuid(row[at] as string)))
    case 'UInt32':
      return new Plain((bytes, rows, at) => rows.forEach(row => bytes.uint32(row[at] as number)))
    case 'UInt64':
    case 'Int64':
    case "DateTime64(3, 'UTC')":
      return new Plain((bytes, rows, at) => rows.forEach(row => bytes.int64(row[at] as number)))
    default:
      throw new TypeError(`a column of ${type} cannot be written`)
  }
}

/** Cells one behind the other. */
class Plain implements ColumnWriter {
  readonly #bytes = new GrowingBytes()
  readonly #write: (bytes: GrowingBytes, rows: Rows, at: number) => void

  constructor(write: (bytes: GrowingBytes, rows: Rows, at: number) => void) {
    this.#write = write
  }

  get length(): number {
    return this.#bytes.length
  }

  add(rows: Rows, at: number): void {
    this.#write(this.#bytes, rows, at)
  }

  end(): Uint8Array[] {
    return [this.#bytes.view()]
  }
}

/** Version of the keys' serialisation, and the flag that a block brings its own keys. */
const KEYS_VERSION = 1
const OWN_KEYS = 1 << 9
const [PLACES_8, PLACES_16, PLACES_32] = [0, 1, 2]

const CELLS_FIRST = 256

/** Every text once, and the place of each cell's text among them. The empty one is always the first. */
class Texts {
  readonly #places = new Map<string, number>()
  readonly #texts = new GrowingBytes()
  #cells = new Uint32Array(CELLS_FIRST)
  #count = 0

  constructor() {
    this.#placeOf('')
  }

  get length(): number {
    return this.#texts.length + this.#count
  }

  add(text: string): void {
    if (this.#count === this.#cells.length) this.#grow()
    this.#cells[this.#count++] = text === '' ? 0 : (this.#places.get(text) ?? this.#placeOf(text))
  }

  end(): Uint8Array[] {
    if (this.#count === 0) return []
    const keys = this.#places.size
    const cells = this.#cells.subarray(0, this.#count)
    const [width, places] =
      keys <= 0x100
        ? [PLACES_8, new Uint8Array(cells)]
        : keys <= 0x10000
          ? [PLACES_16, new Uint16Array(cells)]
          : [PLACES_32, cells]
    return [
      words(OWN_KEYS | width, keys),
      this.#texts.view(),
      words(this.#count),
      new Uint8Array(places.buffer, 0, places.byteLength),
    ]
  }

  #placeOf(text: string): number {
    const place = this.#places.size
    this.#places.set(text, place)
    this.#texts.text(text)
    return place
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#count)
    larger.set(this.#cells)
    this.#cells = larger
  }
}

class Vocabulary implements ColumnWriter {
  readonly #texts = new Texts()

  get length(): number {
    return this.#texts.length
  }

  add(rows: Rows, at: number): void {
    for (const row of rows) this.#texts.add(row[at] as string)
  }

  end(): Uint8Array[] {
    return [words(KEYS_VERSION), ...this.#texts.end()]
  }
}

/** Where each list ends, then the items of all lists as one column. */
class VocabularyLists implements ColumnWriter {
  readonly #ends = new Ends()
  readonly #texts = new Texts()

  get length(): number {
    return this.#ends.length + this.#texts.length
  }

  add(rows: Rows, at: number): void {
    for (const row of rows) {
      const list = row[at] as readonly string[]
      this.#ends.add(list.length)
      for (let item = 0; item < list.length; item++) this.#texts.add(list[item] as string)
    }
  }

  end(): Uint8Array[] {
    return [words(KEYS_VERSION), this.#ends.view(), ...this.#texts.end()]
  }
}

/** The same with texts as they are; of nullable ones, first which are null. */
class Lists implements ColumnWriter {
  readonly #ends = new Ends()
  readonly #nulls: GrowingBytes | undefined
  readonly #texts = new GrowingBytes()

  constructor(item: string) {
    this.#nulls = item.startsWith('Nullable(') ? new GrowingBytes() : undefined
  }

  get length(): number {
    return this.#ends.length + this.#texts.length
  }

  add(rows: Rows, at: number): void {
    for (const row of rows) {
      const list = row[at] as readonly (string | null)[]
      this.#ends.add(list.length)
      for (let item = 0; item < list.length; item++) {
        const text = list[item] as string | null
        this.#nulls?.varint(text === null ? 1 : 0)
        this.#texts.text(text ?? '')
      }
    }
  }

  end(): Uint8Array[] {
    return [this.#ends.view(), ...(this.#nulls === undefined ? [] : [this.#nulls.view()]), this.#texts.view()]
  }
}

/** Of lists one behind the other, how many items there are up to the end of each. */
class Ends {
  readonly #bytes = new GrowingBytes()
  #items = 0

  get length(): number {
    return this.#bytes.length
  }

  add(items: number): void {
    this.#items += items
    this.#bytes.int64(this.#items)
  }

  view(): Uint8Array {
    return this.#bytes.view()
  }
}

function words(...values: number[]): Uint8Array {
  const bytes = new GrowingBytes()
  for (const value of values) bytes.int64(value)
  return bytes.view()
}
