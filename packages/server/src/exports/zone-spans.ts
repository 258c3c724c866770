/** The clock of an export: the spans of its zone between its first and its last row. */
import { type ClockSpan, clockSpans, findZone } from '@daybook/query'

/** Entries may be recorded long after they occurred, and before: `recordedAt` must be covered too. */
const RECORDING_FROM = Date.UTC(2020, 0, 1)
const RECORDING_TO = Date.UTC(2100, 0, 1)

export function spansOf(zone: string, { first, last }: { first?: number; last?: number }): ClockSpan[] {
  const found = zone === 'UTC' ? undefined : findZone(zone)
  if (found === undefined) return [{ start: 0, minutes: 0 }]
  return clockSpans(
    found,
    Math.min(first ?? RECORDING_FROM, RECORDING_FROM),
    Math.max(last ?? 0, RECORDING_TO),
  )
}
