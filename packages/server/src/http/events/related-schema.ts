/** What /v1/events/{id}/related takes and answers, for the documentation. */
import { RELATED_LIMITS, RELATIONS } from '@daybook/report'
import { Type } from 'typebox'

import { BY_KEY_OR_SESSION, type Documented, guardedRefusals, jsonAnswer } from '../documented.ts'
import { asOf } from '../reports/schemas.ts'

const { minutesMax, minutesDefault, limitMax, limitDefault } = RELATED_LIMITS

const list = Type.Optional(
  Type.Object({
    count: Type.Integer({ description: 'Entries that there are, the asked one not counted' }),
    rows: Type.Array(
      Type.Object({ index: Type.Integer(), id: Type.String() }, { additionalProperties: true }),
      {
        description: 'Those nearest in time, oldest first',
      },
    ),
    minutes: Type.Optional(
      Type.Integer({ description: 'Minutes either side that were looked at; absent means all time' }),
    ),
  }),
)

const related = Type.Object({
  related: Type.Object(Object.fromEntries(RELATIONS.map(relation => [relation, list])), {
    description: 'A list for each thing that the entry names',
  }),
  tookMs: Type.Number(),
  asOf,
})

export const relatedSchema: Documented = {
  summary: 'What belongs to an entry',
  description:
    'Entries of the same correlation, request and session, of the same actor around that time, and of the same entity.',
  tags: ['events'],
  security: BY_KEY_OR_SESSION,
  params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  querystring: Type.Object({
    minutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: minutesMax,
        default: minutesDefault,
        description: 'Either side, for the actor',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: limitMax, default: limitDefault, description: 'Of each list' }),
    ),
  }),
  response: {
    200: jsonAnswer('The lists', related),
    ...guardedRefusals('NOT_FOUND', 'INVALID_PARAMETER', 'QUESTION_TOO_EXPENSIVE', 'INDEX_UNAVAILABLE'),
  },
}
