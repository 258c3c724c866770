import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Daybook, DaybookError, type DaybookOptions, type NewEvent } from './index.ts'

const EVENT: NewEvent = {
  occurredAt: '2026-05-04T07:00:00Z',
  application: 'UserHub',
  activity: 'Login',
  actor: { id: 'u-17' },
  entity: { type: 'User', id: 'u-17' },
}

interface Seen {
  url: string
  method: string
  body: string
  headers: Headers
}

type Reply = (request: Seen, attempt: number) => Response | Error

/** A client whose requests are answered by a function and whose waiting is written down instead of done. */
function build(reply: Reply, options: Partial<DaybookOptions> = {}) {
  const seen: Seen[] = []
  const waits: number[] = []
  const client = new Daybook({
    url: 'http://daybook.test/',
    key: 'secret',
    random: () => 1,
    clock: () => Date.parse('2026-05-04T07:00:00Z'),
    sleep: async ms => void waits.push(ms),
    fetch: async (input, init) => {
      const { method = 'GET', headers, body } = init ?? {}
      const raw =
        body instanceof Uint8Array ? gunzipSync(body).toString() : typeof body === 'string' ? body : ''
      const url = input instanceof Request ? input.url : input.toString()
      const request = { url, method, body: raw, headers: new Headers(headers) }
      seen.push(request)
      const answer = reply(request, seen.length)
      if (answer instanceof Error) throw answer
      return answer
    },
    ...options,
  })
  return { client, seen, waits }
}

function recordAll(request: Seen): Response {
  const { events } = JSON.parse(request.body) as { events: { id: string }[] }
  return Response.json(
    { results: events.map(({ id }, index) => ({ id, index, status: 'recorded' })) },
    { status: 201 },
  )
}

