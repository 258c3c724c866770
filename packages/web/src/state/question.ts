/**
 * What the API is asked for a state at a moment.
 * Two states that ask the same give the same string, which is also the key of the answer's cache.
 */
import { resolveRange } from './range.ts'
import type { ReportState, ZoneChoice } from './report-state.ts'
import { printSearch } from './url.ts'

/** A query string without `?`: the time and the filter. Order, columns and the open panel are no part of it. */
export function questionOf({ range, q }: Pick<ReportState, 'range' | 'q'>, now: number): string {
  const { from, to } = resolveRange(range, now)
  return printSearch({
    ...(from === undefined ? {} : { from: [new Date(from).toISOString()] }),
    ...(to === undefined ? {} : { to: [new Date(to).toISOString()] }),
    ...(q.trim() === '' ? {} : { q: [q.trim()] }),
  }).slice(1)
}

/** The IANA name of a choice; the reader's own zone is that of the browser. */
export const zoneName = (zone: ZoneChoice): string =>
  zone === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone
