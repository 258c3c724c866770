/** Tells those who wait that something about exports has changed here, and at the latest after a while, for what changed elsewhere. */

export class Bell {
  readonly #waiting = new Set<() => void>()
  readonly #latestMs: number

  constructor(latestMs: number) {
    this.#latestMs = latestMs
  }

  ring(): void {
    for (const wake of Array.from(this.#waiting)) wake()
  }

  /** Resolves at the next ring, after the latest time, or when the signal is aborted. */
  async wait(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return
    await new Promise<void>(resolve => {
      const wake = () => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, this.#latestMs)
      this.#waiting.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }
}
