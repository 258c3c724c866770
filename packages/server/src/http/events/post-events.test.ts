/** Guarantees of POST /v1/events with JSON: durable or refused with a reason, all or nothing, and every event is counted. */
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

import { LIMITS } from '@daybook/event'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, event, events, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.end())

interface Answer {
  status: number
  body: Record<string, unknown> & {
    code?: string
    results?: { id: string; index: number; status: string }[]
    errors?: { position: number; problems: { code: string; path: string }[] }[]
  }
}

async function send(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  query = '',
): Promise<Answer> {
  const response = await server.call(`/v1/events${query}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : Buffer.from(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

const json = (value: unknown, headers?: Record<string, string>, query?: string): Promise<Answer> =>
  send(JSON.stringify(value), headers, query)

/** Runs `act` and expects that it changed nothing in the record. */
async function withoutEffect(act: () => Promise<Answer>): Promise<Answer> {
  const before = await server.entries()
  const answer = await act()
  expect(await server.entries()).toBe(before)
  return answer
}

describe('an accepted event', () => {
  it('201: is answered with its place and can be read at once', async () => {
    const sent = event()
    const { status, body } = await json(sent)

    expect(status).toBe(201)
    expect(body.results).toEqual([{ id: sent['id'], index: expect.any(Number), status: 'recorded' }])
    const entry = (await (await server.call(`/v1/events/${String(sent['id'])}`)).json()) as Record<
      string,
      unknown
    >
    expect(entry).toMatchObject({
      id: sent['id'],
      occurredAt: '2026-05-04T07:00:00.123Z',
      occurredOffset: '+02:00',
      tenant: 'default',
      leafHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('keeps its keys as they were sent, also those that the engine takes for keys of another event', async () => {
    const first = event({ metadata: { h: [], '\\': 0 } })
    const second = event({ metadata: { h: 1, '"': 2 } })
    expect((await json({ events: [first, second] })).status).toBe(201)
    const answer = await server.call(`/v1/events/${String(second['id'])}`)
    expect(await answer.text()).toContain('"metadata":{"\\"":2,"h":1}')
  })

  it('200: sent again is a duplicate with the same index, and nothing is recorded', async () => {
    const sent = event()
    const first = await json(sent)
    const again = await withoutEffect(() => json(sent))

    expect(again.status).toBe(200)
    expect(again.body.results).toEqual([{ ...first.body.results?.[0], status: 'duplicate' }])
  })

  it('gets an id when it has none', async () => {
    const { id: _id, ...sent } = event()
    const { status, body } = await json(sent)
    expect(status).toBe(201)
    expect(body.results?.[0]?.id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('201: a batch of the largest size keeps its order without gaps', async () => {
    const { status, body } = await json({ events: events(LIMITS.batchMax) })

    expect(status).toBe(201)
    const indexes = body.results?.map(one => one.index) ?? []
    expect(indexes).toHaveLength(LIMITS.batchMax)
    expect(indexes.every((index, i) => i === 0 || index === (indexes[i - 1] ?? 0) + 1)).toBe(true)
  })

  it.each(['2199-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z'])(
    '201: at the edge of time, %s',
    async occurredAt => {
      expect((await json(event({ occurredAt }))).status).toBe(201)
    },
  )

  it.each([
    ['gzip', promisify(zlib.gzip)],
    ['deflate', promisify(zlib.deflate)],
    ['br', promisify(zlib.brotliCompress)],
    ['zstd', promisify(zlib.zstdCompress)],
  ] as const)('201: compressed with %s', async (encoding, compress) => {
    const bytes = await (compress as (data: Buffer) => Promise<Buffer>)(
      Buffer.from(JSON.stringify({ events: events(10) })),
    )
    const { status, body } = await send(bytes, { 'content-encoding': encoding })
    expect(status).toBe(201)
    expect(body.results).toHaveLength(10)
  })

  it('201: with ?wait=indexed shows in reports', async () => {
    const application = `waited ${Date.now()}`
    const { status, body } = await json(event({ application }), {}, '?wait=indexed')

    expect(status).toBe(201)
    expect(body['indexed']).toBe(true)
    const rows = (await (
      await server.call(`/v1/reports/activity/rows?application=${encodeURIComponent(application)}`)
    ).json()) as { rows: unknown[] }
    expect(rows.rows).toHaveLength(1)
  })

  it('201: with an id in upper case is the same event as in lower case', async () => {
    const sent = event()
    await json(sent)
    const again = await json({ ...sent, id: String(sent['id']).toUpperCase() })
    expect(again.body.results?.[0]).toMatchObject({ id: sent['id'], status: 'duplicate' })
  })
})

describe('a refused body changes nothing', () => {
  const text = (more: string): string => JSON.stringify(event()).replace(/\}$/, `,${more}}`)
  const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

  it.each([
    ['empty', '', 400, 'EMPTY_BODY'],
    ['not JSON', '{"id":', 400, 'INVALID_JSON'],
    ['JSON with something behind it', '{} {}', 400, 'INVALID_JSON'],
    ['NaN', text('"metadata":{"n":NaN}'), 400, 'INVALID_JSON'],
    ['a number beyond every double', text('"metadata":{"n":1e999}'), 400, 'INVALID_JSON'],
    ['an integer beyond 2^53-1', text('"metadata":{"n":9007199254740993}'), 400, 'INVALID_JSON'],
    ['a key twice', text('"activity":"Delete"'), 400, 'INVALID_JSON'],
    ['a key twice, deep inside', text('"metadata":{"a":{"b":1,"b":2}}'), 400, 'INVALID_JSON'],
    ['a key twice, once escaped', text('"metadata":{"a":1,"\\u0061":2}'), 400, 'INVALID_JSON'],
    ['__proto__', text('"metadata":{"__proto__":{"admin":true}}'), 400, 'INVALID_JSON'],
    ['half a surrogate pair', text('"comment":"\\ud800"'), 400, 'INVALID_JSON'],
    ['NUL', text('"comment":"a\\u0000b"'), 400, 'INVALID_JSON'],
    ['nesting deeper than 32', text(`"metadata":{"a":${deep(40)}}`), 400, 'INVALID_JSON'],
    ['nesting of 100,000 levels', text(`"metadata":{"a":${deep(100_000)}}`), 400, 'INVALID_JSON'],
    ['a bare array', '[]', 422, 'INVALID_EVENTS'],
    ['a number', '5', 422, 'INVALID_EVENTS'],
    ['an empty batch', '{"events":[]}', 400, 'INVALID_BODY'],
    ['a batch that is no list', '{"events":{}}', 400, 'INVALID_BODY'],
    ['something beside the batch', '{"events":[],"tenant":"other"}', 400, 'INVALID_BODY'],
    ['an unknown field', text('"actorr":{}'), 422, 'INVALID_EVENTS'],
    ['the year 0001', JSON.stringify(event({ occurredAt: '0001-01-01T00:00:00Z' })), 422, 'INVALID_EVENTS'],
    ['the year 9999', JSON.stringify(event({ occurredAt: '9999-12-31T23:59:59Z' })), 422, 'INVALID_EVENTS'],
    ['no time', JSON.stringify(event({ occurredAt: undefined })), 422, 'INVALID_EVENTS'],
    ['a wrong type', JSON.stringify(event({ application: 5 })), 422, 'INVALID_EVENTS'],
    ['an id that is no UUID', JSON.stringify(event({ id: 'one' })), 422, 'INVALID_EVENTS'],
    [
      'an event that is too large',
      JSON.stringify(event({ metadata: { text: 'x'.repeat(40_000) } })),
      422,
      'INVALID_EVENTS',
    ],
    [
      'more than 1,000 changes',
      JSON.stringify(
        event({ changes: Array.from({ length: 1001 }, (_, i) => ({ attribute: `a${i}`, new: 1 })) }),
      ),
      422,
      'INVALID_EVENTS',
    ],
    [
      'more than 5,000 events',
      JSON.stringify({ events: events(LIMITS.batchMax + 1) }),
      413,
      'BATCH_TOO_LARGE',
    ],
    [
      'more than 16 MiB',
      JSON.stringify({
        events: Array.from({ length: 700 }, () => event({ metadata: { text: 'x'.repeat(25_000) } })),
      }),
      413,
      'BODY_TOO_LARGE',
    ],
  ])('%s', async (_name, body, status, code) => {
    const answer = await withoutEffect(() => send(body))
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(answer.body).toMatchObject({
      type: expect.stringContaining('https://daybook.dev/problems/'),
      title: expect.any(String),
      status,
      requestId: expect.any(String),
    })
  })

  it('invalid UTF-8', async () => {
    const bytes = Buffer.from(JSON.stringify(event({ comment: 'XX' })))
    bytes[bytes.indexOf('XX')] = 0xff
    const answer = await withoutEffect(() => send(bytes))
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_UTF8'])
  })

  it('a single bad event in a batch: 422 names every bad item and none is recorded', async () => {
    const batch = events(500).map((one, i) => (i % 2 === 1 ? { ...one, occurredAt: 'yesterday' } : one))
    const answer = await withoutEffect(() => json({ events: batch }))

    expect([answer.status, answer.body.code]).toEqual([422, 'INVALID_EVENTS'])
    expect(answer.body['errorsTotal']).toBe(250)
    expect(answer.body.errors).toHaveLength(100)
    expect(answer.body.errors?.[0]).toMatchObject({
      position: 1,
      problems: [{ code: 'TIMESTAMP_INVALID', path: '/occurredAt' }],
    })
  })

  it('409: the same id with other content names the place of the one that is recorded', async () => {
    const sent = event()
    const first = await json(sent)
    const answer = await withoutEffect(() => json({ events: [event(), { ...sent, activity: 'Delete' }] }))

    expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT'])
    expect(answer.body['conflicts']).toEqual([
      { position: 1, id: sent['id'], index: first.body.results?.[0]?.index },
    ])
  })

  it.each([
    ['text/plain', 'UNSUPPORTED_MEDIA_TYPE'],
    ['', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json; charset=latin1', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/jsonx', 'UNSUPPORTED_MEDIA_TYPE'],
    ['multipart/form-data; boundary=x', 'UNSUPPORTED_MEDIA_TYPE'],
  ])('415: content type %j', async (type, code) => {
    const answer = await withoutEffect(() => send(JSON.stringify(event()), { 'content-type': type }))
    expect([answer.status, answer.body.code]).toEqual([415, code])
  })

  it.each(['lzma', 'gzip, br', 'toString'])('415: content encoding %j', async encoding => {
    const answer = await withoutEffect(() => send(JSON.stringify(event()), { 'content-encoding': encoding }))
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_ENCODING'])
  })

  it.each([
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
  ] as const)('400: %s that is broken or cut', async (encoding, compress) => {
    const plain = Buffer.from(JSON.stringify({ events: events(50) }))
    const compressed = compress(plain)
    for (const bytes of [plain, compressed.subarray(0, compressed.length / 2)]) {
      const answer = await withoutEffect(() => send(bytes, { 'content-encoding': encoding }))
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_COMPRESSION'])
    }
  })

  it.each([
    ['gzip', zlib.gzipSync],
    [
      'br',
      (data: Buffer) =>
        zlib.brotliCompressSync(data, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
    ],
    ['zstd', zlib.zstdCompressSync],
  ] as const)('413: a bomb of %s ends at the limit', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(512 * 1024 * 1024, ' '))
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024)
    const answer = await withoutEffect(() => send(bomb, { 'content-encoding': encoding }))
    expect([answer.status, answer.body.code]).toEqual([413, 'BODY_TOO_LARGE'])
  })

  it.each([
    ['?wait=sealed', 'INVALID_PARAMETER'],
    ['?wiat=indexed', 'UNKNOWN_PARAMETER'],
    ['?quiet=maybe', 'INVALID_PARAMETER'],
    ['?wait=indexed&wait=indexed', 'INVALID_PARAMETER'],
  ])('400: %s', async (query, code) => {
    const answer = await withoutEffect(() => send(JSON.stringify(event()), {}, query))
    expect([answer.status, answer.body.code]).toEqual([400, code])
  })

  it('401 without a key, 403 with a key that may only read: the body is not even looked at', async () => {
    const reader = await server.key(['read'])
    const none = await withoutEffect(() => send('nonsense', { authorization: '' }))
    const wrong = await withoutEffect(() => send('nonsense', bearer(randomBytes(32).toString('base64url'))))
    const weak = await withoutEffect(() => send('nonsense', bearer(reader)))
    expect([none, wrong, weak].map(answer => [answer.status, answer.body.code])).toEqual([
      [401, 'UNAUTHENTICATED'],
      [401, 'UNAUTHENTICATED'],
      [403, 'FORBIDDEN'],
    ])
  })
})

it('the counts add up: sent = recorded + duplicate + refused, and recorded is what the record holds', async () => {
  const count = async (): Promise<Record<string, number>> => ({
    recorded: await server.metric('daybook_events_total{result="recorded"}'),
    duplicate: await server.metric('daybook_events_total{result="duplicate"}'),
    refused: await server.metric('daybook_events_total{result="refused"}'),
    entries: await server.entries(),
  })
  const before = await count()
  const known = events(10)

  await json({ events: known })
  await json({ events: [...known, ...events(5)] })
  await json({ events: [...events(6), { bad: true }] })
  await json({ events: [...events(3), { ...known[0], activity: 'Delete' }] })
  await json(event())

  const after = await count()
  const moved = Object.fromEntries(
    Object.keys(after).map(key => [key, (after[key] ?? 0) - (before[key] ?? 0)]),
  )
  expect(moved).toEqual({ recorded: 16, duplicate: 10, refused: 11, entries: 16 })
})
