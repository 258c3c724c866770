/**
 * /v1/views: saved states of reports.
 * A private view is nobody's but its owner's; a shared one is seen by its tenant and changed by its owner or an administrator.
 */
import { findLayout, isReportId } from '@daybook/query'
import type { ViewInput, ViewRecord } from '@daybook/record'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'

import { ServerError } from '../../errors.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps, Identity } from '../context.ts'
import { knownParameters } from '../parameters.ts'
import {
  createViewSchema,
  listViewsSchema,
  oneViewSchema,
  removeViewSchema,
  updateViewSchema,
  viewBody,
} from './schemas.ts'

interface View extends Omit<ViewRecord, 'createdAt' | 'updatedAt'> {
  mine: boolean
  createdAt: string
  updatedAt: string
}

type Body = Static<typeof viewBody>
interface Params {
  id: string
}

export function viewRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('read') }
  app.post<{ Body: Body }>('/v1/views', { schema: createViewSchema, ...guard }, async (request, reply) => {
    knownParameters(request, [])
    const identity = identityOf(request)
    const { views } = deps.record
    const made = await views.create(identity.tenant.id, identity.subject, inputOf(request.body))
    void reply.status(201)
    return viewOf(made, identity)
  })

  app.get('/v1/views', { schema: listViewsSchema, ...guard }, async (request): Promise<{ views: View[] }> => {
    knownParameters(request, [])
    const identity = identityOf(request)
    const views = await deps.record.views.list(identity.tenant.id, identity.subject)
    return { views: views.map(view => viewOf(view, identity)) }
  })

  app.get<{ Params: Params }>('/v1/views/:id', { schema: oneViewSchema, ...guard }, async request =>
    viewOf(await visible(deps, request), identityOf(request)),
  )

  app.put<{ Params: Params; Body: Body }>(
    '/v1/views/:id',
    { schema: updateViewSchema, ...guard },
    async (request): Promise<View> => {
      const identity = identityOf(request)
      const { id } = changeable(await visible(deps, request), identity)
      const changed = await deps.record.views.update(identity.tenant.id, id, inputOf(request.body))
      if (changed === undefined) throw new ServerError('NOT_FOUND')
      return viewOf(changed, identity)
    },
  )

  app.delete<{ Params: Params }>(
    '/v1/views/:id',
    { schema: removeViewSchema, ...guard },
    async (request, reply): Promise<void> => {
      const identity = identityOf(request)
      const { id } = changeable(await visible(deps, request), identity)
      await deps.record.views.remove(identity.tenant.id, id)
      void reply.status(204)
    },
  )
}

/** Throws NOT_FOUND for what is not there and for what others keep to themselves alike. */
async function visible(deps: AppDeps, request: FastifyRequest<{ Params: Params }>): Promise<ViewRecord> {
  knownParameters(request, [])
  const identity = identityOf(request)
  const view = await deps.record.views.find(identity.tenant.id, request.params.id)
  if (view !== undefined && (view.shared || view.owner === identity.subject)) return view
  throw new ServerError('NOT_FOUND')
}

function changeable(view: ViewRecord, identity: Identity): ViewRecord {
  if (view.owner === identity.subject || identity.scopes.includes('admin')) return view
  throw new ServerError('FORBIDDEN', {
    detail: 'Only its owner or an administrator changes a shared view.',
    members: { reason: 'owner' },
  })
}

function inputOf({ name, report, query, shared = false }: Body): ViewInput {
  if (!isReportId(report) && findLayout(report) === undefined)
    throw new ServerError('INVALID_BODY', { detail: '/report is no report. GET /v1/reports lists them.' })
  return { name, report, query, shared }
}

function viewOf(view: ViewRecord, identity: Identity): View {
  return {
    ...view,
    mine: view.owner === identity.subject,
    createdAt: new Date(view.createdAt).toISOString(),
    updatedAt: new Date(view.updatedAt).toISOString(),
  }
}
