/**
 * The follower that works out what changed in entries which bring only a state, behind the one that keeps the index.
 * It waits until the index has a block, and what it writes is a function of what the index then holds: doing a block twice,
 * or a part of it, leaves the same.
 */

import type { Range, StoredEntry } from '@daybook/record'
import type { ReportIndex } from '@daybook/report'

import { FollowError } from './errors.ts'
import type { Follower } from './follower.ts'

export const DERIVE_FOLLOWER = 'derive'

/** How long a block waits for the index before it is tried again. */
const INDEX_WAIT_MS = 10_000

/** @param indexed resolves true when the index holds the entry, false when that takes longer than `timeoutMs` */
export function deriveFollower(
  index: Pick<ReportIndex, 'derive'>,
  indexed: (tenant: number, index: number, timeoutMs: number) => Promise<boolean>,
): Follower {
  /** The block done last. After a crash nobody knows it, and it is done again. */
  let done = new Set<string>()
  return {
    name: DERIVE_FOLLOWER,
    async load(entries, token) {
      const blocks = [...Map.groupBy(entries, entry => entry.tenant)]
      for (const [tenant, block] of blocks) {
        const version = behind(block)
        if (!(await indexed(tenant, version - 1, INDEX_WAIT_MS))) throw new FollowError('INDEX_BEHIND')
        await index.derive(block, version, token)
      }
      done = new Set(
        blocks.map(([tenant, block]) => keyOf({ tenant, from: block[0]?.index ?? 0, to: behind(block) })),
      )
    },
    present: async ranges =>
      ranges.filter(range => done.has(keyOf(range))).map(range => ({ range, count: range.to - range.from })),
    async remove() {
      done = new Set()
    },
    // An index that lost everything is the index follower's to find: it begins this one again, too.
    isEmpty: async () => false,
    async clear() {
      done = new Set()
    },
  }
}

function behind(block: readonly StoredEntry[]): number {
  return (block.at(-1)?.index ?? -1) + 1
}

function keyOf({ tenant, from, to }: Range): string {
  return `${tenant}:${from}-${to}`
}
