/**
 * A lease that renews itself in the background for as long as it is kept.
 * It counts as held only until a third of its time before it runs out at the record, by our clock from before the last
 * renewal was sent: a runner that was stalled finds out before it touches the index, not after.
 */

import type { Intent, Lease } from '@daybook/record'

import { FollowError } from './errors.ts'

export class KeptLease {
  #lease: Lease
  #leaseMs: number
  #clock: () => number
  #onError: (error: unknown) => void
  #renewedAt: number
  #lost = false
  #timer: NodeJS.Timeout | undefined
  #renewal: Promise<void> = Promise.resolve()

  /** `acquiredAt`: the clock from before the lease was asked for. */
  constructor(
    lease: Lease,
    deps: { leaseMs: number; acquiredAt: number; clock: () => number; onError: (error: unknown) => void },
  ) {
    this.#lease = lease
    this.#leaseMs = deps.leaseMs
    this.#renewedAt = deps.acquiredAt
    this.#clock = deps.clock
    this.#onError = deps.onError
    this.#schedule()
  }

  get held(): boolean {
    return !this.#lost && this.#clock() - this.#renewedAt < (this.#leaseMs * 2) / 3
  }

  /** @throws FollowError LEASE_LOST */
  assertHeld(): void {
    if (!this.held) throw new FollowError('LEASE_LOST')
  }

  /** Step 1 of a block. Fenced by the record, whatever we believe. */
  async begin(intent: Intent): Promise<void> {
    this.assertHeld()
    await this.#lease.begin(intent)
  }

  /** Step 3 of a block. Fenced by the record, whatever we believe. */
  async finish(intent: Intent): Promise<void> {
    await this.#lease.finish(intent)
  }

  /** The record has ended this lease, and we know it. */
  end(): void {
    this.#lost = true
    clearTimeout(this.#timer)
  }

  /** Ends the renewal and gives the lease back, so that the next runner need not wait for it to run out. */
  async release(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const lost = this.#lost
    this.#lost = true
    await this.#renewal
    if (!lost) await this.#lease.release()
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#renewal = this.#renew()
    }, this.#leaseMs / 3)
    this.#timer.unref()
  }

  async #renew(): Promise<void> {
    const sentAt = this.#clock()
    try {
      if (await this.#lease.renew()) this.#renewedAt = sentAt
      else this.#lost = true
    } catch (error) {
      // The record does not answer: we hold the lease until our time is over, and try again meanwhile.
      this.#onError(error)
    }
    if (!this.#lost) this.#schedule()
  }
}
