/**
 * POST …/reveal: sensitive values as they are, for who has the right and gives a reason.
 * The entry that tells of it is on disk before the answer leaves, and holds no value. A crash between the two leaves an entry
 * about values that nobody got; asking again makes another.
 */
import type { EntityRef, Json, JsonObject, Related } from '@daybook/event'
import { plainPath } from '@daybook/query'
import { leavesOf } from '@daybook/report'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'

import { ServerError } from '../../errors.ts'
import { actorOf, OwnEntries } from '../../own-entries.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { storedEntry } from '../events/get.ts'
import { knownParameters, timeParameter } from '../parameters.ts'
import { revealEventBody, revealEventSchema, revealStateBody, revealStateSchema } from './schemas.ts'

type EventBody = Static<typeof revealEventBody>
type StateBody = Static<typeof revealStateBody>

interface AttributeValue {
  attribute: string
  value: Json
}

export function revealRoutes(app: FastifyInstance, deps: AppDeps): void {
  const guard = { onRequest: requires('reveal') }
  const own = new OwnEntries(deps.record)

  app.post<{ Params: { id: string }; Body: EventBody }>(
    '/v1/events/:id/reveal',
    { schema: revealEventSchema, ...guard },
    async request => {
      knownParameters(request, [])
      const { reason, attributes } = request.body
      const { event } = await storedEntry(deps, request)
      const changes = (event.changes ?? []).filter(change => names(attributes, change.attribute))
      const state = valuesOf(leavesOf(event.state), attributes)
      if (changes.length + state.length === 0) throw nothingNamed()
      const entity = { type: 'Audit event', id: event.id }
      const entry = await enter(request, { entity, related: event.entity, reason, attributes })
      return { entry, changes, state }
    },
  )

  app.post<{ Params: { type: string; id: string }; Body: StateBody }>(
    '/v1/entities/:type/:id/reveal',
    { schema: revealStateSchema, ...guard },
    async request => {
      knownParameters(request, [])
      const { reason, attributes, at } = request.body
      const { tenant } = identityOf(request)
      const moment = at === undefined ? undefined : timeParameter({ at }, 'at')
      const answer = await deps.index.state({ tenant: tenant.id, entity: request.params, at: moment })
      const found = valuesOf(
        new Map(answer.attributes.map(({ attribute, value }) => [attribute, value])),
        attributes,
      )
      if (found.length === 0) throw nothingNamed()
      const { type, id } = request.params
      const entry = await enter(request, {
        entity: { type, id },
        reason,
        attributes,
        ...(moment === undefined ? {} : { at: new Date(moment).toISOString() }),
      })
      return { entry, attributes: found }
    },
  )

  interface Revealed {
    entity: EntityRef
    /** What the entry was about: its history tells of this, too. */
    related?: EntityRef
    reason: string
    attributes: readonly string[]
    at?: string
  }

  function enter(request: FastifyRequest, { entity, related, reason, attributes, at }: Revealed) {
    const identity = identityOf(request)
    const metadata: JsonObject = { attributes: [...attributes], ...(at === undefined ? {} : { at }) }
    return own.enter(identity.tenant.id, {
      key: ['reveal', deps.newId()],
      at: deps.clock(),
      activity: 'Values revealed',
      category: 'read',
      actor: actorOf(identity),
      entity,
      ...(related?.id === undefined || related.id === ''
        ? {}
        : { related: [{ ...related, id: related.id }] as Related[] }),
      comment: reason,
      metadata,
    })
  }
}

/** Whether the path is one of the named ones or below it; brackets do not count. */
function names(attributes: readonly string[], path: string): boolean {
  return attributes.some(
    named => named === path || path.startsWith(`${named}.`) || plainPath(path) === plainPath(named),
  )
}

function valuesOf(leaves: ReadonlyMap<string, Json>, attributes: readonly string[]): AttributeValue[] {
  return [...leaves]
    .filter(([attribute]) => names(attributes, attribute))
    .map(([attribute, value]) => ({ attribute, value }))
}

function nothingNamed(): ServerError {
  return new ServerError('NOT_FOUND', {
    detail: 'None of these attributes has a value here.',
    members: { reason: 'attributes' },
  })
}
