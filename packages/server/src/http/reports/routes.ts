/**
 * GET /v1/reports…: definitions, rows and summaries.
 * An answer says how far the index had followed the record when the question was asked, so nobody takes a lag for an absence.
 */
import {
  filterFromParams,
  findLayout,
  isReportId,
  type Layout,
  type LayoutDefinition,
  layoutDefinition,
  layouts,
  PAGE_PARAMETERS,
  presentRow,
  type QueryParams,
  type ReportDefinition,
  type ReportId,
  reports,
} from '@daybook/query'
import { ROWS_MAX, type RowsAnswer, type RowsRequest, type SummaryRequest } from '@daybook/report'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { ServerError } from '../../errors.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps, Identity } from '../context.ts'
import {
  integerParameter,
  invalidParameter,
  knownParameters,
  oneOfParameter,
  oneParameter,
  timeParameter,
} from '../parameters.ts'
import { AsOfReader } from './as-of.ts'
import { listReportsSchema, oneReportSchema, rowsSchema, summarySchema } from './schemas.ts'

const ROWS_LIMIT_DEFAULT = 100

type Definition = ReportDefinition | LayoutDefinition
type ReportRequest = FastifyRequest<{ Params: { report: string } }>

export function reportRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('read') }
  const asOfReader = new AsOfReader(deps)
  app.get(
    '/v1/reports',
    { schema: listReportsSchema, ...guard },
    async (request): Promise<{ reports: Definition[] }> => {
      knownParameters(request, [])
      return { reports: [...Object.values(reports), ...layouts.map(layoutDefinition)] }
    },
  )

  app.get(
    '/v1/reports/:report',
    { schema: oneReportSchema, ...guard },
    async (request: ReportRequest): Promise<Definition> => {
      knownParameters(request, [])
      const { report, layout } = askedFor(request)
      return layout === undefined ? reports[report] : layoutDefinition(layout)
    },
  )

  app.get('/v1/reports/:report/rows', { schema: rowsSchema, ...guard }, async (request: ReportRequest) => {
    const identity = identityOf(request)
    const question = rowsRequest(request, identity)
    const [asOf, answer] = await Promise.all([asOfReader.now(identity.tenant.id), deps.index.rows(question)])
    const { layout } = askedFor(request)
    return { ...answer, ...(layout === undefined ? {} : presented(layout, answer.rows, identity)), asOf }
  })

  app.get(
    '/v1/reports/:report/summary',
    { schema: summarySchema, ...guard },
    async (request: ReportRequest) => {
      const identity = identityOf(request)
      const parameters = request.query as QueryParams
      for (const name of PAGE_PARAMETERS) {
        if (name === 'from' || name === 'to' || parameters[name] === undefined) continue
        throw new ServerError('UNKNOWN_PARAMETER', {
          detail: `A summary takes no "${name}".`,
          members: { parameter: name },
        })
      }
      const question = summaryRequest(request, identity)
      const [asOf, answer] = await Promise.all([
        asOfReader.now(identity.tenant.id),
        deps.index.summary(question),
      ])
      return { ...answer, asOf }
    },
  )
}

function rowsRequest(request: ReportRequest, identity: Identity): RowsRequest {
  const parameters = request.query as QueryParams
  return {
    ...summaryRequest(request, identity),
    limit: integerParameter(parameters, 'limit', { min: 1, max: ROWS_MAX }) ?? ROWS_LIMIT_DEFAULT,
    cursor: oneParameter(parameters, 'cursor'),
    order: oneOfParameter(parameters, 'order', ['newest', 'oldest']) ?? askedFor(request).layout?.defaultSort,
  }
}

function summaryRequest(request: ReportRequest, identity: Identity): SummaryRequest {
  const parameters = request.query as QueryParams
  const { report } = askedFor(request)
  const filter = filterFromParams(parameters)
  const from = timeParameter(parameters, 'from')
  const to = timeParameter(parameters, 'to')
  if (from !== undefined && to !== undefined && from > to)
    throw invalidParameter('from', 'is later than "to"')
  return { tenant: identity.tenant.id, report, from, to, filter }
}

/** A layout is asked for like a report, and is answered by its base. */
function askedFor(request: ReportRequest): { report: ReportId; layout?: Layout } {
  const id = request.params.report
  if (isReportId(id)) return { report: id }
  const layout = findLayout(id)
  if (layout !== undefined) return { report: layout.base, layout }
  const known = [...Object.keys(reports), ...layouts.map(one => one.id)]
  throw new ServerError('NOT_FOUND', { detail: `There is no such report. There are ${known.join(', ')}.` })
}

/** The rows once more, as the vendor's columns have them: `cells[i]` is `rows[i]`, one text per column. */
function presented(
  layout: Layout,
  rows: RowsAnswer['rows'],
  { tenant }: Identity,
): { columns: string[]; cells: string[][] } {
  const cells = rows.map(row => presentRow(layout, { ...row, tenant: tenant.name }))
  return { columns: layout.columns.map(({ label }) => label), cells }
}
