/**
 * Brings a block that was begun and not finished to its end: every entry of it is in the target once, the positions are
 * behind it, and no intent is left.
 * It believes only what the target says is present, and whatever it did, it asks again before it moves the positions.
 */

import type { EventRecord, Intent, Range, StoredEntry } from '@daybook/record'

import { FollowError } from './errors.ts'
import type { Follower } from './follower.ts'
import { gatherAll } from './gather.ts'
import type { KeptLease } from './kept-lease.ts'
import { blockToken, isRebuildToken, rebuildToken } from './token.ts'

const TENANTS_LOOKED_AT_MAX = 16

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
  if (isRebuildToken(intent.token)) return startAgain(deps)
  const { follower, lease, record } = deps

  // All there: the crash came between load and finish. The usual case after an ambiguous error.
  if (await exact(follower, intent.ranges)) return lease.finish(intent)

  // R1: the same token. Nothing there: this is the load that never came. Something there, or a load of a stalled runner
  // still under way: the token lets in only the partitions that are missing.
  const { entries } = await gatherAll(record, intent.ranges, deps.readEntriesMax)
  lease.assertHeld()
  await loadOrRefuse(follower, entries, intent)
  if (await exact(follower, intent.ranges)) return lease.finish(intent)

  // The target's memory of tokens does not agree with its rows. Start this block afresh.
  // R2: the new token first. Were the rows removed first, a crash would leave the old token, which the target may still
  // remember: the next load would be answered with silence, and nothing would be there.
  const fresh = { ranges: intent.ranges, token: blockToken(follower.name, intent.ranges, deps.newId) }
  await lease.begin(fresh)
  lease.assertHeld()
  await removeWhatIsThere(follower, intent.ranges) // R3
  lease.assertHeld()
  await loadOrRefuse(follower, entries, fresh) // R4
  if (!(await exact(follower, intent.ranges)))
    throw new FollowError('REPAIR_INEXACT', { ranges: intent.ranges })
  await lease.finish(fresh)
}

/**
 * Gives up a block that the target does not take, so that others can have their turn: nothing of it is in the target, the
 * positions are before it, and no intent is left. Its tenants' entries will come again in blocks to be planned anew.
 */
export async function setAside(
  { follower, lease, newId }: RecoverDeps,
  ranges: readonly Range[],
): Promise<void> {
  lease.assertHeld()
  await removeWhatIsThere(follower, ranges)
  // A crash here leaves the block begun: it is recovered, and refused or not, as any other.
  const nothing = { ranges: [], token: blockToken(follower.name, [], newId) }
  await lease.begin(nothing)
  await lease.finish(nothing)
}

/** The target has just answered, so what it says no to now is this block: the cause tells why. */
async function loadOrRefuse(
  follower: Follower,
  entries: readonly StoredEntry[],
  intent: Intent,
): Promise<void> {
  try {
    await follower.load(entries, intent.token)
  } catch (error) {
    throw new FollowError('BLOCK_REFUSED', { ranges: intent.ranges }, error)
  }
}

/** Writes down that the target is to be emptied and followed from 0, and begins with it. Ends the lease. */
export async function startOver(deps: RecoverDeps): Promise<void> {
  const intent = { ranges: [], token: rebuildToken(deps.follower.name, deps.newId) }
  await deps.lease.begin(intent)
  await recover(deps, intent)
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

/** Removing is dear even where nothing is removed. */
async function removeWhatIsThere(follower: Follower, ranges: readonly Range[]): Promise<void> {
  const present = await follower.present(ranges)
  const some = present.filter(one => one.count > 0).map(one => one.range)
  if (some.length > 0) await follower.remove(some)
}

/**
 * True when entries were given to the target and none of them is there: somebody took its directory or its tables away.
 * Looks at the newest entries of some tenants, because a target on many servers may seem empty on one.
 */
export async function isLost(follower: Follower, positions: ReadonlyMap<number, number>): Promise<boolean> {
  const newest = [...positions]
    .filter(([, position]) => position > 0)
    .slice(0, TENANTS_LOOKED_AT_MAX)
    .map(([tenant, position]) => ({ tenant, from: position - 1, to: position }))
  if (newest.length === 0 || !(await follower.isEmpty())) return false
  return (await follower.present(newest)).every(one => one.count === 0)
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
