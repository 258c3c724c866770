/**
 * A wait that can be cut short.
 * Waking an alarm that nobody waits for does nothing: the waiter looks at the state of things before it waits.
 */

export class Alarm {
  #wakers = new Set<() => void>()

  wake(): void {
    for (const waker of this.#wakers) waker()
  }

  /** Resolves after `ms`, or earlier at the next `wake`. Never rejects. */
  async wait(ms: number): Promise<void> {
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#wakers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, Math.max(0, ms))
      this.#wakers.add(done)
    })
  }
}
