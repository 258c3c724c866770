/**
 * Faults at the three calls of a step, and at those of a repair.
 * A fault strikes once, at the nth call of its kind, and leaves the engine as a crash or a lost answer would.
 */

import type { EventRecord, Intent, Lease, StoredEntry } from '@daybook/record'

import type { Follower } from '../follower.ts'

export type FaultyCall = 'begin' | 'load' | 'finish' | 'present' | 'remove' | 'clear'

/**
 * refused: not done, error · applied: done, error · partialRows: half of the rows, wherever that cuts · partialMonths:
 * the rows of some months, as an insert that was cut between partitions.
 */
export type FaultKind = 'refused' | 'applied' | 'partialRows' | 'partialMonths'

export interface Fault {
  call: FaultyCall
  kind: FaultKind
  /** 1 = the first */
  nth?: number
}

export type Strike = (message: string) => void

/** `strike` does not return: it throws, or ends the process. */
export class Faults {
  #pending: { fault: Fault; left: number }[]
  #strike: Strike
  /** calls that came through, for tests that count them */
  readonly calls: Record<FaultyCall, number> = {
    begin: 0,
    load: 0,
    finish: 0,
    present: 0,
    remove: 0,
    clear: 0,
  }

  constructor(faults: readonly Fault[], strike: Strike) {
    this.#pending = faults.map(fault => ({ fault, left: fault.nth ?? 1 }))
    this.#strike = strike
  }

  /** Faults that have not struck. */
  get left(): number {
    return this.#pending.length
  }

  follower(follower: Follower): Follower {
    return {
      name: follower.name,
      load: async (entries, token) =>
        this.#around(
          'load',
          async () => follower.load(entries, token),
          async kind => follower.load(partOf(entries, kind), token),
        ),
      present: async ranges => this.#around('present', async () => follower.present(ranges)),
      remove: async ranges => this.#around('remove', async () => follower.remove(ranges)),
      isEmpty: () => follower.isEmpty(),
      clear: async () => this.#around('clear', async () => follower.clear()),
    }
  }

  record(record: EventRecord): EventRecord {
    const followers = Object.assign(Object.create(null) as object, {
      acquire: async (name: string, owner: string, ttlMs: number) => {
        const lease = await record.followers.acquire(name, owner, ttlMs)
        return lease === undefined ? undefined : this.#lease(lease)
      },
      state: async (name: string) => record.followers.state(name),
      reset: async (name: string, positions?: Map<number, number>) => record.followers.reset(name, positions),
    })
    return new Proxy(record, {
      get: (target, property) => {
        if (property === 'followers') return followers
        const value: unknown = Reflect.get(target, property, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  }

  #lease(lease: Lease): Lease {
    return {
      renew: async () => lease.renew(),
      release: async () => lease.release(),
      begin: async (intent: Intent) => this.#around('begin', async () => lease.begin(intent)),
      finish: async (intent: Intent) => this.#around('finish', async () => lease.finish(intent)),
    }
  }

  async #around<T>(
    call: FaultyCall,
    whole: () => Promise<T>,
    partly?: (kind: FaultKind) => Promise<void>,
  ): Promise<T> {
    const kind = this.#struck(call)
    if (kind === 'refused') this.#strike(`${call} refused`)
    if (kind === 'partialRows' || kind === 'partialMonths') {
      await partly?.(kind)
      this.#strike(`${call} applied in part`)
    }
    const answer = await whole()
    this.calls[call] += 1
    if (kind === 'applied') this.#strike(`${call} applied, answer lost`)
    return answer
  }

  #struck(call: FaultyCall): FaultKind | undefined {
    for (const [at, pending] of this.#pending.entries()) {
      if (pending.fault.call !== call) continue
      pending.left -= 1
      if (pending.left > 0) continue
      this.#pending.splice(at, 1)
      return pending.fault.kind
    }
    return undefined
  }
}

function partOf(entries: readonly StoredEntry[], kind: FaultKind): readonly StoredEntry[] {
  if (kind === 'partialRows') return entries.slice(0, Math.ceil(entries.length / 2))
  const month = (entry: StoredEntry) => entry.event.occurredAt.slice(0, 7)
  const months = [...new Set(entries.map(month))].sort()
  const some = new Set(months.slice(0, Math.ceil(months.length / 2)))
  return entries.filter(entry => some.has(month(entry)))
}
