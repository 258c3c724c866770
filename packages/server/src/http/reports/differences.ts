/**
 * GET /v1/reports/{report}/differences: what is different in a stretch of time from the time around it.
 * `from` and `to` are the stretch, `base_from` and `base_to` the wider time that it is compared with.
 */
import type { QueryParams } from '@daybook/query'
import type { DifferencesRequest } from '@daybook/report'
import type { FastifyInstance } from 'fastify'

import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps, Identity } from '../context.ts'
import { invalidParameter, timeParameter } from '../parameters.ts'
import type { AsOfReader } from './as-of.ts'
import { type ReportRequest, summaryRequest } from './question.ts'
import { differencesSchema } from './question-schemas.ts'

export function differencesRoute(app: FastifyInstance, deps: AppDeps, asOfReader: AsOfReader): void {
  app.get(
    '/v1/reports/:report/differences',
    { schema: differencesSchema, onRequest: requires('read') },
    async (request: ReportRequest) => {
      const identity = identityOf(request)
      const sight = await deps.masking.sightOf(identity.tenant.id, identity.scopes)
      const question = { ...differencesRequest(request, identity), hidden: sight.hidden }
      const [asOf, answer] = await Promise.all([
        asOfReader.now(identity.tenant.id),
        deps.index.differences(question),
      ])
      return { ...answer, asOf }
    },
  )
}

function differencesRequest(request: ReportRequest, identity: Identity): DifferencesRequest {
  const { from, to, ...question } = summaryRequest(request, identity, ['base_from', 'base_to'])
  const parameters = request.query as QueryParams
  if (from === undefined) throw invalidParameter('from', 'is needed: where the compared time begins')
  if (to === undefined) throw invalidParameter('to', 'is needed: where the compared time ends')
  if (from === to) throw invalidParameter('to', 'is not later than "from"')
  const around = { from: timeParameter(parameters, 'base_from'), to: timeParameter(parameters, 'base_to') }
  if (around.from !== undefined && around.from > from)
    throw invalidParameter('base_from', 'is later than "from"')
  if (around.to !== undefined && around.to < to) throw invalidParameter('base_to', 'is earlier than "to"')
  return { ...question, ...around, here: { from, to } }
}
