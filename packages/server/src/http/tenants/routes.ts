/**
 * /v1/tenants: what a tenant is called and which zone's wall clock it lives by.
 * Another tenant is not there for anybody but administrators of the first one.
 */
import { findZone } from '@daybook/query'
import type { Tenant } from '@daybook/record'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'

import { ServerError } from '../../errors.ts'
import { FIRST_TENANT } from '../../first-tenant.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { knownParameters } from '../parameters.ts'
import { changeTenantSchema, oneTenantSchema, type tenantBody } from './schemas.ts'

interface Params {
  name: string
}

interface TenantView {
  name: string
  zone: string
}

export function tenantRoutes(app: FastifyInstance, deps: AppDeps): void {
  app.get<{ Params: Params }>(
    '/v1/tenants/:name',
    { schema: oneTenantSchema, onRequest: requires('read') },
    async (request): Promise<TenantView> => viewOf(deps, await visible(deps, request)),
  )

  app.patch<{ Params: Params; Body: Static<typeof tenantBody> }>(
    '/v1/tenants/:name',
    { schema: changeTenantSchema, onRequest: requires('admin') },
    async (request): Promise<TenantView> => {
      const tenant = await visible(deps, request)
      const { zone } = request.body
      if (findZone(zone) === undefined)
        throw new ServerError('INVALID_BODY', {
          detail: '/zone is no time zone. Write a name such as Europe/Lisbon.',
        })
      await deps.record.tenants.setZone(tenant.id, zone)
      return viewOf(deps, tenant)
    },
  )
}

/** Throws NOT_FOUND for what is not there and for what is not one's own alike. */
async function visible(deps: AppDeps, request: FastifyRequest<{ Params: Params }>): Promise<Tenant> {
  knownParameters(request, [])
  const { tenant, scopes } = identityOf(request)
  const { name } = request.params
  if (name === tenant.name) return tenant
  const any = tenant.name === FIRST_TENANT && scopes.includes('admin')
  const found = any ? await deps.record.tenants.find(name) : undefined
  if (found === undefined) throw new ServerError('NOT_FOUND')
  return found
}

async function viewOf(deps: AppDeps, { id, name }: Tenant): Promise<TenantView> {
  return { name, zone: await deps.record.tenants.zone(id) }
}
