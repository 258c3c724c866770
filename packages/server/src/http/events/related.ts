/**
 * GET /v1/events/{id}/related: what belongs to one entry.
 * The entry is taken from the record, so it is enough that it was acknowledged; what is related is as far as the index sees.
 */
import { RELATED_LIMITS } from '@daybook/report'
import type { FastifyInstance } from 'fastify'

import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { integerParameter, knownParameters } from '../parameters.ts'
import { AsOfReader } from '../reports/as-of.ts'
import { type EntryRequest, storedEntry } from './get.ts'
import { relatedSchema } from './related-schema.ts'

export function relatedRoute(app: FastifyInstance, deps: AppDeps): void {
  const asOfReader = new AsOfReader(deps)
  app.get(
    '/v1/events/:id/related',
    { schema: relatedSchema, onRequest: requires('read') },
    async (request: EntryRequest) => {
      const parameters = knownParameters(request, ['minutes', 'limit'])
      const minutes = integerParameter(parameters, 'minutes', { min: 1, max: RELATED_LIMITS.minutesMax })
      const limit = integerParameter(parameters, 'limit', { min: 1, max: RELATED_LIMITS.limitMax })
      const { tenant: own, scopes } = identityOf(request)
      const tenant = own.id
      const sight = await deps.masking.sightOf(tenant, scopes)
      const { index, event } = await storedEntry(deps, request)
      const [asOf, answer] = await Promise.all([
        asOfReader.now(tenant),
        deps.index.related({ tenant, entry: { index, event }, minutes, limit }),
      ])
      const related = Object.fromEntries(
        Object.entries(answer.related).map(([relation, list]) => [
          relation,
          { ...list, rows: list.rows.map(row => sight.row(row)) },
        ]),
      )
      return { ...answer, related, asOf }
    },
  )
}
