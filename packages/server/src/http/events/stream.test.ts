/** Guarantees of NDJSON: each line is answered once and in order, the stream never waits in memory, and a lost sender loses nothing that was answered. */
import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import zlib from 'node:zlib'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { BOOTSTRAP_KEY, event, events, startTestServer, type TestServer } from '../../testing/server.ts'
import { LINE_BYTES_MAX } from '../body/lines.ts'

let server: TestServer
beforeAll(async () => {
  // A queue so small that every stream meets an overloaded record.
  server = await startTestServer({ recordLimits: { queueEventsMax: 1500 } })
})
afterAll(async () => server.end())

interface LineAnswer {
  line?: number
  id?: string
  index?: number
  status?: string
  problems?: { code: string }[]
  conflict?: { id: string; index?: number }
  summary?: Record<string, unknown>
}

async function stream(
  body: string | Uint8Array,
  query = '',
  headers: Record<string, string> = {},
): Promise<{ status: number; lines: LineAnswer[] }> {
  const response = await server.call(`/v1/events${query}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : Buffer.from(body),
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  })
  return { status: response.status, lines: parseLines(await response.text()) }
}

function parseLines(text: string): LineAnswer[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as LineAnswer)
}

const ndjson = (values: unknown[]): string => values.map(value => JSON.stringify(value)).join('\n')

function open(headers: Record<string, string> = {}): {
  request: ClientRequest
  response: Promise<IncomingMessage>
} {
  const request = httpRequest(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/x-ndjson', ...headers },
  })
  const response = once(request, 'response').then(([message]) => message as IncomingMessage)
  return { request, response }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await turn()
}

describe('a stream of events', () => {
  it('answers each line in order, and its indexes are in the order of the lines', async () => {
    const sent = events(5000)
    const { status, lines } = await stream(`${ndjson(sent)}\n`)

    expect(status).toBe(200)
    expect(lines.at(-1)).toEqual({ summary: { sent: 5000, recorded: 5000, duplicate: 0, refused: 0 } })
    const answers = lines.slice(0, -1)
    expect(answers.map(answer => answer.line)).toEqual(sent.map((_, i) => i + 1))
    expect(answers.map(answer => answer.id)).toEqual(sent.map(one => one['id']))
    expect(answers.every((answer, i) => i === 0 || (answer.index ?? 0) > (answers[i - 1]?.index ?? 0))).toBe(
      true,
    )
  })

  it('refuses single lines by number and goes on', async () => {
    const known = event()
    const first = await stream(ndjson([known]))
    const good = event()
    const body = [
      JSON.stringify(good),
      '{"broken":',
      '',
      JSON.stringify(event({ comment: 'x'.repeat(LINE_BYTES_MAX) })),
      JSON.stringify({ ...known, activity: 'Delete' }),
      JSON.stringify(known),
      '{"events":[]}',
      JSON.stringify({ events: [event()] }),
      '   ',
      JSON.stringify(good),
      `${JSON.stringify(event())}\r`,
    ].join('\n')
    const { lines } = await stream(body)

    expect(lines.map(one => [one.line, one.status, one.problems?.[0]?.code ?? one.conflict?.index])).toEqual([
      [1, 'recorded', undefined],
      [2, 'refused', 'JSON_SYNTAX'],
      [4, 'refused', 'EVENT_TOO_LARGE'],
      [5, 'refused', first.lines[0]?.index],
      [6, 'duplicate', undefined],
      [7, 'refused', 'BATCH_EMPTY'],
      [8, 'refused', 'UNKNOWN_FIELD'],
      [10, 'duplicate', undefined],
      [11, 'recorded', undefined],
      [undefined, undefined, undefined],
    ])
    expect(lines.at(-1)?.summary).toEqual({ sent: 9, recorded: 2, duplicate: 2, refused: 5 })
  })

  it('with quiet answers only refused lines and the summary', async () => {
    const { lines } = await stream(ndjson([event(), {}, event()]), '?quiet=true')
    expect(lines).toMatchObject([
      { line: 2, status: 'refused' },
      { summary: { sent: 3, recorded: 2, duplicate: 0, refused: 1 } },
    ])
  })

  it('with wait=indexed says that reports show it', async () => {
    const { lines } = await stream(ndjson([event()]), '?wait=indexed&quiet')
    expect(lines).toEqual([{ summary: { sent: 1, recorded: 1, duplicate: 0, refused: 0, indexed: true } }])
  })

  it('may be empty', async () => {
    expect(await stream('')).toEqual({
      status: 200,
      lines: [{ summary: { sent: 0, recorded: 0, duplicate: 0, refused: 0 } }],
    })
  })

  it.each([
    ['gzip', zlib.gzipSync],
    ['zstd', zlib.zstdCompressSync],
  ] as const)('may be compressed with %s', async (encoding, compress) => {
    const { lines } = await stream(compress(Buffer.from(ndjson(events(3000)))), '?quiet=1', {
      'content-encoding': encoding,
    })
    expect(lines).toEqual([{ summary: { sent: 3000, recorded: 3000, duplicate: 0, refused: 0 } }])
  })

  it('answers what it has while the sender is still sending', async () => {
    const { request, response } = open()
    request.write(`${JSON.stringify(event())}\n`)
    const answer = await response
    const [first] = (await once(answer, 'data')) as [Buffer]
    expect(JSON.parse(first.toString())).toMatchObject({ line: 1, status: 'recorded' })

    request.end(JSON.stringify(event()))
    const rest: Buffer[] = []
    for await (const chunk of answer) rest.push(chunk as Buffer)
    expect(parseLines(Buffer.concat(rest).toString())).toMatchObject([
      { line: 2, status: 'recorded' },
      { summary: { sent: 2, recorded: 2 } },
    ])
  })

  it('waits for an overloaded record instead of refusing', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => stream(ndjson(events(3000)), '?quiet=1')),
    )
    for (const { lines } of answers)
      expect(lines).toEqual([{ summary: { sent: 3000, recorded: 3000, duplicate: 0, refused: 0 } }])
  })

  it('pauses a sender that does not read its answers, and loses none of its lines', async () => {
    const lines = 40_000
    const { request, response } = open()
    const before = process.memoryUsage().rss
    const one = events(lines).map(value => `${JSON.stringify(value)}\n`)
    const writing = (async () => {
      for (const line of one) if (!request.write(line)) await once(request, 'drain')
      request.end()
    })()
    const answer = await response
    answer.pause()
    // Nobody reads until the server has stopped taking more.
    let seen = -1
    await until(async () => {
      const now = await server.metric('daybook_events_total{result="recorded"}')
      const still = now === seen
      seen = now
      return still
    })
    const received: Buffer[] = []
    for await (const chunk of answer) received.push(chunk as Buffer)
    await writing

    expect(parseLines(Buffer.concat(received).toString()).at(-1)).toEqual({
      summary: { sent: lines, recorded: lines, duplicate: 0, refused: 0 },
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024)
  })
})

describe('a stream that breaks', () => {
  it('off in the middle of a line: what was answered is recorded, the half line is not', async () => {
    const before = await server.entries()
    const { request, response } = open()
    request.on('error', () => {})
    request.write(`${JSON.stringify(event())}\n${JSON.stringify(event())}\n{"id":`)
    const answer = await response
    answer.on('error', () => {})
    await once(answer, 'data')
    request.destroy()

    await until(async () => (await server.metric('daybook_events_total{result="recorded"}')) >= before + 2)
    expect((await server.call('/health/ready')).status).toBe(200)
    expect(await server.entries()).toBe(before + 2)
  })

  it('in its compression says so in the summary; whole lines before are recorded', async () => {
    const whole = zlib.gzipSync(Buffer.from(ndjson(events(2000))))
    const { status, lines } = await stream(whole.subarray(0, whole.length - 100), '?quiet=1', {
      'content-encoding': 'gzip',
    })

    expect(status).toBe(200)
    const summary = lines.at(-1)?.summary
    expect(summary).toMatchObject({ complete: false, code: 'INVALID_COMPRESSION', refused: 0 })
    expect(summary?.['sent']).toBe(summary?.['recorded'])
  })

  it('in its compression from the first byte is refused as a whole', async () => {
    const { status, lines } = await stream('no gzip', '', { 'content-encoding': 'gzip' })
    expect([status, lines[0]]).toMatchObject([400, { code: 'INVALID_COMPRESSION' }])
  })

  it('as a bomb of empty lines is cut off', async () => {
    const { status, lines } = await stream(zlib.gzipSync(Buffer.alloc(200 * 1024 * 1024, '\n')), '', {
      'content-encoding': 'gzip',
    })
    expect([status, lines[0]]).toMatchObject([413, { code: 'BODY_TOO_LARGE' }])
  })

  it('as one endless line is a single refused line', async () => {
    const { lines } = await stream(Buffer.alloc(20 * 1024 * 1024, 'x'))
    expect(lines).toMatchObject([
      { line: 1, status: 'refused', problems: [{ code: 'EVENT_TOO_LARGE' }] },
      { summary: { sent: 1, refused: 1 } },
    ])
  })
})
