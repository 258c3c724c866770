/**
 * /v1/keys: the keys of machines.
 * A key's text is in the answer that made it and nowhere else. Only the first tenant's administrators may make keys for others.
 */
import { type KeyRecord, type Scope, SCOPES } from '@daybook/record'
import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'

import { ServerError } from '../../errors.ts'
import { FIRST_TENANT } from '../../first-tenant.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps, Identity } from '../context.ts'
import { knownParameters } from '../parameters.ts'
import { createKeySchema, keyBody, listKeysSchema, revokeKeySchema } from './schemas.ts'

/** A key as administrators see it. */
interface KeyView {
  id: string
  tenant: string
  scopes: Scope[]
  label?: string
  prefix: string
  createdAt: string
  revokedAt?: string
}

export function keyRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('admin') }
  app.post<{ Body: Static<typeof keyBody> }>(
    '/v1/keys',
    { schema: createKeySchema, ...guard },
    async (request, reply): Promise<KeyView & { key: string }> => {
      knownParameters(request, [])
      const { scopes, label, tenant } = request.body
      const owner = await tenantFor(deps, identityOf(request), tenant)
      const ordered = SCOPES.filter(scope => scopes.includes(scope))
      const { key, record } = await deps.record.keys.create({
        tenant: owner,
        scopes: ordered,
        ...(label === undefined ? {} : { label }),
      })
      void reply.status(201)
      return { ...viewOf(record), key }
    },
  )

  app.get('/v1/keys', { schema: listKeysSchema, ...guard }, async (request): Promise<{ keys: KeyView[] }> => {
    knownParameters(request, [])
    const keys = await deps.record.keys.list(identityOf(request).tenant.id)
    return { keys: keys.map(viewOf) }
  })

  app.delete<{ Params: { id: string } }>(
    '/v1/keys/:id',
    { schema: revokeKeySchema, ...guard },
    async (request, reply): Promise<void> => {
      knownParameters(request, [])
      const revoked = await deps.record.keys.revoke(identityOf(request).tenant.id, request.params.id)
      if (!revoked) throw new ServerError('NOT_FOUND')
      void reply.status(204)
    },
  )
}

async function tenantFor(deps: AppDeps, identity: Identity, name: string | undefined): Promise<number> {
  if (name === undefined || name === identity.tenant.name) return identity.tenant.id
  if (identity.tenant.name !== FIRST_TENANT)
    throw new ServerError('FORBIDDEN', { detail: 'Only the first tenant makes keys for others.' })
  return (await deps.record.tenants.ensure(name)).id
}

function viewOf(record: KeyRecord): KeyView {
  return {
    id: record.id,
    tenant: record.tenantName,
    scopes: record.scopes,
    ...(record.label === undefined ? {} : { label: record.label }),
    prefix: record.prefix,
    createdAt: new Date(record.createdAt).toISOString(),
    ...(record.revokedAt === undefined ? {} : { revokedAt: new Date(record.revokedAt).toISOString() }),
  }
}
