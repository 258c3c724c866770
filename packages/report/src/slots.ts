/**
 * A few connections shared by many callers, first come first served.
 * A connection has one user at a time, the line is bounded, and connections are opened only when first needed.
 */

import { ReportError } from './errors.ts'

interface Waiter<T> {
  resolve(item: T): void
  reject(error: Error): void
}

export class Slots<T> {
  readonly #open: () => T
  readonly #max: number
  readonly #waitingMax: number
  readonly #free: T[]
  readonly #waiting: Waiter<T>[] = []
  readonly #idle: (() => void)[] = []
  #opened: number
  #closed = false

  constructor(ready: T[], max: number, open: () => T, waitingMax: number) {
    this.#free = [...ready]
    this.#opened = ready.length
    this.#max = max
    this.#open = open
    this.#waitingMax = waitingMax
  }

  /** @throws ReportError INDEX_OVERLOADED when the line is full, INDEX_UNAVAILABLE after close(). */
  async take(): Promise<T> {
    if (this.#closed) throw new ReportError('INDEX_UNAVAILABLE', 'The report index is closed')
    const free = this.#free.pop()
    if (free !== undefined) return free
    if (this.#opened < this.#max) {
      const item = this.#open()
      this.#opened++
      return item
    }
    if (this.#waiting.length >= this.#waitingMax) throw new ReportError('INDEX_OVERLOADED')
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  giveBack(item: T): void {
    const next = this.#waiting.shift()
    if (next !== undefined) {
      next.resolve(item)
      return
    }
    this.#free.push(item)
    if (this.#free.length === this.#opened) this.#idle.splice(0).forEach(wake => wake())
  }

  async use<R>(work: (item: T) => Promise<R>): Promise<R> {
    const item = await this.take()
    try {
      return await work(item)
    } finally {
      this.giveBack(item)
    }
  }

  /** Refuses everyone who waits, lets running work finish, then ends every connection. */
  async close(end: (item: T) => void): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const refusal = new ReportError('INDEX_UNAVAILABLE', 'The report index is closing')
    this.#waiting.splice(0).forEach(waiter => waiter.reject(refusal))
    if (this.#free.length < this.#opened) await new Promise<void>(resolve => this.#idle.push(resolve))
    this.#free.splice(0).forEach(end)
  }
}
