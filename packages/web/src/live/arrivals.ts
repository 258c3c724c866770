/**
 * Rows that arrived while the reader looked: shown on top, or waiting while they would move what is being read.
 * Nothing is shown twice: what an answer of the report has is no arrival any more.
 */
import type { ReportRow } from '../api/types.ts'

/** More than this are no rows to read one by one: the report is asked again. */
export const ARRIVALS_MAX = 500

export interface Arrivals {
  /** On the page, newest first. */
  shown: readonly ReportRow[]
  /** Not on the page yet, newest first. */
  waiting: readonly ReportRow[]
}

export const NO_ARRIVALS: Arrivals = { shown: [], waiting: [] }

const keyOf = (row: ReportRow): string => `${row.index}/${row.position ?? 0}`

/** @param rows in the order in which they were recorded; @param ready whether they may be shown at once */
export function arrive(now: Arrivals, rows: readonly ReportRow[], ready: boolean): Arrivals {
  const known = new Set([...now.shown, ...now.waiting].map(keyOf))
  const added = rows.filter(row => !known.has(keyOf(row))).toReversed()
  if (added.length === 0) return now
  return ready
    ? { shown: [...added, ...now.waiting, ...now.shown].slice(0, ARRIVALS_MAX), waiting: [] }
    : { ...now, waiting: [...added, ...now.waiting].slice(0, ARRIVALS_MAX) }
}

export const showWaiting = ({ shown, waiting }: Arrivals): Arrivals => ({
  shown: [...waiting, ...shown].slice(0, ARRIVALS_MAX),
  waiting: [],
})

/** What of the arrivals an answer does not have, which shows all entries up to an index and maybe some beyond. */
export function beyond(now: Arrivals, upTo: number, answered: readonly ReportRow[]): Arrivals {
  const have = new Set(answered.map(keyOf))
  const isNew = (row: ReportRow) => row.index > upTo && !have.has(keyOf(row))
  if (now.shown.every(isNew) && now.waiting.every(isNew)) return now
  return { shown: now.shown.filter(isNew), waiting: now.waiting.filter(isNew) }
}
