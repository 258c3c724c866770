/**
 * The follower that keeps the report index.
 * It adds nothing to what the index promises: one block once per token, rows readable when `load` resolves.
 */

import type { EventRecord } from '@daybook/record'
import type { ReportIndex } from '@daybook/report'

import { DERIVE_FOLLOWER } from './derive-follower.ts'
import type { Follower } from './follower.ts'

export const INDEX_FOLLOWER = 'index'

/** Who empties the index begins again with what was derived in it, too: first the rows go, then the place of the other. */
export function indexFollower(index: ReportIndex, record?: Pick<EventRecord, 'followers'>): Follower {
  return {
    name: INDEX_FOLLOWER,
    load: async (entries, token) => index.load(entries, token),
    present: async ranges => index.present([...ranges]),
    remove: async ranges => index.remove([...ranges]),
    isEmpty: async () => (await index.size()).rows === 0,
    clear: async () => {
      await index.drop()
      await record?.followers.reset(DERIVE_FOLLOWER)
    },
  }
}
