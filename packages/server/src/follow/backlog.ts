/**
 * What a follower has not done yet: per tenant the position, what is taken into a step, and the head of the record.
 * position ≤ taken ≤ head, always; tenants are served in turn, so nobody waits for more than one round of the others.
 */

import type { Range } from '@daybook/record'

interface Lane {
  position: number
  taken: number
  head: number
  /** ms: since when the entry at `position` waits, as far as known; absent when all is done */
  since: number | undefined
}

export interface PlanLimits {
  stepEntriesMax: number
  stepTenantsMax: number
}

export class Backlog {
  #lanes = new Map<number, Lane>()
  /** tenants with taken < head, in the order of service */
  #queue = new Set<number>()
  #waiting = 0
  /** ms: since when something waits untaken; -Infinity = it has waited long enough */
  #since: number | undefined
  /** tenants whose block was refused: they are tried alone until one of their blocks is done */
  #suspects = new Map<number, { refusals: number }>()
  /** suspects that wait outside the queue, until then (ms) */
  #held = new Map<number, number>()

  /** Starts again from these positions, as the record has them; heads are to be seen anew. */
  reset(positions: ReadonlyMap<number, number>): void {
    const before = this.#lanes
    this.#lanes = new Map()
    this.#queue.clear()
    this.#waiting = 0
    this.#since = undefined
    for (const tenant of new Set([...before.keys(), ...positions.keys()])) {
      const position = positions.get(tenant) ?? 0
      const known = before.get(tenant)
      // An entry that could not be done waits since then, however often we start again.
      const since = known?.position === position ? known.since : undefined
      this.#lanes.set(tenant, { position, taken: position, head: position, since })
    }
  }

  /** Heads as they were seen `now`. A head that is behind what is known already says nothing. */
  see(heads: readonly { tenant: number; next: number }[], now: number): void {
    for (const { tenant, next } of heads) {
      const lane = this.#lane(tenant)
      if (next <= lane.head) continue
      lane.since ??= now
      const more = next - lane.head
      lane.head = next
      if (this.#held.has(tenant)) continue
      this.#waiting += more
      this.#queue.add(tenant)
      this.#since ??= now
    }
  }

  /**
   * The target refused a block of these tenants. Several: each is tried alone from now on, so that one of them does not
   * stop the others. Only one: it waits, twice as long each time.
   */
  refused(tenants: readonly number[], now: number, holdMs: (refusals: number) => number): void {
    for (const tenant of tenants) {
      const suspect = this.#suspects.get(tenant) ?? { refusals: 0 }
      this.#suspects.set(tenant, suspect)
      if (tenants.length > 1) continue
      suspect.refusals += 1
      this.#held.set(tenant, now + holdMs(suspect.refusals))
      const lane = this.#lane(tenant)
      if (this.#queue.delete(tenant)) this.#waiting -= lane.head - lane.taken
    }
  }

  /** Lets those back in whose time outside is over. */
  release(now: number): void {
    for (const [tenant, until] of this.#held) {
      if (until > now) continue
      this.#held.delete(tenant)
      const lane = this.#lane(tenant)
      if (lane.taken === lane.head) continue
      this.#waiting += lane.head - lane.taken
      this.#queue.add(tenant)
      this.#since = Number.NEGATIVE_INFINITY
    }
  }

  /** Entries that wait and are in no step yet. */
  get waiting(): number {
    return this.#waiting
  }

  get waitingSince(): number | undefined {
    return this.#queue.size === 0 ? undefined : this.#since
  }

  /** The next step: what everybody waits for, and when that is too much, the same share for each of the next in turn. */
  plan(limits: PlanLimits): Range[] {
    const turn = []
    for (const tenant of this.#queue) {
      if (turn.length === Math.min(limits.stepTenantsMax, limits.stepEntriesMax)) break
      const suspect = this.#suspects.has(tenant)
      if (suspect && turn.length > 0) continue
      const lane = this.#lane(tenant)
      turn.push({ tenant, from: lane.taken, waiting: lane.head - lane.taken })
      if (suspect) break
    }
    const shares = fairShares(
      turn.map(one => one.waiting),
      limits.stepEntriesMax,
    )
    return turn.map((one, at) => ({ tenant: one.tenant, from: one.from, to: one.from + (shares[at] ?? 0) }))
  }

  /** These ranges are in a step now. Who was served goes to the end of the queue. */
  take(ranges: readonly Range[]): void {
    for (const { tenant, to } of ranges) {
      const lane = this.#lane(tenant)
      this.#waiting -= to - lane.taken
      lane.taken = to
      this.#queue.delete(tenant)
      if (lane.taken < lane.head) this.#queue.add(tenant)
    }
    // What a full step left behind has waited long enough; otherwise the wait begins with the next entry.
    this.#since = this.#queue.size > 0 ? Number.NEGATIVE_INFINITY : undefined
  }

  /** The oldest entry of the tenant that is not done was recorded at this time. */
  learn(tenant: number, recordedAt: number): void {
    const lane = this.#lane(tenant)
    lane.since = Math.min(lane.since ?? recordedAt, recordedAt)
  }

  /** These ranges are done. `lastRecordedAt` per range: what follows it is not older. */
  finish(ranges: readonly Range[], lastRecordedAt: readonly number[]): void {
    ranges.forEach(({ tenant, to }, at) => {
      const lane = this.#lane(tenant)
      this.#suspects.delete(tenant)
      lane.position = Math.max(lane.position, to)
      lane.since = lane.position < lane.head ? (lastRecordedAt[at] ?? lane.since) : undefined
    })
  }

  position(tenant: number): number {
    return this.#lanes.get(tenant)?.position ?? 0
  }

  positions(): Map<number, number> {
    return new Map([...this.#lanes].map(([tenant, lane]) => [tenant, lane.position]))
  }

  /** Entries not done, and since when (ms) the oldest of them waits; `undefined` when all is done. */
  lag(): { entries: number; since: number | undefined } {
    let entries = 0
    let since: number | undefined
    for (const lane of this.#lanes.values()) {
      if (lane.position === lane.head) continue
      entries += lane.head - lane.position
      if (lane.since !== undefined) since = Math.min(since ?? lane.since, lane.since)
    }
    return { entries, since }
  }

  #lane(tenant: number): Lane {
    let lane = this.#lanes.get(tenant)
    if (lane === undefined) {
      lane = { position: 0, taken: 0, head: 0, since: undefined }
      this.#lanes.set(tenant, lane)
    }
    return lane
  }
}

/**
 * Divides `total` so that nobody gets more than they want, everybody gets something, and nobody who wants more gets less
 * than another (max-min fairness). `wants` holds positive numbers, no more of them than `total`.
 */
export function fairShares(wants: readonly number[], total: number): number[] {
  const shares: number[] = Array.from({ length: wants.length }, () => 0)
  const ascending = wants.map((want, at) => ({ want, at })).sort((a, b) => a.want - b.want)
  let left = total
  ascending.forEach(({ want, at }, done) => {
    const share = Math.min(want, Math.floor(left / (ascending.length - done)))
    shares[at] = share
    left -= share
  })
  return shares
}
