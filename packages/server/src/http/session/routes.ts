/**
 * /v1/session: how the web application signs in and out.
 * The secret travels only in an HttpOnly, SameSite=Strict cookie; pages never see it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'

import { ServerError } from '../../errors.ts'
import { identityOf, refuseOtherSites, SESSION_COOKIE } from '../auth/authenticate.ts'
import type { AppDeps, Identity } from '../context.ts'
import { knownParameters } from '../parameters.ts'
import { endSessionSchema, getSessionSchema, sessionBody, signInSchema } from './schemas.ts'
import { SESSION_LIFETIME_MS } from './sessions.ts'

/** Events of the sample carry this name in `source.name`. */
const SAMPLE_SOURCE = 'daybook-sample'

interface SessionView {
  tenant: string
  /** The zone whose wall clock the tenant lives by. */
  zone: string
  scopes: readonly string[]
  via: 'key' | 'session'
  /** The tenant's record begins with sample data. */
  sample: boolean
}

/** Signing in: nobody is identified yet, so this one belongs to the public scope. */
export function signInRoute(app: FastifyInstance, deps: AppDeps): void {
  app.post<{ Body: Static<typeof sessionBody> }>(
    '/v1/session',
    { schema: signInSchema },
    async (request, reply): Promise<SessionView> => {
      knownParameters(request, [])
      if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined)
        refuseOtherSites(request)
      const wait = deps.throttle.waitMs(request.ip)
      if (wait > 0) throw new ServerError('TOO_MANY_ATTEMPTS', { retryAfterMs: wait })
      const session = deps.sessions.exchange(request.body.token)
      if (session === undefined) {
        deps.throttle.failed(request.ip)
        throw new ServerError('UNAUTHENTICATED', {
          detail:
            'This sign-in link is wrong, was used or is too old. A start of the server prints a fresh one.',
        })
      }
      setCookie(request, reply, session.secret, SESSION_LIFETIME_MS / 1000)
      void reply.status(201)
      return viewOf(deps, session.identity)
    },
  )
}

export function sessionRoutes(app: FastifyInstance, deps: AppDeps): void {
  app.get('/v1/session', { schema: getSessionSchema }, async (request): Promise<SessionView> => {
    knownParameters(request, [])
    return viewOf(deps, identityOf(request))
  })

  app.delete('/v1/session', { schema: endSessionSchema }, async (request, reply): Promise<void> => {
    knownParameters(request, [])
    const secret = request.cookies[SESSION_COOKIE]
    if (secret !== undefined) deps.sessions.end(secret)
    setCookie(request, reply, '', 0)
    void reply.status(204)
  })
}

async function viewOf(deps: AppDeps, identity: Identity): Promise<SessionView> {
  const { record } = deps
  const [first, zone] = await Promise.all([
    record.at(identity.tenant.id, 0),
    record.tenants.zone(identity.tenant.id),
  ])
  const sample = first?.event.source?.name === SAMPLE_SOURCE
  return { tenant: identity.tenant.name, zone, scopes: identity.scopes, via: identity.via, sample }
}

function setCookie(request: FastifyRequest, reply: FastifyReply, secret: string, maxAge: number): void {
  // Behind a proxy that ends TLS the browser's own Origin tells that the page came over https.
  const secure = request.protocol === 'https' || request.headers.origin?.startsWith('https://') === true
  void reply.setCookie(SESSION_COOKIE, secret, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    maxAge,
    secure,
  })
}
