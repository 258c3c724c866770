/**
 * Brings a block that was begun and not finished to its end: every entry of it is in the target once, the positions are
 * behind it, and no intent is left.
 * It believes only what the target says is present, and whatever it did, it asks again before it moves the positions.
 */

import type { EventRecord, Intent, Range } from '@daybook/record'

import { FollowError } from './errors.ts'
import type { Follower } from './follower.ts'
import { gatherAll } from './gather.ts'
import type { KeptLease } from './kept-lease.ts'
import { blockToken, isRebuildToken } from './token.ts'

export interface RecoverDeps {
  record: Pick<EventRecord, 'read' | 'followers'>
  follower: Follower
  lease: KeptLease
  newId: () => string
  readEntriesMax: number
}

/**
 * Resolves when the intent is finished. If it throws, the record holds an intent still (this one or the one that replaces
 * it), and calling again with that one is the repair.
 *
 * The numbers are those of the crash table in README.md.
 */
export async function recover(deps: RecoverDeps, intent: Intent): Promise<void> {
  if (isRebuildToken(intent.token)) return await startAgain(deps)
  const { follower, lease, record } = deps

  // All there: the crash came between load and finish. The usual case after an ambiguous error.
  if (await exact(follower, intent.ranges)) return await lease.finish(intent)

  // R1: the same token. Nothing there: this is the load that never came. Something there, or a load of a stalled runner
  // still under way: the token lets in only the partitions that are missing.
  const { entries } = await gatherAll(record, intent.ranges, deps.readEntriesMax)
  lease.assertHeld()
  await follower.load(entries, intent.token)
  if (await exact(follower, intent.ranges)) return await lease.finish(intent)

  // The target's memory of tokens does not agree with its rows. Start this block afresh.
  // R2: the new token first. Were the rows removed first, a crash would leave the old token, which the target may still
  // remember: the next load would be answered with silence, and nothing would be there.
  const fresh = { ranges: intent.ranges, token: blockToken(follower.name, intent.ranges, deps.newId) }
  await lease.begin(fresh)
  lease.assertHeld()
  await follower.remove(intent.ranges) // R3
  lease.assertHeld()
  await follower.load(entries, fresh.token) // R4
  if (!(await exact(follower, intent.ranges)))
    throw new FollowError('REPAIR_INEXACT', { ranges: intent.ranges })
  await lease.finish(fresh)
}

/**
 * A rebuild was begun: empty the target, then forget the positions and with them the intent. Safe to do twice.
 * The record ends every lease with it, ours too: whoever follows from 0 acquires anew.
 */
async function startAgain({ follower, lease, record }: RecoverDeps): Promise<void> {
  lease.assertHeld()
  await follower.clear()
  lease.assertHeld()
  await record.followers.reset(follower.name)
  lease.end()
}

/** Every entry of every range is there, and there once. */
async function exact(follower: Follower, ranges: readonly Range[]): Promise<boolean> {
  const present = await follower.present(ranges)
  const key = (range: Range) => `${range.tenant}:${range.from}:${range.to}`
  const byRange = new Map(present.map(one => [key(one.range), one]))
  return ranges.every(range => {
    const one = byRange.get(key(range))
    const entries = range.to - range.from
    return one !== undefined && one.count === entries && (one.distinct ?? entries) === entries
  })
}
