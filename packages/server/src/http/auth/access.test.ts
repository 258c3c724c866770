/** Guarantees of access: nothing crosses tenants, scopes are kept apart, a cookie cannot be used from elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'
import { SESSION_COOKIE } from './authenticate.ts'
import { FAILURES_MAX, Throttle, WINDOW_MS } from './throttle.ts'

let server: TestServer
let now = Date.now()
beforeAll(async () => {
  server = await startTestServer({ clock: () => now++ })
})
afterAll(async () => server.end())

async function problemOf(response: Promise<Response>): Promise<[number, string | undefined]> {
  const answer = await response
  const body = (await answer.json()) as { code?: string }
  return [answer.status, body.code]
}

describe('a tenant', () => {
  it('never sees what is recorded, indexed or configured in another one', async () => {
    const all = await server.key(['ingest', 'read', 'admin'], 'other')
    const secret = event({ application: 'Secret', activity: 'Whisper' })
    const mine = event({ application: 'Mine' })
    expect((await server.post('/v1/events?wait=indexed', mine)).status).toBe(201)
    expect((await server.post('/v1/events?wait=indexed', secret, bearer(all))).status).toBe(201)

    // Both begin at 0: the other's entries are not even counted.
    const seen = (await (
      await server.call(`/v1/events/${String(secret['id'])}`, { headers: bearer(all) })
    ).json()) as Record<string, unknown>
    expect(seen).toMatchObject({ tenant: 'other', index: 0 })
    expect(await problemOf(server.call(`/v1/events/${String(secret['id'])}`))).toEqual([404, 'NOT_FOUND'])
    expect(
      await problemOf(server.call(`/v1/events/${String(mine['id'])}`, { headers: bearer(all) })),
    ).toEqual([404, 'NOT_FOUND'])

    for (const [headers, wanted, absent] of [
      [{}, 'Mine', 'Whisper'],
      [bearer(all), 'Secret', 'Mine'],
    ] as const) {
      const rows = await (await server.call('/v1/reports/activity/rows', { headers })).text()
      const summary = await (await server.call('/v1/reports/activity/summary', { headers })).text()
      const changes = await (await server.call('/v1/reports/changes/rows', { headers })).text()
      expect(rows).toContain(wanted)
      for (const answer of [rows, summary, changes]) expect(answer).not.toContain(absent)
    }
    const keys = await (await server.call('/v1/keys', { headers: bearer(all) })).text()
    expect(keys).not.toContain('bootstrap')
  })

  it('may use an id that another one has used', async () => {
    const key = await server.key(['ingest'], 'third')
    const sent = event()
    const first = await server.post('/v1/events', sent)
    const second = await server.post('/v1/events', { ...sent, activity: 'Delete' }, bearer(key))
    expect([first.status, second.status]).toEqual([201, 201])
  })

  it('cannot make or revoke keys of another one', async () => {
    const admin = await server.key(['admin'], 'fourth')
    expect(
      await problemOf(server.post('/v1/keys', { scopes: ['read'], tenant: 'default' }, bearer(admin))),
    ).toEqual([403, 'FORBIDDEN'])
    expect(
      await problemOf(server.post('/v1/keys', { scopes: ['read'], tenant: 'new' }, bearer(admin))),
    ).toEqual([403, 'FORBIDDEN'])
    const { keys } = (await (await server.call('/v1/keys')).json()) as { keys: { id: string }[] }
    for (const { id } of keys) {
      expect(
        await problemOf(server.call(`/v1/keys/${id}`, { method: 'DELETE', headers: bearer(admin) })),
      ).toEqual([404, 'NOT_FOUND'])
    }
    expect((await server.call('/v1/session')).status).toBe(200)
  })
})

describe('a key', () => {
  it('is shown once, works until it is revoked, and is listed without its secret', async () => {
    const made = (await (await server.post('/v1/keys', { scopes: ['read'], label: 'reader' })).json()) as {
      id: string
      key: string
      prefix: string
    }
    expect((await server.call('/v1/session', { headers: bearer(made.key) })).status).toBe(200)

    const listed = await (await server.call('/v1/keys')).text()
    expect(listed).toContain(made.prefix)
    expect(listed).not.toContain(made.key)

    expect((await server.call(`/v1/keys/${made.id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await problemOf(server.call('/v1/session', { headers: bearer(made.key) }))).toEqual([
      401,
      'UNAUTHENTICATED',
    ])
  })

  it.each([
    ['ingest', '/v1/reports', 'GET'],
    ['ingest', '/v1/keys', 'GET'],
    ['read', '/v1/keys', 'POST'],
    ['read', '/v1/events', 'POST'],
    ['admin', '/v1/reports/activity/rows', 'GET'],
    ['admin', '/v1/events', 'POST'],
  ] as const)('403: with scope %s only may not use %s (%s)', async (scope, path, method) => {
    const key = await server.key([scope])
    const init =
      method === 'POST'
        ? { method, body: '{}', headers: { ...bearer(key), 'content-type': 'application/json' } }
        : { headers: bearer(key) }
    expect(await problemOf(server.call(path, init))).toEqual([403, 'FORBIDDEN'])
  })

  it.each(['', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', `Bearer ${'x'.repeat(5000)}`, 'Bearer a b'])(
    '401: %j is no key',
    async authorization => {
      const answer = await server.call('/v1/session', { headers: { authorization } })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    },
  )

  it.each([
    [{ scopes: [] }, 'INVALID_BODY'],
    [{ scopes: ['root'] }, 'INVALID_BODY'],
    [{ scopes: 'read' }, 'INVALID_BODY'],
    [{ scopes: ['read'], more: 1 }, 'INVALID_BODY'],
    [{ scopes: ['read'], tenant: '../etc' }, 'INVALID_BODY'],
    [{}, 'INVALID_BODY'],
  ])('400: is not made of %o', async (body, code) => {
    expect(await problemOf(server.post('/v1/keys', body))).toEqual([400, code])
  })
})

describe('a session', () => {
  const signIn = (token: string, headers: Record<string, string> = {}): Promise<Response> =>
    server.post('/v1/session', { token }, headers)

  it('comes from a link that works once, in a cookie that pages cannot read and other sites cannot send', async () => {
    const token = new URL(server.signInUrl).hash.slice(1)
    expect(await problemOf(signIn(token, { origin: 'https://evil.example' }))).toEqual([403, 'CROSS_SITE'])
    const answer = await signIn(token, { origin: server.url })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({
      tenant: 'default',
      zone: 'UTC',
      scopes: ['read', 'reveal', 'admin'],
      via: 'session',
      sample: false,
    })
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      new RegExp(`^${SESSION_COOKIE}=[\\w-]{43}; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict$`),
    )
    expect(await problemOf(signIn(token))).toEqual([401, 'UNAUTHENTICATED'])

    const raw = (path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(server.url + path, {
        ...init,
        headers: { cookie: cookie.split(';')[0] ?? '', ...(init.headers as Record<string, string>) },
      })
    expect((await raw('/v1/session')).status).toBe(200)
    expect((await raw('/v1/reports/activity/rows')).status).toBe(200)
    const body = {
      method: 'POST',
      body: '{"scopes":["read"]}',
      headers: { 'content-type': 'application/json' },
    }
    const from = (headers: Record<string, string>): RequestInit => ({
      ...body,
      headers: { ...body.headers, ...headers },
    })
    expect(await problemOf(raw('/v1/keys', from({ origin: 'https://evil.example' })))).toEqual([
      403,
      'CROSS_SITE',
    ])
    expect(await problemOf(raw('/v1/keys', from({ 'sec-fetch-site': 'same-site' })))).toEqual([
      403,
      'CROSS_SITE',
    ])
    expect((await raw('/v1/keys', from({ origin: server.url }))).status).toBe(201)
    // A session reads and administers; events come from machines with keys.
    expect(await problemOf(raw('/v1/events', { ...from({ origin: server.url }), body: '{}' }))).toEqual([
      401,
      'UNAUTHENTICATED',
    ])

    expect((await raw('/v1/session', { method: 'DELETE', headers: { origin: server.url } })).status).toBe(204)
    expect(await problemOf(raw('/v1/session'))).toEqual([401, 'UNAUTHENTICATED'])
  })
})

describe('wrong keys', () => {
  it('make an address wait, and its right key still works', async () => {
    expect((await server.call('/v1/session')).status).toBe(200)
    const statuses: number[] = []
    for (let i = 0; i <= FAILURES_MAX; i++)
      statuses.push((await server.call('/v1/session', { headers: bearer(`wrong-${i}`) })).status)

    expect(statuses).toContain(401)
    expect(statuses.at(-1)).toBe(429)
    expect((await server.call('/v1/session')).status).toBe(200)

    now += WINDOW_MS
    expect((await server.call('/v1/session', { headers: bearer('wrong') })).status).toBe(401)
  })

  it('from very many addresses take a bounded amount of memory', () => {
    const throttle = new Throttle(() => 0)
    for (let i = 0; i < 50_000; i++) throttle.failed(`address ${i}`)
    for (let i = 0; i < FAILURES_MAX; i++) throttle.failed('last')
    expect(throttle.size).toBeLessThanOrEqual(10_000)
    expect(throttle.waitMs('last')).toBe(WINDOW_MS)
  })
})
