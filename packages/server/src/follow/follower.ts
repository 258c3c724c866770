/**
 * What a follower does with the entries of the record, and how the frame may ask it what it has already done.
 * The frame, not the follower, owns cursors, leases, retries and recovery.
 */

import type { Range, StoredEntry } from '@daybook/record'

export interface Present {
  range: Range
  /** rows of this range in the target, doubles counted each time */
  count: number
  /** different entries of this range in the target; absent = the target cannot hold doubles */
  distinct?: number
}

/** A follower's target MUST be readable after write: what `load` resolved for, `present` counts. */
export interface Follower {
  readonly name: string
  /**
   * Does the work of one block. Entries are contiguous per tenant and grouped by tenant.
   * MUST be durable when it resolves, and MUST do nothing when the same token with the same entries was applied before.
   * May throw with all, some or none of it applied: the frame asks `present` and repairs.
   */
  load(entries: readonly StoredEntry[], token: string): Promise<void>
  /** One answer per range, in any order. A range of which nothing is there may be left out. */
  present(ranges: readonly Range[]): Promise<Present[]>
  /** Removes whatever is there of these ranges. Gone for every later `present` when it resolves. */
  remove(ranges: readonly Range[]): Promise<void>
  /** True when nothing at all seems to be there: cheap, and only a reason to look closer. */
  isEmpty(): Promise<boolean>
  /** Empties the target, its memory of tokens included. */
  clear(): Promise<void>
}
