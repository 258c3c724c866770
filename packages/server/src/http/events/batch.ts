/**
 * One event or `{"events":[…]}`: from bytes to places in the log.
 * All or nothing: either every event of the request is recorded or a duplicate, or the request changed nothing.
 */
import {
  type Accepted,
  acceptText,
  decodeUtf8,
  type NormaliseContext,
  PROBLEMS,
  type Problem,
  type RefusedEvent,
} from '@daybook/event'
import type { Placed } from '@daybook/record'

import { ServerError } from '../../errors.ts'
import type { AppDeps, Identity } from '../context.ts'
import { toServerError } from '../problem.ts'

/** Bad items that a refusal names one by one; `errorsTotal` counts all. */
const REFUSED_NAMED_MAX = 100

export type BatchDeps = Pick<AppDeps, 'record' | 'metrics' | 'catalogs'>

/**
 * Resolves when every event is durable.
 * Throws INVALID_UTF8, INVALID_JSON, INVALID_BODY, BATCH_TOO_LARGE, INVALID_EVENTS, CONFLICT, OVERLOADED: nothing was recorded.
 * Throws UNAVAILABLE: unknown whether it was recorded; the same ids may be sent again.
 */
export async function recordBatch(deps: BatchDeps, identity: Identity, bytes: Uint8Array): Promise<Placed[]> {
  const context = await deps.catalogs.contextOf(identity.tenant.id)
  const { events, placing } = appendBatch(deps, identity, bytes, context)
  try {
    const placed = await placing
    deps.metrics.placed(placed)
    return placed
  } catch (error) {
    deps.metrics.refused(events, toServerError(error).code)
    throw error
  }
}

/**
 * Apart and not async: the frame of who waits for the record would hold the events, thousands of them at a time, and the
 * collector would copy them.
 */
function appendBatch(deps: BatchDeps, identity: Identity, bytes: Uint8Array, context: NormaliseContext) {
  const events = acceptBatch(deps, bytes, context)
  const placing = deps.metrics.timedAppend(events.length, () =>
    deps.record.append(identity.tenant.id, events),
  )
  return { events: events.length, placing }
}

function acceptBatch(deps: BatchDeps, bytes: Uint8Array, context: NormaliseContext): Accepted[] {
  const text = decodeUtf8(bytes)
  if (text === undefined) throw new ServerError('INVALID_UTF8')
  const result = acceptText(text, context)
  if (result.ok) return result.accepted
  if (result.problem !== undefined) throw refusedWhole(result.problem)
  const refusal = refusedEvents(result.refused)
  for (const { problems } of result.refused) deps.metrics.problems(problems)
  deps.metrics.refused(result.events, refusal.code)
  throw refusal
}

function refusedWhole(problem: Problem): ServerError {
  const details = { detail: problem.message, members: { problems: [problem] } }
  if (problem.code === 'BATCH_TOO_LARGE') return new ServerError('BATCH_TOO_LARGE', details)
  return new ServerError(isOfJson(problem) ? 'INVALID_JSON' : 'INVALID_BODY', details)
}

/** JSON that has no one meaning (a key twice, half a character) is refused as JSON, though we know the event that holds it. */
function refusedEvents(refused: readonly RefusedEvent[]): ServerError {
  const json = refused.some(({ problems }) => problems.some(isOfJson))
  const members = { errors: refused.slice(0, REFUSED_NAMED_MAX), errorsTotal: refused.length }
  return new ServerError(json ? 'INVALID_JSON' : 'INVALID_EVENTS', {
    detail: refused[0]?.problems[0]?.message ?? '',
    members,
  })
}

function isOfJson(problem: Problem): boolean {
  return PROBLEMS[problem.code].status === 400
}
