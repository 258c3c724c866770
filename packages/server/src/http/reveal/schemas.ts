/** What uncovering sensitive values takes and answers. The body's schema is also its check. */
import { Type } from 'typebox'

import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  BODY_REFUSALS,
} from '../documented.ts'

/** Attributes of one call. */
const ATTRIBUTES_MAX = 100
const ATTRIBUTE_LENGTH_MAX = 1024
const REASON_LENGTH_MIN = 3
const REASON_LENGTH_MAX = 1000

const asked = {
  reason: Type.String({
    minLength: REASON_LENGTH_MIN,
    maxLength: REASON_LENGTH_MAX,
    pattern: '\\S.*\\S',
    description: 'Why the values are needed; it is recorded',
  }),
  attributes: Type.Array(Type.String({ minLength: 1, maxLength: ATTRIBUTE_LENGTH_MAX }), {
    minItems: 1,
    maxItems: ATTRIBUTES_MAX,
    uniqueItems: true,
    description: 'As changes and states name them; `email` also names what is below it',
  }),
}

export const revealEventBody = Type.Object(asked, { additionalProperties: false })

export const revealStateBody = Type.Object(
  { ...asked, at: Type.Optional(Type.String({ description: 'RFC 3339; the newest state unless given' })) },
  { additionalProperties: false },
)

const anything = Type.Unknown({ description: 'Any JSON value' })
const entry = Type.String({ format: 'uuid', description: 'The entry that tells of this' })

const REFUSALS = ['INVALID_PARAMETER', 'NOT_FOUND', ...BODY_REFUSALS, 'OVERLOADED'] as const

export const revealEventSchema: Documented = {
  summary: 'Uncover sensitive values of an entry',
  description:
    'Needs the scope `reveal`. Who uncovered which attributes of which entry, and why, is recorded before the answer; the values are not.',
  tags: ['events'],
  security: BY_KEY_OR_SESSION,
  params: Type.Object({ id: Type.String() }),
  body: revealEventBody,
  response: {
    200: jsonAnswer(
      'The values as they were sent',
      Type.Object({
        entry,
        changes: Type.Array(
          Type.Object({
            attribute: Type.String(),
            old: Type.Optional(anything),
            new: Type.Optional(anything),
          }),
        ),
        state: Type.Array(Type.Object({ attribute: Type.String(), value: anything }), {
          description: 'Of the state that the entry brought',
        }),
      }),
    ),
    ...guardedRefusals(...REFUSALS),
  },
}

export const revealStateSchema: Documented = {
  summary: "Uncover sensitive values of an entity's state",
  description: 'As of an entry, for the state of an entity at a time.',
  tags: ['entities'],
  security: BY_KEY_OR_SESSION,
  params: Type.Object({ type: Type.String(), id: Type.String() }),
  body: revealStateBody,
  response: {
    200: jsonAnswer(
      'The values',
      Type.Object({
        entry,
        attributes: Type.Array(Type.Object({ attribute: Type.String(), value: anything })),
      }),
    ),
    ...guardedRefusals(...REFUSALS, 'INDEX_UNAVAILABLE', 'QUESTION_TOO_EXPENSIVE'),
  },
}
