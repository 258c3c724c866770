/**
 * GET /v1/live: what is recorded, as it is recorded, as server-sent events.
 * The record is read, not the index: an entry is told as soon as it is durable, and again never, also after a reconnection.
 */
import { PassThrough } from 'node:stream'

import { allOf, EVERYTHING, filterFromParams, fromFilter, matcherOf, type QueryParams } from '@daybook/query'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { identityOf, requires } from '../auth/authenticate.ts'
import { isStillAllowed } from '../auth/still-allowed.ts'
import type { AppDeps } from '../context.ts'
import { integerParameter, invalidParameter, knownParameters } from '../parameters.ts'
import { FILTER_PARAMETERS, only, queryOf, reportParameter } from '../reports/question.ts'
import { LiveHub } from './hub.ts'
import { liveSchema } from './schemas.ts'
import { type LiveLimits, startLive, UNREAD_BYTES_MAX } from './stream.ts'

const LIMITS: LiveLimits = { streamsPerTenantMax: 100, heartbeatMs: 15_000, slowMs: 30_000 }
/** How far behind the head a stream may begin: beyond it, reports are the way to read. */
const BEHIND_MAX = 1_000_000
/** How long the last bytes of an ended stream may stay unread. */
const LINGER_MS = 1000

export function liveRoute(app: FastifyInstance, deps: AppDeps): void {
  const limits = { ...LIMITS, ...deps.liveLimits }
  const hub = new LiveHub(deps, limits.streamsPerTenantMax)
  app.get(
    '/v1/live',
    { schema: liveSchema, onRequest: requires('read'), exposeHeadRoute: false },
    async (request, reply) => {
      const { tenant, scopes } = identityOf(request)
      const sight = () => deps.masking.sightOf(tenant.id, scopes)
      const live = { ...liveOf(request), sight, next: await beginning(deps, request) }
      const out = new PassThrough({ highWaterMark: UNREAD_BYTES_MAX })
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const allowed = (): Promise<boolean> => isStillAllowed(deps, request, 'read')
      void startLive({ ...deps, hub, limits }, { ...live, allowed }, out, gone.signal).then(() =>
        cutLater(reply),
      )
      return reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no')
        .send(out)
    },
  )
}

function liveOf(request: FastifyRequest) {
  const parameters: QueryParams = knownParameters(request, ['report', 'q', 'after', ...FILTER_PARAMETERS])
  const report = reportParameter(parameters)
  if (report === undefined) throw invalidParameter('report', 'is needed: activity or changes')
  const filter = filterFromParams(only(parameters, FILTER_PARAMETERS))
  const matcher = matcherOf(allOf(fromFilter(filter), queryOf(parameters) ?? EVERYTHING))
  return { tenant: identityOf(request).tenant.id, report, matcher }
}

/** Behind what the reader has seen, or at the head of the record. */
async function beginning(deps: Pick<AppDeps, 'record'>, request: FastifyRequest): Promise<number> {
  const { id } = identityOf(request).tenant
  const heads = await deps.record.heads()
  const head = heads.find(({ tenant }) => tenant === id)?.next ?? 0
  const header = request.headers['last-event-id']
  const [name, given]: [string, QueryParams] =
    typeof header === 'string' && header !== ''
      ? ['Last-Event-ID', { 'Last-Event-ID': header }]
      : ['after', request.query as QueryParams]
  const seen = integerParameter(given, name, { min: 0, max: Number.MAX_SAFE_INTEGER })
  if (seen === undefined) return head
  if (seen >= head) throw invalidParameter(name, 'is the index of an entry, and there is none')
  if (head - seen > BEHIND_MAX)
    throw invalidParameter(name, `is more than ${BEHIND_MAX} entries ago: read them as a report`)
  return seen + 1
}

/** A reader that does not take the end of its stream does not keep its connection. */
function cutLater({ raw }: FastifyReply): void {
  setTimeout(() => {
    if (!raw.writableFinished) raw.destroy()
  }, LINGER_MS).unref()
}
