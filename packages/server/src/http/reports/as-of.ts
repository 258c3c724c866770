/**
 * How far reports see: the last entry that the index had when a question was asked.
 * The entry's time is remembered, because while nothing moves every question would read the same entry again.
 */
import { DERIVE_FOLLOWER, INDEX_FOLLOWER } from '../../follow/index.ts'
import type { AppDeps } from '../context.ts'

/** Null when nothing is in the index, or nothing was derived yet. */
export interface AsOf {
  index: number | null
  recordedAt: string | null
  /** Up to here, changes that no sender gave are worked out. */
  derived: number | null
}

const REMEMBERED_TENANTS_MAX = 10_000

export class AsOfReader {
  readonly #deps: Pick<AppDeps, 'followers' | 'record'>
  readonly #last = new Map<number, AsOf>()

  constructor(deps: Pick<AppDeps, 'followers' | 'record'>) {
    this.#deps = deps
  }

  /** The position is that of the call; only its time may have to be read. */
  async now(tenant: number): Promise<AsOf> {
    const index = this.#deps.followers.position(INDEX_FOLLOWER, tenant) - 1
    if (index < 0) return { index: null, recordedAt: null, derived: null }
    const done = this.#deps.followers.position(DERIVE_FOLLOWER, tenant) - 1
    const derived = done < 0 ? null : Math.min(done, index)
    const last = this.#last.get(tenant)
    if (last?.index === index) return { ...last, derived }
    const entry = await this.#deps.record.at(tenant, index)
    const asOf = {
      index,
      recordedAt: entry === undefined ? null : new Date(entry.recordedAt).toISOString(),
      derived,
    }
    if (this.#last.size >= REMEMBERED_TENANTS_MAX) this.#last.clear()
    this.#last.set(tenant, asOf)
    return asOf
  }
}
