/**
 * /v1/query: what a filter text means, and what could be written at a place of it.
 * A text is explained only when it is right; while it is being typed, what is understood of it narrows the proposals.
 */
import {
  completeAt,
  explainQuery,
  printQuery,
  QUERY_LIMITS,
  type QueryParams,
  requireQuery,
} from '@daybook/query'
import type { FastifyInstance } from 'fastify'

import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { integerParameter, invalidParameter, knownParameters, oneParameter } from '../parameters.ts'
import { AsOfReader } from '../reports/as-of.ts'
import { reportParameter, spanOf } from '../reports/question.ts'
import { proposalsOf } from './proposals.ts'
import { completeSchema, explainSchema } from './schemas.ts'

export function queryRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('read') }
  const asOfReader = new AsOfReader(deps)
  app.get('/v1/query/explain', { schema: explainSchema, ...guard }, async request => {
    const query = requireQuery(oneParameter(knownParameters(request, ['q']), 'q') ?? '')
    return { canonical: printQuery(query), explanation: explainQuery(query) }
  })

  app.get('/v1/query/complete', { schema: completeSchema, ...guard }, async request => {
    const parameters: QueryParams = knownParameters(request, ['report', 'q', 'cursor', 'from', 'to'])
    const report = reportParameter(parameters)
    if (report === undefined) throw invalidParameter('report', 'is needed: activity or changes')
    const text = oneParameter(parameters, 'q') ?? ''
    const cursor = integerParameter(parameters, 'cursor', { min: 0, max: QUERY_LIMITS.lengthMax })
    const completion = completeAt(text, cursor ?? text.length)
    const { tenant: own, scopes } = identityOf(request)
    const tenant = own.id
    const { hidden } = await deps.masking.sightOf(tenant, scopes)
    const [asOf, proposals] = await Promise.all([
      asOfReader.now(tenant),
      proposalsOf(deps.index, { tenant, report, ...spanOf(parameters), hidden }, text, completion),
    ])
    const { kind, prefix, start, end, field } = completion
    return { kind, prefix, start, end, ...(field === undefined ? {} : { field }), proposals, asOf }
  })
}
