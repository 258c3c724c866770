/**
 * Tells open streams that their tenant's record has moved, and counts the streams.
 * A commit of this process rings at once; those of other processes on the same record are looked for every second while somebody listens.
 */
import { ServerError } from '../../errors.ts'
import type { AppDeps } from '../context.ts'

const LOOK_MS = 1000
/** All tenants together. */
const STREAMS_MAX = 2000
const RETRY_MS = 5000

export class LiveHub {
  readonly #deps: Pick<AppDeps, 'record'>
  readonly #perTenantMax: number
  readonly #rings = new Map<number, Set<() => void>>()
  readonly #heads = new Map<number, number>()
  #streams = 0
  #timer: NodeJS.Timeout | undefined
  #unsubscribe: (() => void) | undefined

  constructor(deps: Pick<AppDeps, 'record'>, perTenantMax: number) {
    this.#deps = deps
    this.#perTenantMax = perTenantMax
  }

  /** Calls `ring` after each commit of the tenant. Returns how to leave. Throws OVERLOADED when too many listen. */
  join(tenant: number, ring: () => void): () => void {
    const rings = this.#rings.get(tenant) ?? new Set()
    if (rings.size >= this.#perTenantMax || this.#streams >= STREAMS_MAX) {
      const detail = `At most ${this.#perTenantMax} live streams of a tenant are open at once.`
      throw new ServerError('OVERLOADED', { detail, retryAfterMs: RETRY_MS })
    }
    this.#rings.set(tenant, rings.add(ring))
    if (this.#streams++ === 0) this.#begin()
    return () => {
      if (!rings.delete(ring)) return
      if (rings.size === 0) this.#rings.delete(tenant)
      if (--this.#streams === 0) this.#end()
    }
  }

  #begin(): void {
    this.#unsubscribe = this.#deps.record.onCommit(moved => this.#moved(moved))
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref()
  }

  #end(): void {
    this.#unsubscribe?.()
    clearInterval(this.#timer)
    this.#heads.clear()
  }

  async #look(): Promise<void> {
    // A record that is away is noticed by the streams themselves.
    this.#moved(await this.#deps.record.heads().catch(() => []))
  }

  #moved(heads: readonly { tenant: number; next: number }[]): void {
    for (const { tenant, next } of heads) {
      const rings = this.#rings.get(tenant)
      if (rings === undefined || this.#heads.get(tenant) === next) continue
      this.#heads.set(tenant, next)
      for (const ring of rings) ring()
    }
  }
}
