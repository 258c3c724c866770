/**
 * GET /v1/reports…: definitions, rows and summaries.
 * An answer says how far the index had followed the record when the question was asked, so nobody takes a lag for an absence.
 */
import {
  type Layout,
  type LayoutDefinition,
  layoutDefinition,
  layouts,
  presentRow,
  type QueryParams,
  type ReportDefinition,
  reports,
} from '@daybook/query'
import { type Histogram, readSort, ROWS_MAX, type RowsRequest, type SummaryRequest } from '@daybook/report'
import type { FastifyInstance } from 'fastify'

import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps, Identity } from '../context.ts'
import {
  integerParameter,
  knownParameters,
  oneOfParameter,
  oneParameter,
  timeParameter,
} from '../parameters.ts'
import { AsOfReader } from './as-of.ts'
import { differencesRoute } from './differences.ts'
import { groupsRoute } from './groups.ts'
import { askedFor, type ReportRequest, summaryRequest } from './question.ts'
import { listReportsSchema, oneReportSchema, rowsSchema, summarySchema } from './schemas.ts'

const ROWS_LIMIT_DEFAULT = 100
/** Rows that a page may lie behind: more than a tenant will ever have. */
const SKIP_MAX = 1_000_000_000_000

const ROWS_PARAMETERS = ['limit', 'cursor', 'order', 'sort', 'at', 'skip'] as const

type Definition = ReportDefinition | LayoutDefinition

export function reportRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('read') }
  const asOfReader = new AsOfReader(deps)
  groupsRoute(app, deps, asOfReader)
  differencesRoute(app, deps, asOfReader)
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
    const sight = await deps.masking.sightOf(identity.tenant.id, identity.scopes)
    const question = { ...rowsRequest(request, identity), hidden: sight.hidden }
    const [asOf, answer] = await Promise.all([asOfReader.now(identity.tenant.id), deps.index.rows(question)])
    const { layout } = askedFor(request)
    const rows = answer.rows.map(row => sight.row(row))
    return { ...answer, rows, ...(layout === undefined ? {} : presented(layout, rows, identity)), asOf }
  })

  app.get(
    '/v1/reports/:report/summary',
    { schema: summarySchema, ...guard },
    async (request: ReportRequest) => {
      const identity = identityOf(request)
      const sight = await deps.masking.sightOf(identity.tenant.id, identity.scopes)
      const question = { ...summaryQuestion(request, identity), hidden: sight.hidden }
      const [asOf, answer] = await Promise.all([
        asOfReader.now(identity.tenant.id),
        deps.index.summary(question),
      ])
      return { ...answer, histogram: histogramView(answer.histogram), asOf }
    },
  )
}

function summaryQuestion(request: ReportRequest, identity: Identity): SummaryRequest {
  const question = summaryRequest(request, identity, ['facets'])
  const facets = oneOfParameter(request.query as QueryParams, 'facets', ['true', 'false'])
  return { ...question, facets: facets !== 'false' }
}

/** Every time that leaves is UTC with its offset. */
function histogramView(histogram: Histogram): object {
  const buckets = histogram.buckets.map(bucket => ({ ...bucket, at: new Date(bucket.at).toISOString() }))
  return { ...histogram, buckets }
}

function rowsRequest(request: ReportRequest, identity: Identity): RowsRequest {
  const parameters = request.query as QueryParams
  const { report, layout } = askedFor(request)
  const sort = oneParameter(parameters, 'sort')
  return {
    ...summaryRequest(request, identity, ROWS_PARAMETERS),
    limit: integerParameter(parameters, 'limit', { min: 1, max: ROWS_MAX }) ?? ROWS_LIMIT_DEFAULT,
    cursor: oneParameter(parameters, 'cursor'),
    order: oneOfParameter(parameters, 'order', ['newest', 'oldest']) ?? layout?.defaultSort,
    sort: sort === undefined ? undefined : readSort(sort, report),
    at: timeParameter(parameters, 'at'),
    skip: integerParameter(parameters, 'skip', { min: 0, max: SKIP_MAX }),
  }
}

/** The rows once more, as the vendor's columns have them: `cells[i]` is `rows[i]`, one text per column. */
function presented(
  layout: Layout,
  rows: readonly object[],
  { tenant }: Identity,
): { columns: string[]; cells: string[][] } {
  const cells = rows.map(row => presentRow(layout, { ...row, tenant: tenant.name }))
  return { columns: layout.columns.map(({ label }) => label), cells }
}
