/**
 * Whether who began a long answer may still have it: keys are revoked and sessions end while streams are open.
 * Asks for what the request came with once more; a wrong one does not count as an attempt.
 */
import type { Scope } from '@daybook/record'
import type { FastifyRequest } from 'fastify'

import type { AppDeps } from '../context.ts'
import { identityOf, keyOf, SESSION_COOKIE } from './authenticate.ts'

/** Throws what the record throws when it is away. */
export async function isStillAllowed(
  deps: Pick<AppDeps, 'record' | 'sessions'>,
  request: FastifyRequest,
  scope: Scope,
): Promise<boolean> {
  const { tenant } = identityOf(request)
  const key = keyOf(request)
  if (key !== undefined) {
    const found = await deps.record.keys.verify(key)
    return found?.tenant === tenant.id && found.scopes.includes(scope)
  }
  const secret = request.cookies[SESSION_COOKIE]
  const identity = secret === undefined ? undefined : deps.sessions.identify(secret)
  return identity?.tenant.id === tenant.id && identity.scopes.includes(scope)
}
