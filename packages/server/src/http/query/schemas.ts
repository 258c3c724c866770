/** What /v1/query takes and answers, for the documentation. */
import { QUERY_LIMITS } from '@daybook/query'
import { Type } from 'typebox'

import { BY_KEY_OR_SESSION, type Documented, guardedRefusals, jsonAnswer } from '../documented.ts'
import { asOf } from '../reports/schemas.ts'

const q = Type.Optional(
  Type.String({ description: 'A text of the filter language', maxLength: QUERY_LIMITS.lengthMax }),
)

const explained = Type.Object({
  canonical: Type.String({ description: 'The same question in its one spelling' }),
  explanation: Type.String({ description: 'Such as: events in UserHub, that failed' }),
})

export const explainSchema: Documented = {
  summary: 'What a filter text means',
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  querystring: Type.Object({ q }),
  response: { 200: jsonAnswer('The meaning', explained), ...guardedRefusals('INVALID_PARAMETER') },
}

const completed = Type.Object({
  kind: Type.Unsafe<string>({ type: 'string', enum: ['field', 'value', 'word', 'none'] }),
  prefix: Type.String({ description: 'What is typed before the cursor' }),
  start: Type.Integer({ description: 'A proposal replaces the text from here' }),
  end: Type.Integer({ description: 'to here, exclusive; in UTF-16 units' }),
  field: Type.Optional(Type.String({ description: 'Of a value: its field' })),
  proposals: Type.Array(
    Type.Object({
      insert: Type.String({ description: 'What to write' }),
      label: Type.String(),
      description: Type.String(),
      count: Type.Optional(
        Type.Integer({ description: 'Rows with this value under the other terms of the text' }),
      ),
    }),
  ),
  asOf,
})

export const completeSchema: Documented = {
  summary: 'What could be written at a place of a filter text',
  description: 'Fields and values of closed lists, and values that occur, most frequent first.',
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  querystring: Type.Object({
    report: Type.Union([Type.Literal('activity'), Type.Literal('changes')]),
    q,
    cursor: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: QUERY_LIMITS.lengthMax,
        description: 'In UTF-16 units; else the end of the text',
      }),
    ),
    from: Type.Optional(Type.String({ description: 'Count from this time on' })),
    to: Type.Optional(Type.String({ description: 'Exclusive' })),
  }),
  response: {
    200: jsonAnswer('The proposals', completed),
    ...guardedRefusals('INVALID_PARAMETER', 'QUESTION_TOO_EXPENSIVE', 'INDEX_UNAVAILABLE'),
  },
}
