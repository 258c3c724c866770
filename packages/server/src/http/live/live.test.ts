/** Guarantees of live streams, over real sockets: every matching entry of the tenant once, soon, in order; and an end to every stream. */
import { type ClientRequest, get as httpGet, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { Socket } from 'node:net'

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { bearer, BOOTSTRAP_KEY, event, startTestServer, type TestServer } from '../../testing/server.ts'

const STREAMS_MAX = 4
const ALIVE = new Set(['still here', 'nothing yet'])

interface Message {
  id?: number
  rows?: { index: number; application: string }[]
  comment?: string
}

let server: TestServer
const open = new Set<Stream>()
beforeAll(async () => {
  server = await startTestServer({
    liveLimits: { streamsPerTenantMax: STREAMS_MAX, heartbeatMs: 100, slowMs: 300 },
  })
})
afterEach(async () => {
  for (const stream of open) await stream.leave()
})
afterAll(async () => server.end())

/** A reader of one stream. */
class Stream {
  readonly #body: AsyncIterator<Message>
  readonly #request: ClientRequest

  constructor(body: AsyncIterable<Uint8Array>, request: ClientRequest) {
    this.#body = messages(body)
    this.#request = request
    open.add(this)
  }

  /** The next message that is none of those that only keep the stream alive. */
  async next(): Promise<Message | undefined> {
    for (;;) {
      const { value, done } = await this.any()
      if (done === true) return undefined
      if (value.rows !== undefined || (value.comment !== undefined && !ALIVE.has(value.comment))) return value
    }
  }

  any(): Promise<IteratorResult<Message, undefined>> {
    return this.#body.next() as Promise<IteratorResult<Message, undefined>>
  }

  async leave(): Promise<void> {
    open.delete(this)
    this.#request.destroy()
    await this.#body.return?.().catch(() => {})
  }
}

async function* messages(body: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    yield* blocks.map(messageOf)
  }
}

function messageOf(block: string): Message {
  const lines = block.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)]
  })
  const fields = new Map(lines)
  const [id, data, comment] = [fields.get('id'), fields.get('data'), fields.get('')]
  return {
    ...(id === undefined ? {} : { id: Number(id) }),
    ...(data === undefined ? {} : (JSON.parse(data) as Required<Pick<Message, 'rows'>>)),
    ...(comment === undefined ? {} : { comment }),
  }
}

/** On a connection of its own that ends with the stream. */
async function ask(
  question: string,
  headers: Record<string, string>,
): Promise<[ClientRequest, IncomingMessage]> {
  const request = httpGet(`${server.url}/v1/live?${question}`, {
    agent: false,
    headers: { ...bearer(BOOTSTRAP_KEY), ...headers },
  })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return [request, answer]
}

async function listen(question: string, headers: Record<string, string> = {}): Promise<Stream> {
  const [request, answer] = await ask(question, headers)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ])
  const stream = new Stream(answer, request)
  // The first message says the place: from here on nothing is missed.
  await stream.any()
  return stream
}

async function record(
  count: number,
  more: Record<string, unknown> = {},
  key = BOOTSTRAP_KEY,
): Promise<number[]> {
  const events = Array.from({ length: count }, (_, i) => event({ comment: `no. ${i}`, ...more }))
  const answer = await server.post('/v1/events', { events }, bearer(key))
  expect(answer.status).toBe(201)
  const { results } = (await answer.json()) as { results: { index: number }[] }
  return results.map(({ index }) => index)
}

