/** What /v1/entities takes and answers, for the documentation. */
import { MOMENTS_MAX, QUIET_CATEGORIES, STATE_LIMITS } from '@daybook/report'
import { Type } from 'typebox'

import { BY_KEY_OR_SESSION, type Documented, guardedRefusals, jsonAnswer } from '../documented.ts'
import { asOf, filters, FILTERS, paging } from '../reports/schemas.ts'

const REFUSED = ['INVALID_PARAMETER', 'NOT_FOUND', 'QUESTION_TOO_EXPENSIVE', 'INDEX_UNAVAILABLE'] as const

const params = Type.Object({
  type: Type.String({ description: 'Its type, to the letter: `User`' }),
  id: Type.String({ description: 'Its id, to the letter, percent-encoded' }),
})

const glance = Type.Object({
  entity: Type.Object({
    type: Type.String(),
    id: Type.String(),
    name: Type.Optional(Type.String({ description: 'The last that an entry about it gave' })),
  }),
  application: Type.Optional(Type.String({ description: 'Where the last entry about it happened' })),
  entries: Type.Integer({ description: 'Entries about it, and those that name it among the related' }),
  quiet: Type.Integer({ description: `Of these, how many are of ${QUIET_CATEGORIES.join(', ')}` }),
  quietFailed: Type.Integer({ description: 'Of the quiet ones, how many failed' }),
  moments: Type.Array(Type.Object({ at: Type.String({ format: 'date-time' }), index: Type.Integer() }), {
    maxItems: MOMENTS_MAX,
    description: 'Entries that tell of its state, newest first: a time to ask `state` for',
  }),
  momentsTotal: Type.Integer(),
  tookMs: Type.Number(),
  asOf,
})

const history = Type.Object({
  rows: Type.Array(
    Type.Object(
      {
        index: Type.Integer(),
        id: Type.String(),
        occurredAt: Type.String(),
        roles: Type.Array(
          Type.Object({
            as: Type.Union([Type.Literal('entity'), Type.Literal('related')]),
            role: Type.Optional(Type.String({ description: 'What the entry calls the related entity' })),
          }),
          { description: 'What the entity had to do with it' },
        ),
        derived: Type.Optional(
          Type.Boolean({ description: '`changes` come from comparing states, not from the sender' }),
        ),
        omitted: Type.Optional(Type.Integer({ description: 'Derived changes left out' })),
      },
      { additionalProperties: true },
    ),
    { description: 'Events with `index` and `recordedAt`' },
  ),
  nextCursor: Type.Optional(Type.String()),
  prevCursor: Type.Optional(Type.String()),
  tookMs: Type.Number(),
  asOf,
})

const setter = Type.Object(
  {
    how: Type.Union([Type.Literal('changed'), Type.Literal('derived'), Type.Literal('seen')], {
      description:
        '`changed`: a change names it. `derived`: from comparing states. `seen`: who set it is not known, here it first appears',
    }),
    actor: Type.Object({ type: Type.String(), id: Type.String() }, { additionalProperties: true }),
    activity: Type.String(),
    occurredAt: Type.String({ format: 'date-time' }),
    index: Type.Integer(),
    id: Type.String(),
  },
  { description: 'The entry that set it' },
)

const found = Type.Object(
  {
    reason: Type.Unsafe<string>({
      type: 'string',
      enum: ['no-beginning', 'old-differs', 'state-differs', 'path-unknown', 'too-long'],
    }),
    index: Type.Integer(),
    id: Type.String(),
    occurredAt: Type.String({ format: 'date-time' }),
    attribute: Type.Optional(Type.String()),
    known: Type.Optional(Type.Unknown()),
    said: Type.Optional(Type.Unknown()),
  },
  { description: 'An entry that does not fit to what was known before it' },
)

const state = Type.Object({
  entity: Type.Object({
    type: Type.String(),
    id: Type.Optional(Type.String()),
    name: Type.Optional(Type.String({ description: 'The last that entries gave it' })),
  }),
  status: Type.Union([Type.Literal('exact'), Type.Literal('approximate'), Type.Literal('unavailable')], {
    description:
      '`exact`: the entries tell a whole history without contradiction. `approximate`: see `breaks`. `unavailable`: no entry tells of changes or states',
  }),
  exists: Type.Optional(
    Type.Boolean({ description: 'false: not created yet, or deleted; absent: nothing tells' }),
  ),
  state: Type.Optional(Type.Unknown()),
  attributes: Type.Array(
    Type.Object({
      attribute: Type.String(),
      value: Type.Unknown(),
      set: setter,
      masked: Type.Optional(Type.Boolean({ description: 'The value is sensitive and hidden' })),
    }),
    { maxItems: STATE_LIMITS.attributesMax },
  ),
  attributesTotal: Type.Integer(),
  breaks: Type.Array(found, { maxItems: STATE_LIMITS.breaksMax }),
  breaksTotal: Type.Integer(),
  entries: Type.Integer({ description: 'Entries that the state was made of' }),
  tookMs: Type.Number(),
  asOf,
})

const { path: _path, value: _value, zone: _zone, ...historyFilters } = filters

export const entitySchema: Documented = {
  summary: 'An entity at a glance',
  description: 'Its last name, how many entries name it, and the moments at which it may have changed.',
  tags: ['entities'],
  security: BY_KEY_OR_SESSION,
  params,
  response: { 200: jsonAnswer('The entity', glance), ...guardedRefusals(...REFUSED) },
}

export const historySchema: Documented = {
  summary: 'What happened to an entity',
  description: `Entries about the entity, and those that name it among the related. Where an entry brings only a state, its changes are worked out. ${FILTERS}`,
  tags: ['entities'],
  security: BY_KEY_OR_SESSION,
  params,
  querystring: Type.Object({ ...historyFilters, ...paging }),
  response: { 200: jsonAnswer('One page', history), ...guardedRefusals(...REFUSED) },
}

export const stateSchema: Documented = {
  summary: 'What an entity was at a time',
  description: 'Its attributes after everything that had occurred by then, each with who set it.',
  tags: ['entities'],
  security: BY_KEY_OR_SESSION,
  params,
  querystring: Type.Object({
    at: Type.Optional(Type.String({ description: 'RFC 3339 or a date, inclusive; else after everything' })),
  }),
  response: { 200: jsonAnswer('The state', state), ...guardedRefusals(...REFUSED) },
}