test('an event keeps the id of its first attempt through every attempt, so that it cannot be recorded twice', async () => {
  const { client, seen } = build((request, attempt) =>
    attempt < 3 ? new TypeError('socket hang up') : recordAll(request),
  )

  const sent = await client.send([EVENT])

  const ids = seen.map(request => (JSON.parse(request.body) as { events: { id: string }[] }).events[0]?.id)
  expect(new Set(ids).size).toBe(1)
  expect(sent).toEqual({ results: [{ id: ids[0], index: 0, status: 'recorded' }], recorded: 1, duplicate: 0 })
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('an id given as undefined counts as none', async () => {
  const { client } = build(recordAll)
  const sent = await client.send([{ ...EVENT, id: undefined } as unknown as NewEvent])
  expect(sent.results[0]?.id).toHaveLength(36)
})

test('the wait is never shorter than what the server asks for', async () => {
  const later = () => new Response('{}', { status: 429, headers: { 'retry-after': '7' } })
  const { client, waits } = build((request, attempt) => (attempt < 3 ? later() : recordAll(request)))

  await client.send([EVENT])

  expect(waits).toHaveLength(2)
  for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(7000)
})

test('a server that stays busy is given up after the named number of attempts, with its own words', async () => {
  const problem = { code: 'UNAVAILABLE', title: 'The record cannot be reached', status: 503 }
  const { client, seen, waits } = build(() => Response.json(problem, { status: 503 }), { attemptsMax: 4 })

  const failure = await client.send([EVENT]).catch((error: unknown) => error)

  expect(failure).toBeInstanceOf(DaybookError)
  expect(failure).toMatchObject({ code: 'UNAVAILABLE', status: 503, attempts: 4, problem })
  expect(seen).toHaveLength(4)
  expect(waits).toEqual([250, 500, 1000])
})

test.each([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [409, 'CONFLICT'],
  [413, 'TOO_LARGE'],
  [422, 'INVALID_EVENTS'],
  [400, 'REFUSED'],
  [500, 'SERVER_FAILED'],
] as const)('a %i is told at once as %s with the problem document', async (status, code) => {
  const problem = { status, code: 'X', detail: 'because', errors: [] }
  const { client, seen } = build(() => Response.json(problem, { status }))

  await expect(client.send([EVENT])).rejects.toMatchObject({ code, status, problem })

  expect(seen).toHaveLength(1)
})

test('making a key is not repeated when nobody knows whether it was made', async () => {
  const { client, seen } = build(() => new TypeError('socket hang up'))

  await expect(client.createKey({ scopes: ['read'] })).rejects.toMatchObject({ code: 'NETWORK' })

  expect(seen).toHaveLength(1)
})

test('an NDJSON answer that was cut off, or that gave up, is asked for again and never taken for success', async () => {
  const line = JSON.stringify({ id: '01890a5d-ac96-774b-bcce-b302099a8057', ...EVENT })
  const whole = '{"summary":{"sent":1,"recorded":1,"duplicate":0,"refused":0}}\n'
  const answers = [
    '',
    whole.slice(0, 20),
    '{"summary":{"sent":1,"recorded":0,"duplicate":0,"refused":1,"complete":false,"code":"STOPPING"}}\n',
    '{"line":1,"status":"refused","id":"x","code":"UNAVAILABLE"}\n{"summary":{"sent":1,"recorded":0,"duplicate":0,"refused":1}}\n',
    whole,
  ]
  const { client, seen } = build((_request, attempt) => new Response(answers[attempt - 1]))

  const answer = await client.lines([line])

  expect(answer).toEqual({ summary: { sent: 1, recorded: 1, duplicate: 0, refused: 0 }, refused: [] })
  expect(seen).toHaveLength(5)
  expect(seen[0]?.url).toBe('http://daybook.test/v1/events?quiet=true')
  expect(seen[0]?.body).toBe(`${line}\n`)
})

test('a stream of events tells refused ones by their place in the whole stream', async () => {
  const { client } = build(
    request => {
      const sent = request.body.trim().split('\n').length
      const refused =
        '{"line":2,"status":"refused","problems":[{"code":"MISSING_FIELD","path":"/entity","message":"m"}]}\n'
      const summary = JSON.stringify({ summary: { sent, recorded: sent - 1, duplicate: 0, refused: 1 } })
      return new Response(`${refused}${summary}\n`)
    },
    { batch: { eventsMax: 3 } },
  )
  const lines: number[] = []

  const total = await client.stream(
    Array.from({ length: 5 }, () => EVENT),
    {
      onRefused: refused => lines.push(refused.line),
    },
  )

  expect(total).toEqual({ sent: 5, recorded: 3, duplicate: 0, refused: 2 })
  expect(lines).toEqual([2, 5])
})

test('all rows are read page after page with the same question', async () => {
  const pages = [
    { rows: [{ index: 1 }, { index: 2 }], nextCursor: 'c2', tookMs: 1 },
    { rows: [{ index: 3 }], tookMs: 1 },
  ]
  const { client, seen } = build((_request, attempt) => Response.json(pages[attempt - 1]))

  const indexes: number[] = []
  const query = { application: ['A', 'B'], exclude: { category: 'read' }, limit: 2 }
  for await (const row of client.rowsAll('activity', query)) indexes.push(row.index)

  expect(indexes).toEqual([1, 2, 3])
  const question = 'application=A&application=B&-category=read'
  expect(seen.map(request => request.url)).toEqual([
    `http://daybook.test/v1/reports/activity/rows?${question}&limit=2`,
    `http://daybook.test/v1/reports/activity/rows?${question}&limit=2&cursor=c2`,
  ])
})

test('a question of the filter language goes with rows and summaries', async () => {
  const { client, seen } = build(() => Response.json({ rows: [], tookMs: 1 }))
  const q = 'app:"User Hub" -by:hugh'
  await client.rows('activity', { q, sort: '-application', at: '2026-05-04T07:00:00Z' })
  await client.summary('changes', { q, zone: 'Europe/Lisbon' })
  expect(seen.map(({ url }) => Object.fromEntries(new URL(url).searchParams))).toEqual([
    { q, sort: '-application', at: '2026-05-04T07:00:00Z' },
    { q, zone: 'Europe/Lisbon' },
  ])
})

test('an entry that is not there is undefined, not an error', async () => {
  const { client } = build(() => Response.json({ code: 'NOT_FOUND' }, { status: 404 }))
  expect(await client.entry('01890a5d-ac96-774b-bcce-b302099a8057')).toBeUndefined()
})

test('a compressed body says how it is compressed and holds the same events', async () => {
  const { client, seen } = build(recordAll, { compression: 'gzip' })

  const sent = await client.send(Array.from({ length: 50 }, () => EVENT))

  expect(sent.recorded).toBe(50)
  expect(seen[0]?.headers.get('content-encoding')).toBe('gzip')
})

test('an answer of another kind of server is told as such', async () => {
  const { client } = build(() => new Response('<html>welcome</html>'))
  await expect(client.session()).rejects.toMatchObject({ code: 'NOT_DAYBOOK' })
})

test('a caller who stops a call is not made to wait for the remaining attempts', async () => {
  const abort = new AbortController()
  const { client, seen } = build(() => {
    abort.abort()
    return new TypeError('aborted')
  })

  await expect(client.send([EVENT], { signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' })

  expect(seen).toHaveLength(1)
})

test('an address that is none is refused before anything is sent', () => {
  expect(() => new Daybook({ url: 'localhost:7411' })).toThrow('not an http or https address')
})

test('a catalog is sent plain whatever the compression, and asked for by what is wanted of it', async () => {
  const { client, seen } = build(() => Response.json({ applications: [] }), { compression: 'gzip' })
  const applications = Array.from({ length: 100 }, (_, i) => ({ application: `n${i}`, entities: [] }))

  await client.putCatalog({ applications })
  await client.putCatalog({ applications: [] }, { replace: true })
  await client.catalog()
  await client.catalog({ newSince: '2026-05-01', undescribed: true })

  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'PUT http://daybook.test/v1/catalog',
    'PUT http://daybook.test/v1/catalog?replace=true',
    'GET http://daybook.test/v1/catalog',
    'GET http://daybook.test/v1/catalog?newSince=2026-05-01&undescribed=true',
  ])
  expect(seen[0]?.headers.get('content-encoding')).toBeNull()
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ applications })
})
