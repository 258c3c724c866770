/** What /v1/tenants takes and answers. The body's schema is also its check. */
import { Type } from 'typebox'

import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  BODY_REFUSALS,
} from '../documented.ts'

const ZONE_LENGTH_MAX = 64

export const tenantBody = Type.Object(
  {
    zone: Type.String({
      minLength: 1,
      maxLength: ZONE_LENGTH_MAX,
      description: 'A name of the IANA database, such as `Europe/Lisbon`',
    }),
  },
  { additionalProperties: false },
)

const tenant = Type.Object({
  name: Type.String(),
  zone: Type.String({ description: 'The zone whose wall clock the tenant lives by; `UTC` unless set' }),
})

const params = Type.Object({ name: Type.String() })

export const oneTenantSchema: Documented = {
  summary: 'A tenant',
  description: 'Your own; administrators of the first tenant may ask for any.',
  tags: ['tenants'],
  security: BY_KEY_OR_SESSION,
  params,
  response: { 200: jsonAnswer('The tenant', tenant), ...guardedRefusals('NOT_FOUND') },
}

export const changeTenantSchema: Documented = {
  summary: 'Change a tenant',
  description: 'Sets its time zone: schedules follow it, and pages show it unless a reader chooses another.',
  tags: ['tenants'],
  security: BY_KEY_OR_SESSION,
  params,
  body: tenantBody,
  response: {
    200: jsonAnswer('The tenant as it is now', tenant),
    ...guardedRefusals('NOT_FOUND', ...BODY_REFUSALS),
  },
}