describe('a live stream', () => {
  it('tells matching entries of its own tenant, in order, by their index', async () => {
    const elsewhere = await server.key(['ingest'], 'elsewhere')
    const stream = await listen(
      `report=activity&application=UserHub&q=${encodeURIComponent('-comment:"no. 1"')}`,
    )
    await record(2, {}, elsewhere)
    await record(1, { application: 'Player' })
    const [first, , third] = await record(3)
    const seen = [await stream.next(), await stream.next()]
    expect(seen.map(message => message?.id)).toEqual([first, third])
    expect(seen.map(message => message?.rows?.map(row => row.index))).toEqual([[first], [third]])
  })

  it.each(['activity', 'changes'] as const)('gives the rows that the report %s will show', async report => {
    const stream = await listen(`report=${report}&q=by:live-${report}`)
    const changes = [
      { attribute: 'role', old: null, new: ['a'] },
      { attribute: 'title', old: 'x' },
    ]
    await server.post('/v1/events?wait=indexed', event({ actor: { id: `live-${report}` }, changes }))
    const rows = await server.call(`/v1/reports/${report}/rows?actor=live-${report}`)
    const page = (await rows.json()) as { rows: unknown[] }
    expect((await stream.next())?.rows).toEqual(page.rows)
  })

  it('goes on behind the last id that a reader has seen, without loss and without double', async () => {
    const [before = 0] = await record(1)
    const recording = Promise.all(Array.from({ length: 20 }, () => record(10, { application: 'Resumed' })))
    const seen: number[] = []
    let last = before
    while (seen.length < 200) {
      const stream = await listen('report=activity&application=Resumed', { 'last-event-id': String(last) })
      for (let i = 0; i < 37 && seen.length < 200; i++) {
        last = (await stream.next())?.id ?? -1
        seen.push(last)
      }
      await stream.leave()
    }
    expect(seen).toEqual((await recording).flat().toSorted((a, b) => a - b))
  })

  it('begins behind the entry that a page has shown', async () => {
    const [first = 0, second = 0] = await record(2)
    const stream = await listen(`report=activity&after=${first}`)
    expect((await stream.next())?.id).toBe(second)
  })

  it('breaks the silence with the place that it has reached, also of entries that do not match', async () => {
    const stream = await listen('report=activity&q=app:nothing')
    const [last] = await record(1)
    let place: number | undefined
    while (place !== last) place = (await stream.any()).value?.id
    expect(place).toBe(last)
  })

  it('is refused when the tenant has as many as it may, and free again when one ends', async () => {
    const streams = await Promise.all(Array.from({ length: STREAMS_MAX }, () => listen('report=activity')))
    const refused = await server.call('/v1/live?report=activity')
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([429, 'OVERLOADED'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const other = bearer(await server.key(['read'], 'elsewhere'))
    await listen('report=activity', other)
    await streams[0]?.leave()
    await vi.waitFor(() => listen('report=activity'), { timeout: 30_000 })
  })

  it('of a reader that does not read ends, and goes on where it was when the reader comes back', async () => {
    const accepted = once(server.app.server, 'connection') as Promise<[Socket]>
    const [[socket], [, answer]] = await Promise.all([accepted, ask('report=activity&application=Heavy', {})])
    const closed = once(socket, 'close')
    const sent: number[] = []
    for (let i = 0; i < 4; i++)
      sent.push(...(await record(250, { application: 'Heavy', metadata: { blob: 'x'.repeat(28_000) } })))
    await closed
    const seen: number[] = []
    try {
      for await (const { id, rows } of messages(answer)) if (rows !== undefined) seen.push(id ?? -1)
    } catch {
      // The connection was cut in the middle of a message.
    }
    expect(seen.length).toBeLessThan(sent.length)
    // On a busy machine who comes back may be too slow again, and comes back again.
    while (seen.length < sent.length) {
      const resumed = await listen('report=activity&application=Heavy', {
        'last-event-id': String(seen.at(-1)),
      })
      for (let told = await resumed.next(); told?.id !== undefined; told = await resumed.next()) {
        seen.push(told.id)
        if (seen.length === sent.length) break
      }
    }
    expect(seen).toEqual(sent)
  })

  it('of a revoked key ends before it tells anything more', async () => {
    const made = await server.post('/v1/keys', { scopes: ['read'] })
    const { id, key } = (await made.json()) as { id: string; key: string }
    const stream = await listen('report=activity', bearer(key))
    await server.call(`/v1/keys/${id}`, { method: 'DELETE' })
    await record(1)
    expect(await stream.next()).toEqual({ comment: 'not allowed any more' })
    expect(await stream.next()).toBeUndefined()
  })
})

describe('refusals', () => {
  it.each([
    ['', {}, 400, 'INVALID_PARAMETER'],
    ['?report=cxone-activity', {}, 400, 'INVALID_PARAMETER'],
    ['?report=activity&q=nonsense:1', {}, 400, 'INVALID_PARAMETER'],
    ['?report=activity&from=2026-01-01', {}, 400, 'UNKNOWN_PARAMETER'],
    ['?report=activity&after=999999999', {}, 400, 'INVALID_PARAMETER'],
    ['?report=activity', { 'last-event-id': 'x' }, 400, 'INVALID_PARAMETER'],
    ['?report=activity', { 'last-event-id': '999999999' }, 400, 'INVALID_PARAMETER'],
    ['?report=activity', { authorization: 'Bearer wrong' }, 401, 'UNAUTHENTICATED'],
  ])('%s %o: %i', async (question, headers, status, code) => {
    const answer = await server.call(`/v1/live${question}`, { headers: { ...headers } })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  })

  it('403 without the scope read, 405 for HEAD', async () => {
    const headers = bearer(await server.key(['ingest']))
    expect((await server.call('/v1/live?report=activity', { headers })).status).toBe(403)
    expect((await server.call('/v1/live?report=activity', { method: 'HEAD' })).status).toBe(405)
  })
})

it('streams end when the server stops, and hold up nothing', async () => {
  const stream = await listen('report=activity')
  const began = performance.now()
  const closing = server.close()
  expect(await stream.next()).toEqual({ comment: 'stopping' })
  await closing
  expect(performance.now() - began).toBeLessThan(10_000)
})
