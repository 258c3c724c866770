/**
 * Reads what an export is asked for: a question, an order, columns, a zone.
 * The same request always reads as the same question, also after a restart; what cannot be understood is refused when
 * the export is made, not while it runs.
 */
import {
  EVERYTHING,
  allOf,
  explainQuery,
  type ExportColumn,
  exportColumns,
  type ExportRequest,
  FIELDS,
  findLayout,
  findZone,
  fromFilter,
  isReportId,
  type Layout,
  layoutColumns,
  layouts,
  type QueryParams,
  type ReportId,
  reports,
  suggest,
  unknownColumn,
} from '@daybook/query'
import { readSort, type SortKey, type SummaryRequest } from '@daybook/report'

import { ServerError } from '../errors.ts'
import { FILTER_PARAMETERS, summaryOf } from '../http/reports/question.ts'

export interface ExportQuestion {
  base: ReportId
  layout?: Layout
  title: string
  /** Without the tenant's entries from `upTo` on. */
  summary: SummaryRequest
  sort: readonly SortKey[]
  order: 'newest' | 'oldest'
  zone: string
  columns: ExportColumn[]
  /** the question in plain English */
  words: string
  csv: { separator: string; bom: boolean; guardFormulas: boolean }
}

/** @param upTo the export sees entries with a smaller index. Throws ServerError, QueryError or ReportError for what cannot be asked. */
export function questionOf(request: ExportRequest, tenant: number, upTo: number): ExportQuestion {
  const { base, layout } = reportOf(request.report)
  const zone = request.zone ?? 'UTC'
  if (findZone(zone) === undefined)
    throw refused('/zone', `is no time zone: write a name such as Europe/Lisbon, not "${zone}"`)
  const unknown = request.columns === undefined ? undefined : unknownColumn(layout ?? base, request.columns)
  if (unknown !== undefined) {
    const { column, suggestion } = unknown
    const hint = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`
    throw refused('/columns', `names "${column}", which ${request.report} has not${hint}`)
  }
  const summary = { ...summaryOf(parametersOf(request), base, tenant), zone, upTo }
  return {
    base,
    ...(layout === undefined ? {} : { layout }),
    title: layout === undefined ? reports[base].title : `${layout.title} (${layout.vendor})`,
    summary,
    sort: request.sort === undefined ? [] : readSort(request.sort, base),
    order: request.order ?? layout?.defaultSort ?? reports[base].defaultSort,
    zone,
    columns:
      layout === undefined ? exportColumns(base, request.columns) : layoutColumns(layout, request.columns),
    words: wordsOf(summary),
    csv: {
      separator: request.csv?.separator ?? ',',
      bom: request.csv?.bom ?? true,
      guardFormulas: request.csv?.guardFormulas ?? true,
    },
  }
}

function reportOf(id: string): { base: ReportId; layout?: Layout } {
  if (isReportId(id)) return { base: id }
  const layout = findLayout(id)
  if (layout !== undefined) return { base: layout.base, layout }
  const known = [...Object.keys(reports), ...layouts.map(one => one.id)]
  throw refused('/report', `is one of ${known.join(', ')}`)
}

function parametersOf(request: ExportRequest): QueryParams {
  const { from, to, q, path = [], filter = {} } = request
  for (const name of Object.keys(filter)) {
    if ((FILTER_PARAMETERS as readonly string[]).includes(name)) continue
    const near = suggest(name, FILTER_PARAMETERS)
    const hint = near === undefined ? `; there are ${FIELDS.join(', ')}, search` : `; did you mean "${near}"?`
    throw refused('/filter', `has no member "${name}"${hint}`)
  }
  return {
    ...filter,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(q === undefined ? {} : { q }),
    ...(path.length === 0
      ? {}
      : { path: path.map(({ column }) => column).join(','), value: path.map(({ value }) => value) }),
  }
}

function wordsOf({ filter, q = EVERYTHING, path = [], from, to }: SummaryRequest): string {
  const groups = path.map(({ column, value }) => `${column} is ${value === '' ? 'empty' : `“${value}”`}`)
  const time = [
    ...(from === undefined ? [] : [`from ${new Date(from).toISOString()}`]),
    ...(to === undefined ? [] : [`before ${new Date(to).toISOString()}`]),
  ]
  return [explainQuery(allOf(fromFilter(filter), q)), ...groups, ...time].join(', ')
}

function refused(place: string, message: string): ServerError {
  return new ServerError('INVALID_BODY', { detail: `${place} ${message}.` })
}
