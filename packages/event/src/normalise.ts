/** Brings what a sender sent into normal form: checked, defaults applied, times in UTC, one canonical text. */
/** Normal form is a fixed point: normalising an event again changes nothing; what the sender said is never reworded. */

import { canonicalise, isPlainObject } from './canonical.ts'
import { LIMITS } from './limits.ts'
import { type Problem, problem } from './problem.ts'
import { readEvent } from './read-event.ts'
import { FieldReader } from './reader.ts'
import { unknownFields } from './unknown-fields.ts'
import type { AuditEvent, Category, Json, JsonObject } from './types.ts'
import { utf8Length } from './utf8.ts'
import { valueProblems } from './values.ts'

export interface NormaliseContext {
  /** A UUID, v7 by preference, for an event that came without one. */
  newId(): string
  /** The catalog's category, when there is a catalog that knows; else the verb decides. */
  categoryOf?(application: string, entityType: string, activity: string): Category | undefined
}

export interface Accepted {
  event: AuditEvent
  /** RFC 8785 canonical JSON of `event`. */
  text: string
  /** Whether the sender named the category; if not, it does not count when contents are compared. */
  categoryGiven: boolean
}

export type Normalised =
  | {
      ok: true
      accepted: Accepted
      /** Keys that the event was written with: a JSON text with more colons repeats one of them. */
      keys: number
    }
  | { ok: false; problems: Problem[] }

/** All problems of one event are told together, at most LIMITS.problemsMax; paths start at the event. */
export function normaliseEvent(value: Json, context: NormaliseContext): Normalised {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !isPlainObject(value))
    return { ok: false, problems: [problem('EVENT_NOT_OBJECT', '')] }
  const reader = new FieldReader()
  const event = readEvent(reader, value, context)
  if (reader.problems.length > 0 || reader.suspect || reader.present !== reader.knownKeys) {
    const problems = explain(reader, value)
    if (problems.length > 0) return { ok: false, problems }
  }
  // The reader put every key in canonical order, so the engine's own writer is RFC 8785 here (property-tested).
  const text = reader.indexKeys ? canonicalise(event as unknown as JsonObject) : JSON.stringify(event)
  const problems = textProblems(text, value)
  if (problems.length > 0) return { ok: false, problems }
  const accepted = { event, text, categoryGiven: value['category'] !== undefined }
  return { ok: true, accepted, keys: reader.knownKeys + reader.freeKeys }
}

/** Does an incoming event say the same as the stored one? A category that we derived does not count. */
export function sameContent(stored: { event: AuditEvent; text: string }, incoming: Accepted): boolean {
  if (stored.text === incoming.text) return true
  if (incoming.categoryGiven || stored.event.category === incoming.event.category) return false
  const event = { ...incoming.event, category: stored.event.category }
  return canonicalise(event as unknown as JsonObject) === stored.text
}

/** Where any JSON value may stand; elsewhere the reader knows better what is wrong with one that is none. */
const FREE = /^\/(?:state|metadata\/|changes\/\d+\/(?:old|new))/

function explain(reader: FieldReader, value: JsonObject): Problem[] {
  const problems = valueProblems(value, LIMITS.problemsMax).filter(
    one => one.code !== 'NOT_JSON' || FREE.test(one.path),
  )
  const named = new Set(problems.map(one => one.path))
  // One complaint about one place is enough: 1e999 as a sequence is not also "no whole number".
  const others = [...unknownFields(value, LIMITS.problemsMax), ...reader.problems].filter(
    one => !named.has(one.path),
  )
  return [...problems, ...others].slice(0, LIMITS.problemsMax)
}

/** What only the canonical text shows cheaply: NUL and lone surrogates, which are written as \u…, and the size. */
function textProblems(text: string, value: JsonObject): Problem[] {
  if (text.includes('\\u')) {
    const problems = valueProblems(value, LIMITS.problemsMax)
    if (problems.length > 0) return problems
  }
  // A UTF-16 code unit is at most three bytes.
  if (text.length * 3 <= LIMITS.eventBytesMax) return []
  const bytes = utf8Length(text)
  if (bytes <= LIMITS.eventBytesMax) return []
  const detail = `The canonical event has ${bytes} bytes; at most ${LIMITS.eventBytesMax} are accepted.`
  return [problem('EVENT_TOO_LARGE', '', detail)]
}
