/**
 * The guards of the scopes: who is asking, and may they?
 * A guard refuses before any byte of the body is read, and says the same for an unknown, a revoked and a missing key.
 */
import { createHash } from 'node:crypto'

import type { Scope } from '@daybook/record'
import type { FastifyRequest } from 'fastify'

import { ServerError } from '../../errors.ts'
import type { AppDeps, Identity } from '../context.ts'

export const SESSION_COOKIE = 'daybook_session'
const KEY_LENGTH_MAX = 256
const GOOD_KEYS_MAX = 1000
const GOOD_KEY_MS = 60_000

type AuthDeps = Pick<AppDeps, 'record' | 'sessions' | 'throttle' | 'clock'>
export type Guard = (request: FastifyRequest) => Promise<void>

/** `Authorization: Bearer dbk_…`, and nothing else: for machines. */
export function bearerGuard(deps: AuthDeps): Guard {
  const byKey = keyIdentifier(deps)
  return async request => {
    request.identity = await byKey(request)
    if (request.identity === undefined) throw new ServerError('UNAUTHENTICATED')
  }
}

/** A key, or the session cookie of the web application. A cookie that changes something must come from our own pages. */
export function bearerOrSessionGuard(deps: AuthDeps): Guard {
  const byKey = keyIdentifier(deps)
  return async request => {
    request.identity = await byKey(request)
    if (request.identity !== undefined) return
    const secret = request.cookies[SESSION_COOKIE]
    request.identity = secret === undefined ? undefined : deps.sessions.identify(secret)
    if (request.identity === undefined) throw new ServerError('UNAUTHENTICATED')
    refuseOtherSites(request)
  }
}

/** Refuses an identity that lacks the scope. Runs after a guard that identifies. */
export function requires(scope: Scope): Guard {
  return async request => {
    if (request.identity?.scopes.includes(scope) === true) return
    throw new ServerError('FORBIDDEN', {
      detail: `This needs the scope "${scope}".`,
      members: { reason: 'scope', scope },
    })
  }
}

/** The identity that a guard of this request's scope has found. */
export function identityOf(request: FastifyRequest): Identity {
  if (request.identity === undefined) throw new ServerError('UNAUTHENTICATED')
  return request.identity
}

/** Throws CROSS_SITE when a changing request names another origin than the one it was sent to. */
export function refuseOtherSites(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new ServerError('CROSS_SITE')
  const { origin, host } = request.headers
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host))
    throw new ServerError('CROSS_SITE')
  // A browser sends at least one of the two with every changing request.
  if (site === undefined && origin === undefined)
    throw new ServerError('CROSS_SITE', { detail: 'Origin or Sec-Fetch-Site is missing.' })
}

/**
 * Answers undefined when there is no Authorization header. An address with too many wrong keys has to wait,
 * but not with a key that was right a moment ago: nobody can lock out others behind the same address.
 */
function keyIdentifier(deps: AuthDeps): (request: FastifyRequest) => Promise<Identity | undefined> {
  const good = new Map<string, number>()
  return async request => {
    if (request.headers.authorization === undefined) return undefined
    const key = keyOf(request)
    const wait = deps.throttle.waitMs(request.ip)
    const digest = wait === 0 || key === undefined ? '' : digestOf(key)
    if (wait > 0 && (good.get(digest) ?? 0) < deps.clock())
      throw new ServerError('TOO_MANY_ATTEMPTS', { retryAfterMs: wait })

    const found =
      key === undefined || key.length > KEY_LENGTH_MAX ? undefined : await deps.record.keys.verify(key)
    if (found === undefined || key === undefined) {
      deps.throttle.failed(request.ip)
      throw new ServerError('UNAUTHENTICATED')
    }
    remember(good, key, deps.clock())
    const tenant = { id: found.tenant, name: found.tenantName }
    return { tenant, scopes: found.scopes, via: 'key', subject: `key:${found.id}` }
  }
}

/** The key that the request came with, right or wrong. */
export function keyOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(headers.authorization ?? '')?.[1]
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

function remember(good: Map<string, number>, key: string, now: number): void {
  const digest = digestOf(key)
  good.delete(digest)
  good.set(digest, now + GOOD_KEY_MS)
  if (good.size <= GOOD_KEYS_MAX) return
  const oldest = good.keys().next()
  if (!oldest.done) good.delete(oldest.value)
}
