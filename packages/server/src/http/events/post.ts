/**
 * POST /v1/events: the door.
 * A 2xx means durable; every other answer means that nothing was recorded, but for UNAVAILABLE, which means unknown.
 */
import { Readable } from 'node:stream'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { ServerError } from '../../errors.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import { decompressed, encodingOf } from '../body/encoding.ts'
import { readBody } from '../body/read.ts'
import type { AppDeps, Identity } from '../context.ts'
import { flagParameter, knownParameters, oneOfParameter } from '../parameters.ts'
import { resultsText } from './answer.ts'
import { recordBatch } from './batch.ts'
import { BYTES_WAITING_MAX, Intake } from './intake.ts'
import { answerLines } from './stream.ts'
import { postEventsSchema } from './schemas.ts'

const WAIT_INDEXED_MS_MAX = 10_000
/** Answers that a sender may leave unread before we stop reading from it. */
const UNREAD_ANSWER_BYTES_MAX = 1024 * 1024
const JSON_TYPE = 'application/json; charset=utf-8'
const NDJSON_TYPE = 'application/x-ndjson; charset=utf-8'

interface Wanted {
  wait: boolean
  quiet: boolean
}

export function postEvents(app: FastifyInstance, deps: AppDeps): void {
  app.post(
    '/v1/events',
    { schema: postEventsSchema, validatorCompiler: () => () => true, onRequest: requires('ingest') },
    async (request, reply) => {
      const wanted = wantedOf(request)
      const identity = identityOf(request)
      if (deps.stopping.aborted) throw new ServerError('STOPPING')
      if (mediaTypeOf(request) === 'ndjson') return takeStream(deps, request, reply, identity, wanted)
      return takeBatch(deps, request, reply, identity, wanted)
    },
  )
}

async function takeBatch(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  identity: Identity,
  wanted: Wanted,
): Promise<string> {
  const body = await readBody(request.raw, deps.budget)
  try {
    const placed = await recordBatch(deps, identity, body.bytes)
    const created = placed.some(one => one.status === 'recorded')
    void reply.header('content-type', JSON_TYPE)
    if (!wanted.wait) {
      void reply.status(created ? 201 : 200)
      return resultsText(placed)
    }
    const last = placed.reduce((highest, one) => Math.max(highest, one.index), -1)
    const indexed = await waitIndexed(deps, identity, last)
    void reply.status(indexed ? (created ? 201 : 200) : 202)
    return resultsText(placed, indexed)
  } finally {
    body.release()
  }
}

async function takeStream(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  identity: Identity,
  wanted: Wanted,
): Promise<FastifyReply> {
  const context = await deps.catalogs.contextOf(identity.tenant.id)
  const hold = deps.budget.open()
  const encoding = encodingOf(request.headers['content-encoding'])
  if (!hold.resize(2 * BYTES_WAITING_MAX))
    throw new ServerError('OVERLOADED', { detail: 'Too many streams at once.', retryAfterMs: 1000 })
  const intake = new Intake(decompressed(encoding, request.raw), context)
  const options = {
    quiet: wanted.quiet,
    ...(wanted.wait ? { waitIndexed: (index: number) => waitIndexed(deps, identity, index) } : {}),
  }
  const answers = Readable.from(answerLines(deps, identity, intake, options), {
    objectMode: false,
    highWaterMark: UNREAD_ANSWER_BYTES_MAX,
  })
  answers.once('close', () => {
    hold.release()
    intake.stop(new ServerError('INVALID_HTTP'))
  })
  return reply.status(200).header('content-type', NDJSON_TYPE).send(answers)
}

function waitIndexed(deps: AppDeps, identity: Identity, index: number): Promise<boolean> {
  return deps.followers.waitFor('index', identity.tenant.id, index, WAIT_INDEXED_MS_MAX)
}

function wantedOf(request: FastifyRequest): Wanted {
  const parameters = knownParameters(request, ['wait', 'quiet'])
  return {
    wait: oneOfParameter(parameters, 'wait', ['indexed']) !== undefined,
    quiet: flagParameter(parameters, 'quiet'),
  }
}

function mediaTypeOf(request: FastifyRequest): 'json' | 'ndjson' {
  const header = request.headers['content-type'] ?? ''
  const [type = '', ...parameters] = header.toLowerCase().split(';')
  const charset = parameters
    .map(parameter => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find(found => found !== undefined)
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new ServerError('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send UTF-8.' })
  const name = type.trim()
  if (name === 'application/json') return 'json'
  if (name === 'application/x-ndjson' || name === 'application/ndjson' || name === 'application/jsonl')
    return 'ndjson'
  throw new ServerError('UNSUPPORTED_MEDIA_TYPE', {
    detail: 'Send application/json or application/x-ndjson.',
  })
}
