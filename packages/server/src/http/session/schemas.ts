/** What /v1/session takes and answers. The body's schema is also its check. */
import { Type } from 'typebox'

import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  refusals,
  BODY_REFUSALS,
} from '../documented.ts'

export const sessionBody = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 256 }) },
  { additionalProperties: false },
)

const view = Type.Object({
  tenant: Type.String(),
  zone: Type.String({
    description: 'The zone whose wall clock the tenant lives by, such as `Europe/Lisbon`',
  }),
  scopes: Type.Array(Type.String()),
  via: Type.Union([Type.Literal('key'), Type.Literal('session')]),
  sample: Type.Boolean({ description: 'The record begins with sample data' }),
})

export const signInSchema: Documented = {
  summary: 'Sign in',
  description: 'Exchanges the one-time token of a sign-in link for a session cookie.',
  tags: ['session'],
  body: sessionBody,
  response: {
    201: jsonAnswer('Signed in', view),
    ...refusals('UNAUTHENTICATED', 'TOO_MANY_ATTEMPTS', ...BODY_REFUSALS, 'UNKNOWN_PARAMETER', 'UNAVAILABLE'),
  },
}

export const getSessionSchema: Documented = {
  summary: 'Who am I',
  tags: ['session'],
  security: BY_KEY_OR_SESSION,
  response: { 200: jsonAnswer('Tenant and rights', view), ...guardedRefusals() },
}

export const endSessionSchema: Documented = {
  summary: 'Sign out',
  tags: ['session'],
  security: BY_KEY_OR_SESSION,
  response: { 204: { description: 'Signed out', type: 'null' }, ...guardedRefusals('CROSS_SITE') },
}
