/**
 * The follower that keeps the report index.
 * It adds nothing to what the index promises: one block once per token, rows readable when `load` resolves.
 */

import type { ReportIndex } from '@daybook/report'

import type { Follower } from './follower.ts'

export const INDEX_FOLLOWER = 'index'

export function indexFollower(index: ReportIndex): Follower {
  return {
    name: INDEX_FOLLOWER,
    load: async (entries, token) => index.load(entries, token),
    present: async ranges => index.present([...ranges]),
    remove: async ranges => index.remove([...ranges]),
    isEmpty: async () => (await index.size()).rows === 0,
    clear: async () => index.drop(),
  }
}
