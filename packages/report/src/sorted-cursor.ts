/**
 * The place in a report sorted by columns where a page ends: the values that it is sorted by, then the row's own key.
 * A cursor is good for one report and one order; anything else is refused, never read as another place.
 */

import type { ReportId } from '@daybook/query'

import { ReportError } from './errors.ts'
import { sortColumn, writeSort, type SortKey } from './sort.ts'
import type { Order } from './types.ts'

const VERSION = 3
/** Room for SORT_COLUMNS_MAX texts of SORT_CHARACTERS, each character escaped. */
const CURSOR_LENGTH_MAX = 8192

export type SortValue = string | number

export interface SortedPlace {
  values: readonly SortValue[]
  /** ms since the epoch, index, and the position of a change (0 at event grain). */
  at: number
  index: number
  position: number
}

export interface SortedCursor extends SortedPlace {
  direction: 'next' | 'prev'
}

export interface SortedOrder {
  report: ReportId
  sort: readonly SortKey[]
  /** How rows that are equal in all columns follow each other. */
  ties: Order
}

export function writeSortedCursor(order: SortedOrder, cursor: SortedCursor): string {
  const { direction, values, at, index, position } = cursor
  const parts = [VERSION, signOf(order), direction, values, at, index, position]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws ReportError CURSOR_INVALID */
export function readSortedCursor(text: string, order: SortedOrder): SortedCursor {
  const parts = text.length > CURSOR_LENGTH_MAX ? undefined : parsed(text)
  if (parts === undefined) throw new ReportError('CURSOR_INVALID', 'The cursor is damaged')
  const [version, sign, direction, values, at, index, position] = parts
  if (version !== VERSION || sign !== signOf(order)) {
    throw new ReportError('CURSOR_INVALID', 'The cursor belongs to another report, order or version')
  }
  const sound =
    (direction === 'next' || direction === 'prev') && isInteger(at) && isCount(index) && isCount(position)
  if (!sound || !areValues(values, order)) throw new ReportError('CURSOR_INVALID', 'The cursor is damaged')
  return { direction, values, at, index, position }
}

function signOf({ report, sort, ties }: SortedOrder): string {
  return `${report} ${writeSort(sort)} ${ties}`
}

function areValues(values: unknown, { report, sort }: SortedOrder): values is SortValue[] {
  if (!Array.isArray(values) || values.length !== sort.length) return false
  return sort.every(({ column }, i) => {
    const value: unknown = values[i]
    return sortColumn(report, column).kind === 'number' ? isInteger(value) : typeof value === 'string'
  })
}

function parsed(text: string): unknown[] | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(value) && value.length === 7 ? value : undefined
  } catch {
    return undefined
  }
}

function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 0
}
