/** What the further questions about a report take and answer, for the documentation. */
import { DIFFERENCE_FIELDS, GROUP_BARS, GROUP_BARS_MAX, GROUP_COLUMNS, GROUPS_MAX } from '@daybook/report'
import { Type } from 'typebox'

import { BY_KEY_OR_SESSION, type Documented, guardedRefusals, jsonAnswer } from '../documented.ts'
import { ASKING, asOf, filters, FILTERS, params } from './schemas.ts'

const moment = Type.String({ format: 'date-time' })

const groups = Type.Object({
  groups: Type.Array(
    Type.Object({
      value: Type.String({
        description: 'Exact; empty for none; of a stretch of time its start, in UTC',
      }),
      label: Type.Optional(Type.String({ description: 'What to show instead, such as a name' })),
      count: Type.Integer(),
      failed: Type.Integer(),
      actors: Type.Integer({ description: 'Distinct actors' }),
      latest: moment,
      bars: Type.Array(Type.Integer(), {
        description: 'Rows in each equal part of the time from `from` to `to`, oldest first',
      }),
    }),
  ),
  total: Type.Integer({ description: 'How many groups there are, shown or not' }),
  from: moment,
  to: moment,
  tookMs: Type.Number(),
  asOf,
})

export const groupsSchema: Documented = {
  summary: 'One level of groups of a report',
  description: `${FILTERS} Rows of a group: the same question with \`by\` at the end of \`path\` and its value as a further \`value\`.`,
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  params,
  querystring: Type.Object({
    by: Type.Unsafe<string>({
      type: 'string',
      enum: [...GROUP_COLUMNS],
      description: 'Needed. `attribute` only of changes',
    }),
    sort: Type.Optional(
      Type.String({
        pattern: '^-?(value|count|failed|latest)$',
        description: '`-` is falling; `-count` unless given',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: GROUPS_MAX, default: 100 })),
    offset: Type.Optional(Type.Integer({ minimum: 0 })),
    bars: Type.Optional(Type.Integer({ minimum: 1, maximum: GROUP_BARS_MAX, default: GROUP_BARS })),
    ...filters,
  }),
  response: { 200: jsonAnswer('One level', groups), ...guardedRefusals(...ASKING) },
}

const difference = Type.Object({
  value: Type.String({ description: 'Empty: the event has none' }),
  label: Type.Optional(Type.String()),
  here: Type.Integer(),
  rest: Type.Integer(),
  hereShare: Type.Number({ description: 'Of all events of the stretch, 0 to 1' }),
  restShare: Type.Number(),
  score: Type.Number({ description: 'How far apart the shares at least are, 0 to 1' }),
})

const differences = Type.Object({
  here: Type.Integer({ description: 'All events of the stretch' }),
  rest: Type.Integer({ description: 'All events of the time around it' }),
  fields: Type.Object(Object.fromEntries(DIFFERENCE_FIELDS.map(field => [field, Type.Array(difference)])), {
    description: 'Values that stand out, the greatest difference first',
  }),
  tookMs: Type.Number(),
  asOf,
})

export const differencesSchema: Documented = {
  summary: 'What is different in a stretch of time',
  description: `The values whose share differs most between a stretch of time and the time around it; what chance explains is left out. ${FILTERS}`,
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  params,
  querystring: Type.Object({
    ...filters,
    from: Type.String({ description: 'Where the stretch begins, inclusive' }),
    to: Type.String({ description: 'Where it ends, exclusive' }),
    base_from: Type.Optional(
      Type.String({ description: 'Where the time around it begins; else with the first event' }),
    ),
    base_to: Type.Optional(Type.String({ description: 'Where it ends; else behind the last event' })),
  }),
  response: { 200: jsonAnswer('The differences', differences), ...guardedRefusals(...ASKING) },
}
