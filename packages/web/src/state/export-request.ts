/**
 * From a report on screen to what an export is asked for, and back to its address.
 * The file has what the page shows: the same question, order, columns and clock.
 */
import type { CsvOptions, ExportFormat, ExportRequest } from '@daybook/query'

import { clockOf } from '../time/clock.ts'
import { resolveRange } from './range.ts'
import { printSort, printState, EMPTY, type ReportState } from './report-state.ts'
import type { SearchParams } from './url.ts'

/** What of a report an export takes. */
export type Exported = Pick<ReportState, 'range' | 'q' | 'sort' | 'zone' | 'layout'>

export interface ExportChoice {
  format: ExportFormat
  /** Ids, of a layout its labels; undefined: all that there are. */
  columns: readonly string[] | undefined
  csv: CsvOptions
}

/** @param now when it is asked: what "last hour" counts from */
export function exportRequest(
  report: string,
  state: Exported,
  { format, columns, csv }: ExportChoice,
  now: number,
): ExportRequest {
  const clock = clockOf(state.zone)
  const { from, to } = resolveRange(state.range, now, clock)
  return {
    report: state.layout ?? report,
    format,
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
    ...(state.q.trim() === '' ? {} : { q: state.q.trim() }),
    ...(columns === undefined || columns.length === 0 ? {} : { columns: [...columns] }),
    ...(state.sort.length === 0 ? {} : { sort: printSort(state.sort) }),
    ...(clock.zone.name === 'UTC' ? {} : { zone: clock.zone.name }),
    ...(format === 'csv' ? { csv } : {}),
  }
}

/** The address, behind its path, that shows what was exported. */
export function searchOfExport({ from, to, q, zone, sort }: ExportRequest): SearchParams {
  const ends = {
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
  }
  const all = from === undefined && to === undefined
  const params = printState({
    ...EMPTY,
    range: all ? { preset: 'all' } : ends,
    q: q ?? '',
    zone: zone ?? 'UTC',
  })
  return sort === undefined ? params : { ...params, s: [sort] }
}
