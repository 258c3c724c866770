/** What /v1/keys takes and answers. The body's schema is also its check. */
import { type Scope, SCOPES } from '@daybook/record'
import { Type } from 'typebox'

import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  BODY_REFUSALS,
} from '../documented.ts'

const LABEL_LENGTH_MAX = 200

const scope = Type.Unsafe<Scope>({ type: 'string', enum: [...SCOPES] })

export const keyBody = Type.Object(
  {
    scopes: Type.Array(scope, { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
    label: Type.Optional(Type.String({ minLength: 1, maxLength: LABEL_LENGTH_MAX })),
    tenant: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'Another tenant, made when absent; only for the first tenant',
      }),
    ),
  },
  { additionalProperties: false },
)

const view = {
  id: Type.String(),
  tenant: Type.String(),
  scopes: Type.Array(scope),
  label: Type.Optional(Type.String()),
  prefix: Type.String({ description: 'The public part: enough to recognise the key' }),
  createdAt: Type.String({ format: 'date-time' }),
  revokedAt: Type.Optional(Type.String({ format: 'date-time' })),
}

export const createKeySchema: Documented = {
  summary: 'Make a key',
  description: 'The key is in this answer and nowhere else.',
  tags: ['keys'],
  security: BY_KEY_OR_SESSION,
  body: keyBody,
  response: {
    201: jsonAnswer('The key', Type.Object({ ...view, key: Type.String() })),
    ...guardedRefusals(...BODY_REFUSALS),
  },
}

export const listKeysSchema: Documented = {
  summary: 'The keys of this tenant',
  tags: ['keys'],
  security: BY_KEY_OR_SESSION,
  response: {
    200: jsonAnswer('Keys without their secrets', Type.Object({ keys: Type.Array(Type.Object(view)) })),
    ...guardedRefusals(),
  },
}

export const revokeKeySchema: Documented = {
  summary: 'Revoke a key',
  tags: ['keys'],
  security: BY_KEY_OR_SESSION,
  params: Type.Object({ id: Type.String() }),
  response: { 204: { description: 'Revoked', type: 'null' }, ...guardedRefusals('NOT_FOUND', 'CROSS_SITE') },
}
