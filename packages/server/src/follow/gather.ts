/**
 * Reads the entries of a planned step from the record.
 * What it gives is contiguous per tenant from the planned start; it may be shorter than planned, never longer.
 */

import type { EventRecord, Range, StoredEntry } from '@daybook/record'

import { FollowError } from './errors.ts'
import type { FollowOptions } from './options.ts'

export interface Step {
  ranges: Range[]
  entries: StoredEntry[]
}

export type Reader = Pick<EventRecord, 'read'>

/** A step within the limits of bytes. Takes at least one slice, so that it always moves on. */
export async function gather(record: Reader, plan: readonly Range[], options: FollowOptions): Promise<Step> {
  const step: Step = { ranges: [], entries: [] }
  let bytes = 0
  for (let at = 0; at < plan.length && bytes < options.stepBytesMax; at += options.readsMax) {
    const group = plan.slice(at, at + options.readsMax)
    const budget = (options.stepBytesMax - bytes) / group.length
    const parts = await Promise.all(
      group.map(range => readRange(record, range, options.readEntriesMax, budget)),
    )
    for (const part of parts) {
      append(step, part.entries)
      bytes += part.bytes
    }
  }
  return step
}

/** All entries of these ranges, whatever their size: they were one step once. */
export async function gatherAll(
  record: Reader,
  ranges: readonly Range[],
  readEntriesMax: number,
): Promise<Step> {
  const step: Step = { ranges: [], entries: [] }
  for (const range of ranges)
    append(step, (await readRange(record, range, readEntriesMax, Number.POSITIVE_INFINITY)).entries)
  return step
}

async function readRange(record: Reader, range: Range, readEntriesMax: number, bytesMax: number) {
  const entries: StoredEntry[] = []
  let bytes = 0
  let next = range.from
  do {
    const slice = await record.read(range.tenant, next, Math.min(readEntriesMax, range.to - next))
    assertContiguous(slice, range, next)
    for (const entry of slice) {
      entries.push(entry)
      bytes += entry.size
    }
    next += slice.length
  } while (next < range.to && bytes < bytesMax)
  return { entries, bytes }
}

/** A gap must stop the follower: to skip it would be to lose an entry in silence. */
function assertContiguous(slice: readonly StoredEntry[], range: Range, from: number): void {
  if (slice.length === 0) throw new FollowError('RECORD_GAP', { tenant: range.tenant, index: from })
  slice.forEach((entry, at) => {
    if (entry.index !== from + at)
      throw new FollowError('RECORD_GAP', { tenant: range.tenant, index: from + at })
  })
}

function append(step: Step, entries: readonly StoredEntry[]): void {
  const first = entries[0]
  if (first === undefined) return
  step.ranges.push({ tenant: first.tenant, from: first.index, to: first.index + entries.length })
  for (const entry of entries) step.entries.push(entry)
}
