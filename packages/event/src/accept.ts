/** The whole way from a JSON text to accepted events: the hot road of a batch. */
/** The values are walked once; what is wrong with one event never hides what is wrong with another. */

import { LIMITS } from './limits.ts'
import { type Accepted, normaliseEvent, type NormaliseContext } from './normalise.ts'
import { type Problem, problem } from './problem.ts'
import { scanText } from './scan.ts'
import { countColons, countKeys, firstProblem, parseLoosely, TEXT_DEPTH_MAX } from './strict.ts'
import { didYouMean } from './suggest.ts'
import type { Json, JsonObject } from './types.ts'

export interface RefusedEvent {
  /** 0, 1, 2 … in the batch. */
  position: number
  /** Paths start at the event. */
  problems: Problem[]
}

export type AcceptedText =
  | { ok: true; batch: boolean; accepted: Accepted[] }
  /** Nothing can be said about single events: the text is not JSON, or neither an event nor a batch. The path starts at the text. */
  | { ok: false; problem: Problem; refused: undefined }
  /** In the order of the batch, which holds `events` events. */
  | { ok: false; problem: undefined; events: number; refused: RefusedEvent[] }

/** Duplicate keys told about one text. */
const DUPLICATES_MAX = 10_000

/** One event, or `{"events":[…]}` of at most LIMITS.batchMax. All or nothing: one refused event refuses the text. */
export function acceptText(text: string, context: NormaliseContext): AcceptedText {
  const parsed = parseLoosely(text)
  if (parsed === undefined) return unreadable(firstProblem(text))
  const batch = isBatch(parsed.value)
  if (!batch) return settle(text, [parsed.value], '', 0, context)
  const wrong = batchProblem(parsed.value as JsonObject)
  if (wrong !== undefined) return unreadable(wrong)
  return settle(text, (parsed.value as JsonObject)['events'] as Json[], '/events', 1, context)
}

function settle(
  text: string,
  events: Json[],
  prefix: string,
  outerKeys: number,
  context: NormaliseContext,
): AcceptedText {
  const accepted: Accepted[] = []
  const refused = new Map<number, Problem[]>()
  let keys = outerKeys
  for (let i = 0; i < events.length; i++) {
    const result = normaliseEvent(events[i] as Json, context)
    if (result.ok) accepted.push(result.accepted)
    else refused.set(i, result.problems)
    keys += result.ok ? result.keys : countKeys(events[i] as Json)
  }
  if (keys !== countColons(text)) {
    const outer = addDuplicates(text, prefix, refused)
    if (outer !== undefined) return unreadable(outer)
  }
  if (refused.size === 0) return { ok: true, batch: prefix !== '', accepted }
  const inOrder = [...refused].sort(([a], [b]) => a - b)
  return {
    ok: false,
    problem: undefined,
    events: events.length,
    refused: inOrder.map(([position, problems]) => ({
      position,
      problems: problems.slice(0, LIMITS.problemsMax),
    })),
  }
}

/** Adds each duplicate key to its event; answers one that stands outside every event. */
function addDuplicates(text: string, prefix: string, refused: Map<number, Problem[]>): Problem | undefined {
  const duplicates = scanText(text, TEXT_DEPTH_MAX, DUPLICATES_MAX).filter(
    one => one.code === 'DUPLICATE_KEY',
  )
  for (const one of duplicates.reverse()) {
    const inside = prefix === '' ? ['', '0', one.path] : /^\/events\/(\d+)(\/.*)$/s.exec(one.path)
    if (inside === null) return one
    const position = Number(inside[1])
    const path = inside[2] as string
    // What JSON.parse kept of the key says nothing about what the sender meant.
    const others = (refused.get(position) ?? []).filter(other => other.path !== path)
    refused.set(position, [{ ...one, path }, ...others])
  }
  return undefined
}

function isBatch(value: Json): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'events')
  )
}

function batchProblem(batch: JsonObject): Problem | undefined {
  const foreign = Object.keys(batch).find(key => key !== 'events')
  if (foreign !== undefined) {
    const detail = `A batch has no field but "events".${didYouMean(foreign, ['events'])}`
    return problem('UNKNOWN_FIELD', `/${foreign.toWellFormed().slice(0, 60)}`, detail)
  }
  const events = batch['events']
  if (!Array.isArray(events)) return problem('WRONG_TYPE', '/events', 'Must be a list of events.')
  if (events.length === 0) return problem('BATCH_EMPTY', '/events')
  if (events.length > LIMITS.batchMax) {
    const detail = `At most ${LIMITS.batchMax} events; this has ${events.length}.`
    return problem('BATCH_TOO_LARGE', '/events', detail)
  }
  return undefined
}

function unreadable(problem: Problem): AcceptedText {
  return { ok: false, problem, refused: undefined }
}
