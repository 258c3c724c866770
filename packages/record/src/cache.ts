/**
 * The newest entries that this process wrote, as the objects they came in as.
 * Only what is committed is in it, and entries never change, so nothing here can be stale.
 */
import type { StoredEntry } from './types.ts'

interface CachedBlock {
  tenant: number
  first: number
  entries: readonly StoredEntry[]
  bytes: number
}

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
  put(tenant: number, first: number, entries: readonly StoredEntry[], bytes: number): void {
    const block = { tenant, first, entries, bytes }
    const blocks = this.#blocks.get(tenant)
    if (blocks === undefined) this.#blocks.set(tenant, [block])
    else blocks.push(block)
    this.#ages.push(block)
    this.#bytes += bytes
    while (this.#bytes > this.#bytesMax) this.#evict()
  }

  /** Entries from exactly `from` on, at most `limit`, as far as one block goes; empty when it is not here. */
  from(tenant: number, from: number, limit: number): readonly StoredEntry[] {
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
    return block.entries.slice(from - block.first, from - block.first + limit)
  }

  #evict(): void {
    const block = this.#ages[this.#oldest++]
    if (block === undefined) return
    this.#bytes -= block.bytes
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
