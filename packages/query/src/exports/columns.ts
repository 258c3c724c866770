/**
 * The columns of an exported file: those of a report, each with its ids beside its names, or a vendor's letter by letter.
 * What a cell holds is said in cells.ts for rows in memory and by the report room in SQL; a test holds them together.
 */

import { nearest } from '@daybook/event'

import type { Layout } from '../layouts/layout.ts'
import { type ReportId, reports } from '../reports.ts'

/** `time`: milliseconds since 1970. `number`: a whole number. */
export type CellKind = 'time' | 'number' | 'text'
/** A `time` and a `number` are numbers, a `text` is a string; '' stands for what is not there. */
export type Cell = string | number

export interface ExportColumn {
  id: string
  label: string
  kind: CellKind
}

/** Columns of a report that become two: what people call it, and the id. */
const IDS: Readonly<Record<string, { id: string; label: string }>> = {
  actor: { id: 'actorId', label: 'Triggered by (ID)' },
  instance: { id: 'instanceId', label: 'Instance (ID)' },
  impersonator: { id: 'impersonatorId', label: 'Impersonated by (ID)' },
  correlation: { id: 'correlationId', label: 'Correlation (ID)' },
}

const NUMBERS: ReadonlySet<string> = new Set(['index'])
const TIMES: ReadonlySet<string> = new Set(['occurredAt', 'recordedAt'])

/** @param chosen ids of the report's columns, in the wanted order; all of them when absent. Unknown ones are left out: see unknownColumn. */
export function exportColumns(report: ReportId, chosen?: readonly string[]): ExportColumn[] {
  const { columns } = reports[report]
  const ids = chosen ?? columns.map(({ id }) => id)
  return ids.flatMap(id => {
    const column = columns.find(candidate => candidate.id === id)
    if (column === undefined) return []
    const kind: CellKind = TIMES.has(id) ? 'time' : NUMBERS.has(id) ? 'number' : 'text'
    const own: ExportColumn = { id, label: column.label, kind }
    const ids = Object.hasOwn(IDS, id) ? IDS[id] : undefined
    return ids === undefined ? [own] : [own, { ...ids, kind: 'text' }]
  })
}

/** The vendor's columns; the time of an entry is a time, everything else is text. */
export function layoutColumns(layout: Layout, chosen?: readonly string[]): ExportColumn[] {
  const labels = chosen ?? layout.columns.map(({ label }) => label)
  return labels.flatMap(label => {
    const column = layout.columns.find(candidate => candidate.label === label)
    if (column === undefined) return []
    return [{ id: label, label, kind: TIMES.has(column.from) ? 'time' : 'text' }]
  })
}

/** The first of the chosen columns that there is not, and what may have been meant. */
export function unknownColumn(
  of: ReportId | Layout,
  chosen: readonly string[],
): { column: string; suggestion?: string } | undefined {
  const known =
    typeof of === 'string' ? reports[of].columns.map(({ id }) => id) : of.columns.map(({ label }) => label)
  const column = chosen.find(id => !known.includes(id))
  if (column === undefined) return undefined
  const suggestion = nearest(column, known)
  return suggestion === undefined ? { column } : { column, suggestion }
}
