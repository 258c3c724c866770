/** Guarantees under pressure: every refusal says when to come again, an unknown outcome says so, and the server stays up. */
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'

import { type EventRecord, RecordError } from '@daybook/record'
import { ReportError, type ReportIndex } from '@daybook/report'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 } from 'uuid'

import { Masking } from '../masking.ts'
import { Metrics } from '../metrics.ts'
import { BOOTSTRAP_KEY, event, events, startTestServer, type TestServer } from '../testing/server.ts'
import { buildApp } from './app.ts'
import { Throttle } from './auth/throttle.ts'
import { Budget } from './body/budget.ts'
import { TenantCatalogs } from './catalog/tenant-catalogs.ts'
import { Sessions } from './session/sessions.ts'

const QUEUE_EVENTS_MAX = 200
const BODY_BYTES = 256 * 1024

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    recordLimits: { queueEventsMax: QUEUE_EVENTS_MAX },
    bodyBytesInMemoryMax: BODY_BYTES,
  })
})
afterAll(async () => server.end())

/** The same engines behind an application whose record fails as told. */
async function appOver(
  record: Partial<EventRecord>,
  stopping: AbortSignal = new AbortController().signal,
  log = pino({ level: 'silent' }),
  index: ReportIndex = server.index,
) {
  const clock = Date.now
  const faulty = new Proxy(server.record, {
    get: (target, name) => Reflect.get(Object.hasOwn(record, name) ? record : target, name) as unknown,
  })
  const sessions = new Sessions({ clock, randomBytes: n => new Uint8Array(n) })
  const catalogs = new TenantCatalogs({ record: faulty, clock, newId: v7, log })
  const deps = {
    record: faulty,
    index,
    followers: server.followers,
    exports: server.exports,
    schedules: server.schedules.service,
    metrics: new Metrics(),
    log,
    clock,
    newId: v7,
    requestName: v7,
    sessions,
    catalogs,
    masking: new Masking(catalogs),
  }
  return buildApp({ ...deps, throttle: new Throttle(clock), budget: new Budget(), stopping })
}

const asKey = { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' }

describe('overload', () => {
  it('429 with Retry-After when the queue of the record is full; sent again, all is recorded once', async () => {
    const before = await server.entries()
    const batches = Array.from({ length: 20 }, () => events(QUEUE_EVENTS_MAX / 2))
    let refused = 0
    const one = async (batch: unknown[]): Promise<void> => {
      for (;;) {
        const answer = await server.post('/v1/events', { events: batch })
        if (answer.status === 201) return
        expect(answer.status).toBe(429)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(await answer.json()).toMatchObject({ code: 'OVERLOADED' })
        refused++
      }
    }
    await Promise.all(batches.map(one))
    expect(refused).toBeGreaterThan(0)
    expect(await server.entries()).toBe(before + 20 * (QUEUE_EVENTS_MAX / 2))
  })

  it('429 when too many request bytes are in memory; a single large request still passes', async () => {
    const headers = { ...asKey, 'content-length': String(BODY_BYTES), expect: '100-continue' }
    const slow = httpRequest(`${server.url}/v1/events`, { method: 'POST', headers })
    slow.on('error', () => {})
    slow.flushHeaders()
    await once(slow, 'continue')
    const refused = await server.post('/v1/events', event({ comment: 'x'.repeat(5000) }))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.json()).toMatchObject({ code: 'OVERLOADED' })
    slow.destroy()
    let status = 0
    while (status !== 201) status = (await server.post('/v1/events', { events: events(150) })).status
  })
})

