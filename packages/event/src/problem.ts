/** A problem is one thing that is wrong with one event, told so that its sender can mend it. */
/** The codes are a closed table; a path is an RFC 6901 JSON pointer. */

import { LIMITS } from './limits.ts'

export const PROBLEMS = {
  JSON_SYNTAX: { status: 400, text: 'The text is not JSON.' },
  UTF8_INVALID: { status: 400, text: 'The bytes are not UTF-8.' },
  DUPLICATE_KEY: { status: 400, text: 'An object names the same key twice.' },
  FORBIDDEN_KEY: { status: 400, text: 'The key __proto__ is not accepted.' },
  NUMBER_NOT_FINITE: { status: 400, text: 'A number is NaN, infinite or too large for a double.' },
  INTEGER_UNSAFE: { status: 400, text: 'A whole number is beyond 2^53 - 1 and would be rounded.' },
  LONE_SURROGATE: { status: 400, text: 'A text holds half of a surrogate pair.' },
  NUL_CHARACTER: { status: 400, text: 'A text holds U+0000.' },
  TOO_DEEP: { status: 400, text: `Arrays and objects are nested deeper than ${LIMITS.depthMax}.` },
  NOT_JSON: { status: 422, text: 'A value cannot be written as JSON.' },
  EVENT_NOT_OBJECT: { status: 422, text: 'An event is a JSON object.' },
  MISSING_FIELD: { status: 422, text: 'A required field is missing.' },
  UNKNOWN_FIELD: { status: 422, text: 'The event has no such field.' },
  WRONG_TYPE: { status: 422, text: 'A field holds another JSON type than it should.' },
  EMPTY_TEXT: { status: 422, text: 'A text is empty.' },
  BLANK_TEXT: { status: 422, text: 'A text holds nothing but white space.' },
  TEXT_TOO_LONG: { status: 422, text: 'A text is longer than its field allows.' },
  LIST_TOO_LONG: { status: 422, text: 'A list has more items than it may.' },
  UUID_INVALID: { status: 422, text: 'The id is not a UUID.' },
  TIMESTAMP_INVALID: { status: 422, text: 'The time is not an RFC 3339 date-time.' },
  TIMESTAMP_OUT_OF_RANGE: { status: 422, text: 'The time lies outside 1970-01-01 to 2199-12-31.' },
  OFFSET_INVALID: { status: 422, text: 'The offset is not ±HH:MM or contradicts occurredAt.' },
  VALUE_UNKNOWN: { status: 422, text: 'The field has a closed list of values and this is none of them.' },
  IP_INVALID: { status: 422, text: 'The address is neither IPv4 nor IPv6.' },
  SEQUENCE_INVALID: { status: 422, text: 'The sequence is not a whole number from 0 to 2^53 - 1.' },
  CHANGE_EMPTY: { status: 422, text: 'A change has neither old nor new.' },
  EVENT_TOO_LARGE: { status: 422, text: `The canonical event is larger than ${LIMITS.eventBytesMax} bytes.` },
  BATCH_EMPTY: { status: 422, text: 'The batch holds no event.' },
  BATCH_TOO_LARGE: { status: 422, text: `The batch holds more than ${LIMITS.batchMax} events.` },
} as const satisfies Record<string, { status: number; text: string }>

export type ProblemCode = keyof typeof PROBLEMS

export interface Problem {
  code: ProblemCode
  /** JSON pointer from the event (or, from parseJson, from the whole text): `/changes/0/attribute`; empty = the whole. */
  path: string
  message: string
}

export function problem(code: ProblemCode, path: string, detail?: string): Problem {
  return { code, path, message: detail ?? PROBLEMS[code].text }
}

/** RFC 6901 escaping of one step of a pointer. */
export function pointerStep(key: string | number): string {
  return '/' + String(key).replaceAll('~', '~0').replaceAll('/', '~1')
}

export function pointerTo(steps: readonly (string | number)[]): string {
  return steps.map(step => pointerStep(typeof step === 'string' ? step.toWellFormed() : step)).join('')
}
