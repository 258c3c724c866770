/**
 * A column of the grid: how wide, what it shows, and what can be asked by its value.
 * Order and visibility are part of the report's state; sizes and pins are the reader's own, kept in this browser.
 */
import type { FieldName } from '@daybook/query'
import type { ReactNode } from 'react'

import type { ReportRow } from '../api/types.ts'

export interface GridColumn {
  id: string
  label: string
  /** Pixels at first. */
  width: number
  /** The column of the API's orders; absent = cannot be sorted by. */
  sort?: string
  /** The column of the API's groups. */
  group?: string
  /** How a row is filtered by this column: the field, and the row's value of it. */
  filter?: { field: FieldName; value: (row: ReportRow) => string | undefined }
  cell: (row: ReportRow) => ReactNode
  /** The value as plain text. */
  text: (row: ReportRow) => string
}

export const WIDTH_MIN = 72
export const WIDTH_MAX = 900

export interface ColumnMemory {
  sizes: Record<string, number>
  /** Columns that stay in sight at the start of a line. */
  pins: string[]
}

const KEY = 'daybook.columns.'

/** What this browser remembers of a report's columns. What is damaged is forgotten. */
export function readMemory(storage: Pick<Storage, 'getItem'>, report: string, first: string): ColumnMemory {
  const fresh: ColumnMemory = { sizes: {}, pins: [first] }
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY + report) ?? 'null')
    return isMemory(kept) ? { sizes: kept.sizes, pins: kept.pins } : fresh
  } catch {
    return fresh
  }
}

export function writeMemory(storage: Pick<Storage, 'setItem'>, report: string, memory: ColumnMemory): void {
  try {
    storage.setItem(KEY + report, JSON.stringify(memory))
  } catch {
    // Storage is refused or full: the widths last as long as the page.
  }
}

function isMemory(kept: unknown): kept is ColumnMemory {
  if (typeof kept !== 'object' || kept === null || !('sizes' in kept) || !('pins' in kept)) return false
  const { sizes, pins } = kept
  return (
    Array.isArray(pins) &&
    pins.every(pin => typeof pin === 'string') &&
    typeof sizes === 'object' &&
    sizes !== null &&
    Object.values(sizes).every(size => typeof size === 'number' && size >= WIDTH_MIN && size <= WIDTH_MAX)
  )
}

/** The ids with one of them moved by so many places; unchanged where there is no such place. */
export function moved(ids: readonly string[], id: string, by: number): string[] {
  const from = ids.indexOf(id)
  const to = from + by
  if (from < 0 || to < 0 || to >= ids.length) return [...ids]
  return ids.toSpliced(from, 1).toSpliced(to, 0, id)
}