describe('a record that is away', () => {
  it('503 with Retry-After, and reading goes on', async () => {
    const app = await appOver({
      append: () => Promise.reject(new RecordError('UNAVAILABLE', { retryAfterMs: 3000 })),
    })
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: asKey,
      payload: JSON.stringify(event()),
    })
    expect([answer.statusCode, answer.json<{ code: string }>().code, answer.headers['retry-after']]).toEqual([
      503,
      'UNAVAILABLE',
      '3',
    ])
    expect((await app.inject({ url: '/v1/reports', headers: asKey })).statusCode).toBe(200)
    await app.close()
  })

  it('an answer that was lost: the same call again records nothing twice', async () => {
    let fail = true
    const app = await appOver({
      append: async (tenant, accepted) => {
        const placed = await server.record.append(tenant, accepted)
        if (!fail) return placed
        fail = false
        throw new RecordError('UNAVAILABLE')
      },
    })
    const payload = JSON.stringify({ events: events(20) })
    const before = await server.entries()
    const first = await app.inject({ method: 'POST', url: '/v1/events', headers: asKey, payload })
    const second = await app.inject({ method: 'POST', url: '/v1/events', headers: asKey, payload })
    expect([first.statusCode, second.statusCode]).toEqual([503, 200])
    expect(await server.entries()).toBe(before + 20)
    await app.close()
  })

  it('a stream tries again by itself, and each line is recorded once', async () => {
    let failures = 3
    const app = await appOver({
      append: async (tenant, accepted) => {
        const placed = await server.record.append(tenant, accepted)
        if (failures-- > 0) throw new RecordError('UNAVAILABLE')
        return placed
      },
    })
    const before = await server.entries()
    const payload = events(30)
      .map(one => JSON.stringify(one))
      .join('\n')
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/events?quiet=1',
      headers: { ...asKey, 'content-type': 'application/x-ndjson' },
      payload,
    })
    const { summary } = answer.json<{ summary: Record<string, number> }>()
    expect(summary).toMatchObject({ sent: 30, refused: 0 })
    expect((summary['recorded'] ?? 0) + (summary['duplicate'] ?? 0)).toBe(30)
    expect(await server.entries()).toBe(before + 30)
    await app.close()
  })

  it('an error that nobody foresaw: 500 without a word of its own', async () => {
    const app = await appOver({ append: () => Promise.reject(new Error('password=hunter2')) })
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: asKey,
      payload: JSON.stringify(event()),
    })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([500, 'INTERNAL'])
    expect(answer.body).not.toContain('hunter2')
    await app.close()
  })

  it('is not ready, but alive; a missing index is only degraded', async () => {
    const away = await appOver({ health: () => Promise.reject(new RecordError('UNAVAILABLE')) })
    expect((await away.inject('/health/live')).statusCode).toBe(200)
    const ready = await away.inject('/health/ready')
    expect([ready.statusCode, ready.json()]).toEqual([
      503,
      { status: 'unavailable', record: 'away', index: 'ok', followers: 'ok' },
    ])
    await away.close()
  })
})

describe('an index that is away', () => {
  it('503 for reports, while events are still taken and the server stays ready for them', async () => {
    const away = (): Promise<never> => Promise.reject(new ReportError('INDEX_UNAVAILABLE'))
    const index = { ...server.index, rows: away, summary: away, health: away }
    const app = await appOver({}, undefined, undefined, index)
    for (const question of ['rows', 'summary']) {
      const answer = await app.inject({ url: `/v1/reports/activity/${question}`, headers: asKey })
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'INDEX_UNAVAILABLE'])
      expect(answer.headers['retry-after']).toBe('1')
    }
    const payload = JSON.stringify(event())
    expect(
      (await app.inject({ method: 'POST', url: '/v1/events', headers: asKey, payload })).statusCode,
    ).toBe(201)
    const ready = await app.inject('/health/ready')
    expect([ready.statusCode, ready.json()]).toMatchObject([200, { status: 'degraded', index: 'away' }])
    await app.close()
  })
})

describe('a server that stops', () => {
  it('503 with Retry-After and the end of the connection for what comes new; health still answers', async () => {
    const app = await appOver({}, AbortSignal.abort())
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: asKey,
      payload: JSON.stringify(event()),
    })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'STOPPING'])
    expect(answer.headers).toMatchObject({ 'retry-after': '1', connection: 'close' })
    expect((await app.inject('/health/live')).statusCode).toBe(200)
    expect((await app.inject('/health/ready')).json()).toMatchObject({ status: 'stopping' })
    await app.close()
  })
})

describe('a body that does not arrive', () => {
  it('whole: nothing is recorded and the server stays up', async () => {
    const before = await server.entries()
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    const body = JSON.stringify(event())
    socket.end(
      `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${BOOTSTRAP_KEY}\r\nContent-Type: application/json\r\nContent-Length: ${body.length + 10}\r\n\r\n${body}`,
    )
    await once(socket.resume(), 'close')
    expect((await server.call('/health/ready')).status).toBe(200)
    expect(await server.entries()).toBe(before)
  })

  it('413: an announced size beyond the limit is refused before it is read', async () => {
    const request = httpRequest(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { ...asKey, 'content-length': String(1024 * 1024 * 1024) },
    })
    request.on('error', () => {})
    request.write('{')
    const [response] = (await once(request, 'response')) as [{ statusCode: number }]
    expect(response.statusCode).toBe(413)
    request.destroy()
  })
})

it('logs no body, key or cookie, also when things fail', async () => {
  let written = ''
  const log = pino({ level: 'trace' }, { write: (text: string) => (written += text) })
  const app = await appOver({ append: () => Promise.reject(new Error('broken')) }, undefined, log)
  const cookie = 'daybook_session=cookie-secret'
  const payload = JSON.stringify(event({ comment: 'body-secret' }))
  await app.inject({ method: 'POST', url: '/v1/events', headers: { ...asKey, cookie }, payload })
  await app.inject({ method: 'POST', url: '/v1/session', payload: { token: 'token-secret' } })
  await app.close()
  expect(written).toContain('broken')
  expect(written).not.toMatch(/body-secret|cookie-secret|token-secret|bootstrap-key/)
})
