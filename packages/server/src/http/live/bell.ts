/**
 * A bell that one reader waits for.
 * A ring between two waits is not lost: it ends the next wait at once.
 */
export class Bell {
  #rung = false
  #wake: (() => void) | undefined

  readonly ring = (): void => {
    this.#rung = true
    this.#wake?.()
  }

  /** Resolves true when it rings, or has rung since the last wait; false after `ms` or when the signal is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#rung && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      const timer = setTimeout(resolve, ms)
      signal.addEventListener('abort', this.#wake)
      await promise
      clearTimeout(timer)
      signal.removeEventListener('abort', this.#wake)
      this.#wake = undefined
    }
    const rung = this.#rung
    this.#rung = false
    return rung
  }
}
