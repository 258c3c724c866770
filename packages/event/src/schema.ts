/** The public artefact of the event: JSON Schema 2020-12 of what a sender may send and of what a reader gets. */
/** Built from the same limits and words as the validator, and tested to agree with it (README, "What a schema cannot say"). */

import { LIMITS } from './limits.ts'
import { ACTOR_TYPES, CATEGORIES, OUTCOMES } from './types.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const UUID_PATTERN = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'
const NIL_OR_MAX = '^(?:0{8}-0{4}-0{4}-0{4}-0{12}|[fF]{8}-[fF]{4}-[fF]{4}-[fF]{4}-[fF]{12})$'
const TIME_PATTERN =
  '^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,30})?(?:[Zz]|[+-]\\d\\d:\\d\\d)$'
const NORMAL_TIME_PATTERN = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$'

type Schema = Record<string, unknown>

function text(maxLength: number, description?: string): Schema {
  const schema: Schema = { type: 'string', minLength: 1, maxLength, pattern: '\\S' }
  return description === undefined ? schema : { ...schema, description }
}

function object(properties: Record<string, Schema>, required: string[], more: Schema = {}): Schema {
  return { type: 'object', properties, required, additionalProperties: false, ...more }
}

const id = text(LIMITS.idMax)
const name = text(LIMITS.nameMax, 'A snapshot: it stays when the thing is renamed or deleted.')
const word = text(LIMITS.vocabularyMax)
const actorType = { enum: [...ACTOR_TYPES], default: 'user' }
const person = { type: actorType, id, name, email: text(LIMITS.emailMax) }
const anyJson = { description: 'Any JSON value.' }

const change = object({ attribute: text(LIMITS.attributeMax), old: anyJson, new: anyJson }, ['attribute'], {
  description: 'One attribute from old to new. No old = newly added, no new = removed.',
  anyOf: [{ required: ['old'] }, { required: ['new'] }],
})

function properties(personRequired: string[]): Record<string, Schema> {
  return {
    id: {
      type: 'string',
      format: 'uuid',
      pattern: UUID_PATTERN,
      not: { pattern: NIL_OR_MAX },
      description: "The sender's idempotency key; made by Daybook when absent. Kept in lower case.",
    },
    occurredAt: {
      type: 'string',
      format: 'date-time',
      pattern: TIME_PATTERN,
      description: `RFC 3339 from ${LIMITS.occurredFrom} to ${LIMITS.occurredTo}; kept in UTC, cut to milliseconds.`,
    },
    occurredOffset: {
      type: 'string',
      pattern: '^[+-]\\d\\d:[0-5]\\d$',
      description: "The sender's offset from UTC.",
    },
    application: text(LIMITS.vocabularyMax, 'Where it happened.'),
    activity: text(LIMITS.vocabularyMax, 'The verb.'),
    category: { enum: [...CATEGORIES], description: "Derived from the activity's verb when absent." },
    outcome: { enum: [...OUTCOMES], default: 'SUCCESS' },
    outcomeReason: text(LIMITS.outcomeReasonMax),
    actor: object({ ...person, impersonator: object(person, personRequired) }, personRequired),
    entity: object({ type: word, id, name }, ['type']),
    related: {
      type: 'array',
      maxItems: LIMITS.relatedMax,
      items: object({ type: word, id, name, role: word }, ['type', 'id']),
    },
    changes: { type: 'array', maxItems: LIMITS.changesMax, items: change },
    state: { description: 'The resulting state of the entity; any JSON value.' },
    origin: object(
      {
        accessMethod: word,
        ip: text(LIMITS.idMax, 'IPv4 or IPv6; kept in the form of RFC 5952.'),
        userAgent: text(LIMITS.userAgentMax),
        sessionId: id,
        requestId: id,
      },
      [],
    ),
    region: word,
    correlation: object({ type: word, id }, ['type', 'id']),
    comment: text(LIMITS.commentMax),
    metadata: { type: 'object' },
    source: object(
      { name: word, sequence: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } },
      ['name', 'sequence'],
      { description: 'The emitter and its own counter: a gap proves loss before us.' },
    ),
  }
}

const REQUIRED_IN_EVENT = ['occurredAt', 'application', 'activity', 'actor', 'entity']

/** What a sender may send. */
export const eventSchema: Schema = {
  $schema: DIALECT,
  $id: 'https://daybook.dev/schema/event-1.json',
  title: 'Daybook event',
  ...object(properties(['id']), REQUIRED_IN_EVENT),
}

const normalTime = { type: 'string', format: 'date-time', pattern: NORMAL_TIME_PATTERN }

const REQUIRED_IN_ENTRY = [
  ...REQUIRED_IN_EVENT,
  'id',
  'category',
  'outcome',
  'tenant',
  'index',
  'recordedAt',
  'leafHash',
]

/** What a reader gets: the event in normal form with what Daybook added. */
export const entrySchema: Schema = {
  $schema: DIALECT,
  $id: 'https://daybook.dev/schema/entry-1.json',
  title: 'Daybook entry',
  ...object(
    {
      ...properties(['type', 'id']),
      occurredAt: normalTime,
      tenant: { type: 'string', minLength: 1 },
      index: {
        type: 'integer',
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: '0, 1, 2 … per tenant.',
      },
      recordedAt: normalTime,
      leafHash: {
        type: 'string',
        pattern: '^[0-9a-f]{64}$',
        description: 'SHA-256(0x00 || leaf), RFC 6962.',
      },
    },
    REQUIRED_IN_ENTRY,
  ),
}
