/**
 * GET /v1/events/{id}: one entry, as it stands in the record.
 * The index is not asked, so an entry can be read as soon as it was acknowledged; another tenant's entry is absent.
 */
import { createHash } from 'node:crypto'

import { type Entry, isUuid, toEntry } from '@daybook/event'
import type { FastifyInstance } from 'fastify'

import { ServerError } from '../../errors.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { invalidParameter, knownParameters } from '../parameters.ts'
import { getEventSchema } from './schemas.ts'

export function getEvent(app: FastifyInstance, deps: AppDeps): void {
  app.get<{ Params: { id: string } }>(
    '/v1/events/:id',
    { schema: getEventSchema, onRequest: requires('read') },
    async (request): Promise<Entry> => {
      knownParameters(request, [])
      const id = request.params.id.toLowerCase()
      if (!isUuid(id)) throw invalidParameter('id', 'is a UUID')
      const { tenant } = identityOf(request)
      const stored = await deps.record.get(tenant.id, id)
      if (stored === undefined) throw new ServerError('NOT_FOUND')
      const recordedAt = new Date(stored.recordedAt).toISOString()
      return toEntry(
        { tenant: tenant.name, index: stored.index, recordedAt, secret: stored.secret, event: stored.event },
        sha256,
      )
    },
  )
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}
