/**
 * Which pages of rows a window needs, and how the API is asked for the page of a row by its number.
 * The bars of the summary tell in which stretch of time a row lies, so the server counts no further than within one bar.
 */
import type { ReportId } from '@daybook/query'

import type { Histogram } from '../api/types.ts'
import type { GroupStep, Lines } from './segments.ts'

/** Rows of one page. */
export const PAGE_ROWS = 100

export interface PageKey {
  path: GroupStep[]
  page: number
  /** Rows of the list that the page is of, where they are counted. */
  of?: number
}

/** The pages of all rows from one line to another (exclusive), in their order. */
export function pagesOf(lines: Lines, from: number, to: number): PageKey[] {
  const found: PageKey[] = []
  for (let line = Math.max(0, from); line < Math.min(lines.count, to);) {
    const here = lines.at(line)
    if (here === undefined) break
    const { segment, offset } = here
    if (segment.kind !== 'rows') {
      line += segment.kind === 'fresh' ? segment.count - offset : 1
      continue
    }
    const page = Math.floor(offset / PAGE_ROWS)
    found.push({ path: segment.path, page, of: segment.count })
    line += Math.min(segment.count, (page + 1) * PAGE_ROWS) - offset
  }
  return found
}

export interface Place {
  /** ms: where counting begins. */
  at?: number
  skip: number
  /** Counted from the last row of the order, in the opposite direction: a page of so many rows. */
  fromEnd?: number
}

/** Rows that the server skips in an order by a column. */
const SKIP_MAX = 1_000_000

/**
 * In an order by a column the server counts row by row, and no further than its limit: it is asked from the nearer end.
 * Changes of one event keep their order from either end, so of changes only what is out of reach is asked from there.
 */
export function placeInOrder(report: ReportId, row: number, total: number | undefined): Place {
  const near = report === 'activity' ? (total ?? 0) / 2 : SKIP_MAX
  if (total === undefined || row <= near) return { skip: row }
  const rows = Math.min(PAGE_ROWS, total - row)
  return { skip: total - row - rows, fromEnd: rows }
}

/**
 * Where the row with this number lies: in a bar of time, behind so many of its rows.
 * Without bars, or beyond them, it is counted from the beginning.
 */
export function placeOf(row: number, histogram: Histogram | undefined, order: 'newest' | 'oldest'): Place {
  const bars = histogram?.buckets ?? []
  let left = row
  for (let step = 0; step < bars.length; step += 1) {
    const at = order === 'newest' ? bars.length - 1 - step : step
    const bar = bars[at]
    if (bar === undefined) break
    if (left < bar.count) {
      // The newest bar ends with the asked time, and so does the question: counting begins there anyway.
      if (step === 0) return { skip: left }
      const next = bars[at + 1]
      const edge = order === 'oldest' ? bar.at : next === undefined ? undefined : next.at - 1
      return edge === undefined ? { skip: row } : { at: edge, skip: left }
    }
    left -= bar.count
  }
  return { skip: row }
}
