/** The rows of an export: which, in which order, cut into which parts, in which shape. Nothing here has behaviour. */

import type { ClockSpan, ExportColumn } from '@daybook/query'

import type { SortKey } from '../sort.ts'
import type { SortedPlace } from '../sorted-cursor.ts'
import type { Order, SummaryRequest } from '../types.ts'

export interface ExportRowsRequest extends SummaryRequest {
  order: Order
  /** Rows equal in all of them, or all rows when there are none, follow `order`. */
  sort: readonly SortKey[]
}

/** Rows that lie behind `after` and not behind `to`; an absent end is open. */
export interface ExportPart {
  after?: SortedPlace
  to?: SortedPlace
  rows: number
}

export interface ExportPlan {
  rows: number
  parts: ExportPart[]
  /** ms; of the rows, both inclusive; absent without rows */
  first?: number
  last?: number
}

/** What a part is written as. */
export type ExportShape =
  /** lines of RFC 4180 with CRLF, every text in quotes; times as the clock shows them */
  | {
      kind: 'csv'
      columns: readonly ExportColumn[]
      separator: string
      guardFormulas: boolean
      clock: readonly ClockSpan[]
    }
  /** lines of JSON arrays, one cell per column */
  | { kind: 'cells'; columns: readonly ExportColumn[] }
  /** lines of JSON arrays that `readExportRow` reads: every field of a row of the report */
  | { kind: 'rows' }
