/**
 * Slows down whoever tries wrong keys or tokens.
 * Memory is bounded: at most ADDRESSES_MAX addresses are remembered, the oldest goes first.
 */

export const FAILURES_MAX = 30
export const WINDOW_MS = 60_000
const ADDRESSES_MAX = 10_000

interface Failures {
  count: number
  until: number
}

export class Throttle {
  readonly #clock: () => number
  readonly #failures = new Map<string, Failures>()

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#failures.size
  }

  /** Milliseconds until this address may try again; 0 when it may now. */
  waitMs(address: string): number {
    const known = this.#failures.get(address)
    if (known === undefined) return 0
    const left = known.until - this.#clock()
    if (left <= 0) this.#failures.delete(address)
    return left > 0 && known.count >= FAILURES_MAX ? left : 0
  }

  failed(address: string): void {
    const now = this.#clock()
    const known = this.#failures.get(address)
    if (known !== undefined && known.until > now) {
      known.count++
      return
    }
    this.#failures.delete(address)
    this.#failures.set(address, { count: 1, until: now + WINDOW_MS })
    if (this.#failures.size <= ADDRESSES_MAX) return
    const oldest = this.#failures.keys().next()
    if (!oldest.done) this.#failures.delete(oldest.value)
  }
}
