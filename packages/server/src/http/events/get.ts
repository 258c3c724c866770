/**
 * GET /v1/events/{id}: one entry, as it stands in the record.
 * The index is not asked, so an entry can be read as soon as it was acknowledged; another tenant's entry is absent.
 */
import { createHash } from 'node:crypto'

import { type Entry, isUuid, toEntry } from '@daybook/event'
import type { StoredEntry } from '@daybook/record'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { ServerError } from '../../errors.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { invalidParameter, knownParameters } from '../parameters.ts'
import { getEventSchema } from './schemas.ts'

export type EntryRequest = FastifyRequest<{ Params: { id: string } }>

export function getEvent(app: FastifyInstance, deps: AppDeps): void {
  app.get(
    '/v1/events/:id',
    { schema: getEventSchema, onRequest: requires('read') },
    async (request: EntryRequest): Promise<Entry> => {
      knownParameters(request, [])
      const { tenant, scopes } = identityOf(request)
      const sight = await deps.masking.sightOf(tenant.id, scopes)
      const stored = await storedEntry(deps, request)
      const recordedAt = new Date(stored.recordedAt).toISOString()
      const { index, secret, event } = stored
      return sight.row(toEntry({ tenant: tenant.name, index, recordedAt, secret, event }, sha256))
    },
  )
}

/** The entry of the address, of the tenant who asks. Throws INVALID_PARAMETER, NOT_FOUND. */
export async function storedEntry(
  deps: Pick<AppDeps, 'record'>,
  request: EntryRequest,
): Promise<StoredEntry> {
  const id = request.params.id.toLowerCase()
  if (!isUuid(id)) throw invalidParameter('id', 'is a UUID')
  const stored = await deps.record.get(identityOf(request).tenant.id, id)
  if (stored === undefined) throw new ServerError('NOT_FOUND')
  return stored
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}
