/**
 * A count of request bytes that are in memory at once, over all requests.
 * It never goes above its maximum, but for a single request when nothing else is held, so that no request is impossible.
 */

const REQUEST_BYTES_IN_MEMORY_MAX = 128 * 1024 * 1024

export class Budget {
  readonly #max: number
  #used = 0

  constructor(max: number = REQUEST_BYTES_IN_MEMORY_MAX) {
    this.#max = max
  }

  get used(): number {
    return this.#used
  }

  /** A hold on zero bytes, to be grown as they arrive. Its holder must release it. */
  open(): Hold {
    return new Hold(
      bytes => {
        if (this.#used > 0 && this.#used + bytes > this.#max) return false
        this.#used += bytes
        return true
      },
      bytes => {
        this.#used -= bytes
      },
    )
  }
}

export class Hold {
  readonly #take: (bytes: number) => boolean
  readonly #give: (bytes: number) => void
  #held = 0

  constructor(take: (bytes: number) => boolean, give: (bytes: number) => void) {
    this.#take = take
    this.#give = give
  }

  /** False, and nothing changes, when the budget does not allow it. */
  resize(bytes: number): boolean {
    if (bytes > this.#held && !this.#take(bytes - this.#held)) return false
    if (bytes < this.#held) this.#give(this.#held - bytes)
    this.#held = bytes
    return true
  }

  release(): void {
    this.resize(0)
  }
}
