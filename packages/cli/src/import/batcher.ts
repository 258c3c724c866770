/**
 * Gathers items into batches to send.
 * Invariant: items keep their order; a batch ends between two groups where it can, and says when it could not.
 */
import { originalOf, type SourceItem } from '@daybook/connectors'

export interface BatchLimits {
  events: number
  bytes: number
}

export const BATCH_EVENTS = 2_000
/** A batch that would cut a group grows up to this. */
export const BATCH_EVENTS_MAX = 5_000
export const BATCH_BYTES = 4 * 1024 * 1024

export interface RejectedLine {
  line: number
  problems: { code: string; path: string; message: string }[]
  original: string
}

interface SentLine {
  line: number
  original: string | (() => string)
}

export interface Batch {
  /** How many items of the input lie before the end of this batch. */
  itemsTo: number
  /** Line of the last item. */
  line: number
  texts: string[]
  /** Beside `texts`. */
  lines: SentLine[]
  /** Items that never were events. */
  rejected: RejectedLine[]
  /** The next batch goes on with the same group: it may only be sent when this one is settled. */
  cutsGroup: boolean
}

export class Batcher {
  readonly #limits: BatchLimits
  #batch: Batch
  #bytes = 0
  #group: string | undefined

  /** `itemsBefore` were settled by an earlier run. */
  constructor(limits: BatchLimits, itemsBefore: number) {
    this.#limits = limits
    this.#batch = emptyBatch(itemsBefore, 0)
  }

  /** Returns a batch that is full before this item, or nothing. */
  add(item: SourceItem): Batch | undefined {
    const text = item.ok ? (item.text ?? JSON.stringify(item.event)) : undefined
    const size = text === undefined ? 0 : Buffer.byteLength(text) + 1
    const full = this.#isFull(size, item) ? this.take(this.#continues(item)) : undefined
    this.#batch.itemsTo++
    this.#batch.line = item.line
    if (!item.ok) {
      this.#batch.rejected.push({ line: item.line, problems: [item.problem], original: originalOf(item) })
      return full
    }
    this.#batch.texts.push(text ?? '')
    this.#batch.lines.push({ line: item.line, original: item.original })
    this.#bytes += size
    this.#group = item.group
    return full
  }

  /** Hands over what was gathered. */
  take(cutsGroup = false): Batch {
    const batch = this.#batch
    batch.cutsGroup = cutsGroup
    this.#batch = emptyBatch(batch.itemsTo, batch.line)
    this.#bytes = 0
    return batch
  }

  #isFull(nextBytes: number, next: SourceItem): boolean {
    const events = Math.max(this.#batch.texts.length, this.#batch.rejected.length)
    if (events === 0) return false
    if (events >= Math.max(BATCH_EVENTS_MAX, this.#limits.events)) return true
    if (this.#bytes + nextBytes > 2 * this.#limits.bytes) return true
    const enough = events >= this.#limits.events || this.#bytes + nextBytes > this.#limits.bytes
    return enough && !this.#continues(next)
  }

  #continues(next: SourceItem): boolean {
    return next.ok && next.group !== undefined && next.group === this.#group
  }
}

function emptyBatch(itemsTo: number, line: number): Batch {
  return { itemsTo, line, texts: [], lines: [], rejected: [], cutsGroup: false }
}
