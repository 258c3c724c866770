/**
 * The entries of a history as a timeline: under the day they happened on, with runs of reads and sign-ins folded to one line.
 * No entry is lost and their order stays.
 */
import type { HistoryRow } from '../../api/entities.ts'

/** Entries of these categories tell of use and not of change; the server counts the same ones as `quiet`. */
const QUIET = new Set(['read', 'search', 'login', 'logout'])

export type TimelineItem = { kind: 'entry'; row: HistoryRow } | { kind: 'quiet'; rows: HistoryRow[] }

export interface TimelineDay {
  day: string
  items: TimelineItem[]
}

/** @param dayOf the day of an instant in the zone that is shown, as text that is equal for equal days */
export function timelineOf(rows: readonly HistoryRow[], dayOf: (instant: string) => string): TimelineDay[] {
  const days: TimelineDay[] = []
  for (const row of rows) {
    const day = dayOf(row.occurredAt)
    let current = days.at(-1)
    if (current?.day !== day) days.push((current = { day, items: [] }))
    const last = current.items.at(-1)
    if (!isQuiet(row)) current.items.push({ kind: 'entry', row })
    else if (last?.kind === 'quiet') last.rows.push(row)
    else current.items.push({ kind: 'quiet', rows: [row] })
  }
  return days
}

export const isQuiet = (row: HistoryRow): boolean =>
  QUIET.has(row.category) && (row.changes ?? []).length === 0

/** What leaves the quiet entries out, in the filter language. */
export const WITHOUT_QUIET = `-category:${[...QUIET].join(',')}`
