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
  /** When the first entry was recorded that reports do not show yet; null when they show all. A second old at most. */
  waitingSince: string | null
}

/** How long it counts that nothing, or what, is waiting. */
const WAITING_FOR_MS = 1000
const REMEMBERED_TENANTS_MAX = 10_000

export class AsOfReader {
  readonly #deps: Pick<AppDeps, 'followers' | 'record' | 'clock'>
  readonly #last = new Map<number, AsOf>()
  readonly #waiting = new Map<number, { index: number; at: number; since: string | null }>()

  constructor(deps: Pick<AppDeps, 'followers' | 'record' | 'clock'>) {
    this.#deps = deps
  }

  /** The position is that of the call; only its time may have to be read. */
  async now(tenant: number): Promise<AsOf> {
    const index = this.#deps.followers.position(INDEX_FOLLOWER, tenant) - 1
    const waitingSince = await this.#waitingSince(tenant, index + 1)
    if (index < 0) return { index: null, recordedAt: null, derived: null, waitingSince }
    const done = this.#deps.followers.position(DERIVE_FOLLOWER, tenant) - 1
    const derived = done < 0 ? null : Math.min(done, index)
    const last = this.#last.get(tenant)
    if (last?.index === index) return { ...last, derived, waitingSince }
    const entry = await this.#deps.record.at(tenant, index)
    const asOf = {
      index,
      recordedAt: entry === undefined ? null : new Date(entry.recordedAt).toISOString(),
      derived,
      waitingSince,
    }
    if (this.#last.size >= REMEMBERED_TENANTS_MAX) this.#last.clear()
    this.#last.set(tenant, asOf)
    return asOf
  }

  /** @param next the first entry that the index has not */
  async #waitingSince(tenant: number, next: number): Promise<string | null> {
    const now = this.#deps.clock()
    const known = this.#waiting.get(tenant)
    // What waits, waits until it is indexed; that nothing waits has to be looked at again.
    if (known?.index === next && (known.since !== null || now - known.at < WAITING_FOR_MS)) return known.since
    const entry = await this.#deps.record.at(tenant, next)
    const since = entry === undefined ? null : new Date(entry.recordedAt).toISOString()
    if (this.#waiting.size >= REMEMBERED_TENANTS_MAX) this.#waiting.clear()
    this.#waiting.set(tenant, { index: next, at: now, since })
    return since
  }
}
