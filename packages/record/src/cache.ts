/**
 * The newest blocks that this process wrote, as the bytes of their lines.
 * Only what is committed is in it, and entries never change, so nothing here can be stale.
 */
import { type Lines, WrittenEntry } from './lines.ts'
import type { StoredEntry } from './types.ts'

interface CachedBlock {
  tenant: number
  first: number
  recordedAt: number
  lines: Lines
}

const BLOCK_BYTES = 512

export class NewestEntries {
  readonly #bytesMax: number
  /** per tenant, ascending by index */
  readonly #blocks = new Map<number, CachedBlock[]>()
  /** all blocks in the order they came */
  #ages: CachedBlock[] = []
  #oldest = 0
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** Blocks of one tenant must come in the order of their indexes. */
  put(block: CachedBlock): void {
    const blocks = this.#blocks.get(block.tenant)
    if (blocks === undefined) this.#blocks.set(block.tenant, [block])
    else blocks.push(block)
    this.#ages.push(block)
    this.#bytes += memoryOf(block)
    while (this.#bytes > this.#bytesMax) this.#evict()
  }

  /** Entries from exactly `from` on, at most `limit`, as far as one block goes; empty when it is not here. */
  from(tenant: number, from: number, limit: number): StoredEntry[] {
    const blocks = this.#blocks.get(tenant)
    if (blocks === undefined) return []
    let low = 0
    let high = blocks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((blocks[middle]?.first ?? Infinity) <= from) low = middle + 1
      else high = middle
    }
    const block = blocks[low - 1]
    if (block === undefined) return []
    const { first, recordedAt, lines } = block
    const entries: StoredEntry[] = []
    const end = Math.min(lines.count, from - first + limit)
    for (let line = from - first; line < end; line++)
      entries.push(new WrittenEntry(tenant, first + line, recordedAt, lines, line))
    return entries
  }

  #evict(): void {
    const block = this.#ages[this.#oldest++]
    if (block === undefined) return
    this.#bytes -= memoryOf(block)
    const blocks = this.#blocks.get(block.tenant)
    // Both lists are in order of age, so the oldest of all is the first of its tenant.
    blocks?.shift()
    if (blocks?.length === 0) this.#blocks.delete(block.tenant)
    if (this.#oldest * 2 > this.#ages.length) {
      this.#ages = this.#ages.slice(this.#oldest)
      this.#oldest = 0
    }
  }
}

/** Its bytes, where each line ends, and what a lone entry costs beside. */
function memoryOf({ lines }: CachedBlock): number {
  return lines.bytes.length + 8 * lines.count + BLOCK_BYTES
}
