/**
 * /v1/entities/{type}/{id}: what happened to one entity, and what it was at a time.
 * Nothing about an entity is stored: both are worked out of its entries when they are asked for.
 */
import { filterFromParams, type QueryParams } from '@daybook/query'
import { type EntityKey, type HistoryRequest, ROWS_MAX } from '@daybook/report'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import {
  integerParameter,
  knownParameters,
  oneOfParameter,
  oneParameter,
  timeParameter,
} from '../parameters.ts'
import { AsOfReader } from '../reports/as-of.ts'
import { FILTER_PARAMETERS, only, queryOf, spanOf } from '../reports/question.ts'
import { entitySchema, historySchema, stateSchema } from './schemas.ts'

const HISTORY_LIMIT_DEFAULT = 100

type EntityRequest = FastifyRequest<{ Params: EntityKey }>

export function entityRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('read') }
  const asOfReader = new AsOfReader(deps)
  app.get('/v1/entities/:type/:id', { schema: entitySchema, ...guard }, async (request: EntityRequest) => {
    const { tenant } = identityOf(request)
    knownParameters(request, [])
    const question = { tenant: tenant.id, entity: request.params }
    const [asOf, answer] = await Promise.all([asOfReader.now(tenant.id), deps.index.entity(question)])
    const moments = answer.moments.map(({ at, index }) => ({ at: new Date(at).toISOString(), index }))
    return { ...answer, moments, asOf }
  })

  app.get(
    '/v1/entities/:type/:id/history',
    { schema: historySchema, ...guard },
    async (request: EntityRequest) => {
      const { tenant, scopes } = identityOf(request)
      const sight = await deps.masking.sightOf(tenant.id, scopes)
      const { hidden } = sight
      const question = { tenant: tenant.id, entity: request.params, ...pageOf(request), hidden }
      const [asOf, answer] = await Promise.all([asOfReader.now(tenant.id), deps.index.history(question)])
      return { ...answer, rows: answer.rows.map(row => sight.row(row)), asOf }
    },
  )

  app.get(
    '/v1/entities/:type/:id/state',
    { schema: stateSchema, ...guard },
    async (request: EntityRequest) => {
      const { tenant, scopes } = identityOf(request)
      const sight = await deps.masking.sightOf(tenant.id, scopes)
      const at = timeParameter(knownParameters(request, ['at']), 'at')
      const question = { tenant: tenant.id, entity: request.params, at }
      const [asOf, answer] = await Promise.all([asOfReader.now(tenant.id), deps.index.state(question)])
      return { ...sight.state(answer), asOf }
    },
  )
}

function pageOf(request: EntityRequest): Omit<HistoryRequest, 'tenant' | 'entity'> {
  const parameters: QueryParams = knownParameters(request, [
    ...FILTER_PARAMETERS,
    'q',
    'from',
    'to',
    'limit',
    'cursor',
    'order',
  ])
  return {
    ...spanOf(parameters),
    filter: filterFromParams(only(parameters, FILTER_PARAMETERS)),
    q: queryOf(parameters),
    limit: integerParameter(parameters, 'limit', { min: 1, max: ROWS_MAX }) ?? HISTORY_LIMIT_DEFAULT,
    cursor: oneParameter(parameters, 'cursor'),
    order: oneOfParameter(parameters, 'order', ['newest', 'oldest']),
  }
}
