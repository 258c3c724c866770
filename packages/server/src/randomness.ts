/**
 * Random bytes and names that are cheap enough to be made for every event.
 * No byte of the pool is ever given out twice; names of requests are unique, not secret.
 */
import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 8192

/** `crypto.randomBytes` in portions: asking the engine for a few bytes at a time costs more than hashing an event. */
export function pooledRandomBytes(): (n: number) => Uint8Array {
  let pool = Buffer.alloc(0)
  let used = 0
  return n => {
    if (n > POOL_BYTES) return randomFillSync(Buffer.alloc(n))
    if (used + n > pool.length) {
      // A fresh buffer: the old one is still in the hands of those who were given parts of it.
      pool = randomFillSync(Buffer.alloc(POOL_BYTES))
      used = 0
    }
    used += n
    return pool.subarray(used - n, used)
  }
}

/** Names for requests: a random part for this process, and a number. */
export function requestNames(randomBytes: (n: number) => Uint8Array): () => string {
  const process = Buffer.from(randomBytes(6)).toString('hex')
  let number = 0
  return () => `${process}-${(number++).toString(36)}`
}
