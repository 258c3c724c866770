/**
 * Those who wait until a follower has passed an entry.
 * Everyone is answered once: true when it has passed, false when their time is over or the follower closes.
 */

interface Waiter {
  index: number
  answer: (passed: boolean) => void
}

export const WAITERS_MAX = 10_000

export class Waiters {
  #byTenant = new Map<number, Set<Waiter>>()
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Resolves false at once when too many wait already. */
  async add(tenant: number, index: number, timeoutMs: number): Promise<boolean> {
    if (this.#count >= WAITERS_MAX) return false
    return new Promise<boolean>(resolve => {
      const waiter: Waiter = {
        index,
        answer: passed => {
          clearTimeout(timer)
          this.#drop(tenant, waiter)
          resolve(passed)
        },
      }
      const timer = setTimeout(() => waiter.answer(false), timeoutMs)
      const waiters = this.#byTenant.get(tenant) ?? new Set()
      this.#byTenant.set(tenant, waiters.add(waiter))
      this.#count += 1
    })
  }

  /** The position of the tenant has moved: entries before it are done. */
  passed(tenant: number, position: number): void {
    for (const waiter of this.#byTenant.get(tenant) ?? []) if (waiter.index < position) waiter.answer(true)
  }

  tenants(): number[] {
    return [...this.#byTenant.keys()]
  }

  close(): void {
    for (const waiters of this.#byTenant.values()) for (const waiter of waiters) waiter.answer(false)
  }

  #drop(tenant: number, waiter: Waiter): void {
    const waiters = this.#byTenant.get(tenant)
    if (!waiters?.delete(waiter)) return
    this.#count -= 1
    if (waiters.size === 0) this.#byTenant.delete(tenant)
  }
}
