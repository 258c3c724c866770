/**
 * What every question about a report has in common: the report, the filters, the filter text, the time, the chosen groups.
 * The tenant is the identity's, and whatever of the parameters cannot be understood is refused, never left out.
 */
import {
  FIELDS,
  filterFromParams,
  findLayout,
  isReportId,
  type Layout,
  layouts,
  type Query,
  type QueryParams,
  type ReportId,
  reports,
  requireQuery,
} from '@daybook/query'
import {
  GROUP_COLUMNS,
  type GroupStep,
  isGroupColumn,
  isTimeColumn,
  type SummaryRequest,
} from '@daybook/report'
import type { FastifyRequest } from 'fastify'

import { ServerError } from '../../errors.ts'
import type { Identity } from '../context.ts'
import {
  invalidParameter,
  knownParameters,
  manyParameter,
  oneOfParameter,
  oneParameter,
  timeParameter,
} from '../parameters.ts'

export type ReportRequest = FastifyRequest<{ Params: { report: string } }>

/** The plain filters: each may be repeated, and excludes with a leading `-`. */
export const FILTER_PARAMETERS = [...FIELDS, ...FIELDS.map(field => `-${field}`), 'search'] as const
/** Parameters that every question about a report takes. */
const SUMMARY_PARAMETERS = [...FILTER_PARAMETERS, 'q', 'from', 'to', 'path', 'value', 'zone'] as const

/** A layout is asked for like a report, and is answered by its base. Throws NOT_FOUND. */
export function askedFor(request: ReportRequest): { report: ReportId; layout?: Layout } {
  const id = request.params.report
  if (isReportId(id)) return { report: id }
  const layout = findLayout(id)
  if (layout !== undefined) return { report: layout.base, layout }
  const known = [...Object.keys(reports), ...layouts.map(one => one.id)]
  throw new ServerError('NOT_FOUND', { detail: `There is no such report. There are ${known.join(', ')}.` })
}

/** @param own parameters that the question takes beside SUMMARY_PARAMETERS */
export function summaryRequest(
  request: ReportRequest,
  { tenant }: Identity,
  own: readonly string[] = [],
): SummaryRequest {
  const { report } = askedFor(request)
  const parameters = knownParameters(request, [...SUMMARY_PARAMETERS, ...own])
  return summaryOf(parameters, report, tenant.id)
}

/** What the parameters of SUMMARY_PARAMETERS ask; others are left alone. */
export function summaryOf(parameters: QueryParams, report: ReportId, tenant: number): SummaryRequest {
  return {
    tenant,
    report,
    ...spanOf(parameters),
    filter: filterFromParams(only(parameters, FILTER_PARAMETERS)),
    q: queryOf(parameters),
    path: pathOf(parameters),
    zone: oneParameter(parameters, 'zone'),
  }
}

export function only(parameters: QueryParams, names: readonly string[]): QueryParams {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name)))
}

export function spanOf(parameters: QueryParams): { from: number | undefined; to: number | undefined } {
  const from = timeParameter(parameters, 'from')
  const to = timeParameter(parameters, 'to')
  if (from !== undefined && to !== undefined && from > to)
    throw invalidParameter('from', 'is later than "to"')
  return { from, to }
}

/** The question that `q` writes in the filter language. Throws INVALID_PARAMETER with every problem and its place. */
export function queryOf(parameters: QueryParams): Query | undefined {
  const text = oneParameter(parameters, 'q')
  return text === undefined ? undefined : requireQuery(text)
}

/** Of a report or a layout: `report=activity`. */
export function reportParameter(parameters: QueryParams): ReportId | undefined {
  return oneOfParameter(parameters, 'report', Object.keys(reports).filter(isReportId))
}

/** A group of time is chosen by its start, as `groups` gave it. */
function startOf(value: string): string {
  const at = Date.parse(value)
  if (Number.isNaN(at))
    throw invalidParameter('value', 'of a group of time is its start, as `groups` gives it')
  return String(at)
}

/** `path=application,actor&value=UserHub&value=u-17`: one value for each column, also an empty one. */
function pathOf(parameters: QueryParams): GroupStep[] | undefined {
  const written = oneParameter(parameters, 'path')
  const values = manyParameter(parameters, 'value')
  const columns = written === undefined ? [] : written.split(',')
  if (columns.length !== values.length)
    throw invalidParameter('value', `is given once for each column of "path", which has ${columns.length}`)
  const path = columns.map((column, level): GroupStep => {
    if (!isGroupColumn(column)) throw invalidParameter('path', `names columns of ${GROUP_COLUMNS.join(', ')}`)
    const value = values[level] ?? ''
    return { column, value: isTimeColumn(column) ? startOf(value) : value }
  })
  return path.length === 0 ? undefined : path
}
