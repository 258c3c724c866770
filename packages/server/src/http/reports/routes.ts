/**
 * GET /v1/reports…: definitions, rows and summaries.
 * An answer says how far the index had followed the record when the question was asked, so nobody takes a lag for an absence.
 */
import {
  filterFromParams,
  isReportId,
  PAGE_PARAMETERS,
  type QueryParams,
  type ReportDefinition,
  type ReportId,
  reports,
} from '@daybook/query'
import { ROWS_MAX, type RowsRequest, type SummaryRequest } from '@daybook/report'
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

type ReportRequest = FastifyRequest<{ Params: { report: string } }>

export function reportRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('read') }
  const asOfReader = new AsOfReader(deps)
  app.get(
    '/v1/reports',
    { schema: listReportsSchema, ...guard },
    async (request): Promise<{ reports: ReportDefinition[] }> => {
      knownParameters(request, [])
      return { reports: Object.values(reports) }
    },
  )

  app.get(
    '/v1/reports/:report',
    { schema: oneReportSchema, ...guard },
    async (request: ReportRequest): Promise<ReportDefinition> => {
      knownParameters(request, [])
      return reports[reportOf(request)]
    },
  )

  app.get('/v1/reports/:report/rows', { schema: rowsSchema, ...guard }, async (request: ReportRequest) => {
    const identity = identityOf(request)
    const question = rowsRequest(request, identity)
    const [asOf, answer] = await Promise.all([asOfReader.now(identity.tenant.id), deps.index.rows(question)])
    return { ...answer, asOf }
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
    order: oneOfParameter(parameters, 'order', ['newest', 'oldest']),
  }
}

function summaryRequest(request: ReportRequest, identity: Identity): SummaryRequest {
  const parameters = request.query as QueryParams
  const report = reportOf(request)
  const filter = filterFromParams(parameters)
  const from = timeParameter(parameters, 'from')
  const to = timeParameter(parameters, 'to')
  if (from !== undefined && to !== undefined && from > to)
    throw invalidParameter('from', 'is later than "to"')
  return { tenant: identity.tenant.id, report, from, to, filter }
}

function reportOf(request: ReportRequest): ReportId {
  const id = request.params.report
  if (isReportId(id)) return id
  throw new ServerError('NOT_FOUND', {
    detail: `There is no such report. There are ${Object.keys(reports).join(' and ')}.`,
  })
}
