/**
 * What every source is: a stream of bytes in, events out, in the order of the input.
 * Invariant: reading the same bytes with the same options gives the same items with the same ids, so that a second
 * import adds nothing and a broken one can go on from a count of items.
 */
import type { NewEvent } from '@daybook/sdk'
import type { SourceProblem } from './errors.ts'

export type ByteStream = AsyncIterable<Uint8Array>

/** `id` is always there: it is what makes a second import harmless. */
export type SourceEvent = NewEvent & { id: string }

export interface GoodItem {
  /** 1-based line of the input; for a JSON document, the 1-based position of the record. */
  line: number
  ok: true
  event: SourceEvent
  /** The exact JSON to send instead of `event`, when the source has it: the server then checks the sender's own bytes. */
  text?: string
  /** Items of one group that follow each other keep their order in the record, even when batches travel side by side. */
  group?: string
  original: string | (() => string)
}

export interface BadItem {
  line: number
  ok: false
  problem: SourceProblem
  original: string | (() => string)
}

export type SourceItem = GoodItem | BadItem

export interface SourceOptions {
  /** The mapping of a `csv` source, parsed from JSON. */
  mapping?: unknown
}

export interface Source {
  name: string
  /** One line for `--help`. */
  title: string
  read(stream: ByteStream, options?: SourceOptions): AsyncIterable<SourceItem>
}

export function originalOf(item: SourceItem): string {
  return typeof item.original === 'string' ? item.original : item.original()
}
