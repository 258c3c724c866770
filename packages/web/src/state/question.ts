/**
 * What the API is asked for a state at a moment.
 * Two states that ask the same give the same string, which is also the key of the answer's cache.
 */
import { clockOf } from '../time/clock.ts'
import { resolveRange } from './range.ts'
import type { ReportState } from './report-state.ts'
import { printSearch } from './url.ts'

/** A query string without `?`: the time and the filter. Order, columns and the open panel are no part of it. */
export function questionOf(
  { range, q, zone }: Pick<ReportState, 'range' | 'q' | 'zone'>,
  now: number,
): string {
  const { from, to } = resolveRange(range, now, clockOf(zone))
  return printSearch({
    ...(from === undefined ? {} : { from: [new Date(from).toISOString()] }),
    ...(to === undefined ? {} : { to: [new Date(to).toISOString()] }),
    ...(q.trim() === '' ? {} : { q: [q.trim()] }),
  }).slice(1)
}
