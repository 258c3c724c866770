/**
 * A small seeded generator of random numbers (sfc32).
 * The same seed words give the same sequence on every machine; nothing in the sample uses any other source of chance.
 */

export class Random {
  #a: number
  #b: number
  #c: number
  #d = 1

  constructor(a: number, b: number, c: number) {
    this.#a = a | 0
    this.#b = b | 0
    this.#c = c | 0
    for (let round = 0; round < 15; round++) this.word()
  }

  /** An unsigned 32-bit integer. */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.word() / 4294967296
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.unit() * bound)
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.unit() * (high - low)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }

  /** One of the pairs' first items, each as likely as its weight. */
  weighted<T>(pairs: readonly (readonly [T, number])[]): T {
    let total = 0
    for (const pair of pairs) total += pair[1]
    let left = this.unit() * total
    for (const pair of pairs) {
      left -= pair[1]
      if (left < 0) return pair[0]
    }
    const last = pairs.at(-1)
    if (last === undefined) throw new RangeError('nothing to pick from')
    return last[0]
  }

  /** Roughly normal around 0 with deviation 1, never beyond ±3. */
  bell(): number {
    return (this.unit() + this.unit() + this.unit() + this.unit() - 2) * 1.732 * 0.866
  }
}
