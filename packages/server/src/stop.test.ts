/** Guarantees of a stop, orderly or not: what was answered with 2xx is there after the next start, once. */
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { run, startNode, type TestProcess } from '../../../test/processes.ts'
import { BOOTSTRAP_KEY, event, events } from './testing/server.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const KILLS = 6
const auth = { authorization: `Bearer ${BOOTSTRAP_KEY}` }

let directory: string
const servers: TestProcess[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-stop-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.end()
  await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

const ORDERLY = { code: 0, signal: null }

interface Running {
  url: string
  said: string
  server: TestProcess
}

function main(env: Record<string, string>): TestProcess {
  const settings = { PATH: process.env['PATH'], DAYBOOK_DATA: directory, DAYBOOK_LISTEN: '127.0.0.1:0' }
  const server = startNode([MAIN], { env: { ...settings, DAYBOOK_LOG_LEVEL: 'error', ...env } })
  servers.push(server)
  return server
}

async function start(
  env: Record<string, string> = { DAYBOOK_BOOTSTRAP_KEY: BOOTSTRAP_KEY },
): Promise<Running> {
  const server = main(env)
  const { input: said } = await server.says(/API reference.*\n(?: {2}Key.*\n)?/)
  const url = /ready at (\S+)/.exec(said)?.[1] ?? ''
  return { url, said, server }
}

interface Load {
  acknowledged: Set<string>
  refused: number
  end: Promise<unknown>
}

/** Senders that go on until they are told to stop by a refusal or the end of the connection. */
function load(url: string, senders: number): Load {
  const state = { acknowledged: new Set<string>(), refused: 0 }
  const one = async (): Promise<void> => {
    for (;;) {
      const batch = events(20)
      try {
        const answer = await fetch(`${url}/v1/events`, {
          method: 'POST',
          body: JSON.stringify({ events: batch }),
          headers: { ...auth, 'content-type': 'application/json' },
        })
        if (answer.status === 201)
          for (const { id } of ((await answer.json()) as { results: { id: string }[] }).results)
            state.acknowledged.add(id)
        else {
          state.refused++
          return
        }
      } catch {
        return
      }
    }
  }
  return Object.assign(state, { end: Promise.all(Array.from({ length: senders }, one)) })
}

async function expectAllThere(url: string, acknowledged: Set<string>): Promise<void> {
  const found = new Map<string, number>()
  // One event more, waited for, so that reports have caught up.
  await fetch(`${url}/v1/events?wait=indexed`, {
    method: 'POST',
    body: JSON.stringify(event()),
    headers: { ...auth, 'content-type': 'application/json' },
  })
  let cursor: string | undefined
  do {
    const page = (await (
      await fetch(
        `${url}/v1/reports/activity/rows?limit=1000${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        { headers: auth },
      )
    ).json()) as { rows: { id: string; index: number }[]; nextCursor?: string }
    for (const { id } of page.rows) found.set(id, (found.get(id) ?? 0) + 1)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  expect([...acknowledged].filter(id => found.get(id) !== 1)).toEqual([])
  const [id] = acknowledged
  expect((await fetch(`${url}/v1/events/${String(id)}`, { headers: auth })).status).toBe(200)
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve))
}

describe('an orderly stop', () => {
  it('under load answers what was taken, ends streams with a summary, and keeps every acknowledged event', async () => {
    const first = await start()
    const stream = httpRequest(`${first.url}/v1/events`, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/x-ndjson' },
    })
    stream.on('error', () => {})
    const lines = events(50)
    stream.write(lines.map(line => `${JSON.stringify(line)}\n`).join(''))
    const [answer] = (await once(stream, 'response')) as [IncomingMessage]
    const running = load(first.url, 8)
    await until(() => running.acknowledged.size > 500)

    const stopped = first.server.end('SIGTERM')
    let text = ''
    for await (const chunk of answer) text += String(chunk)
    await running.end
    expect(await stopped).toEqual(ORDERLY)

    const summary = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as {
      summary: Record<string, unknown>
    }
    expect(summary.summary).toEqual({
      sent: 50,
      recorded: 50,
      duplicate: 0,
      refused: 0,
      complete: false,
      code: 'STOPPING',
    })

    const second = await start()
    for (const { id } of lines) running.acknowledged.add(String(id))
    await expectAllThere(second.url, running.acknowledged)
    expect(await second.server.end('SIGINT')).toEqual(ORDERLY)
  })

  it('that waits for a sender is cut short by a second signal', async () => {
    const { url, server } = await start()
    const half = httpRequest(`${url}/v1/events`, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json', 'content-length': '100' },
    })
    half.on('error', () => {})
    half.write('{"events":')
    await fetch(`${url}/v1/session`, { headers: auth })

    const again = setInterval(() => server.kill('SIGTERM'), 50)
    expect(await server.ended).toEqual({ code: null, signal: 'SIGKILL' })
    clearInterval(again)
  })
})

describe('a kill -9 of the whole server under load', () => {
  it(`loses no acknowledged event and doubles none, ${KILLS} times over the same data`, async () => {
    const acknowledged = new Set<string>()
    for (let round = 0; round < KILLS; round++) {
      const { url, server } = await start()
      const running = load(url, 8)
      await until(() => running.acknowledged.size > 200 + round * 150)
      await server.end()
      await running.end
      for (const id of running.acknowledged) acknowledged.add(id)
    }
    const last = await start()
    await expectAllThere(last.url, acknowledged)
    expect(await last.server.end('SIGTERM')).toEqual(ORDERLY)
  }, 180_000)
})

describe('a first start', () => {
  it('prints a key once and a fresh sign-in link each time', async () => {
    const first = await start({})
    const key = /Key \(shown only now\): +(\S+)/.exec(first.said)?.[1]
    expect(key).toMatch(/^dbk_\w{8}_[\w-]{43}$/)
    expect(
      (await fetch(`${first.url}/v1/session`, { headers: { authorization: `Bearer ${key ?? ''}` } })).status,
    ).toBe(200)
    await first.server.end('SIGTERM')

    const second = await start({})
    expect(second.said).not.toContain('Key (shown')
    const link = (said: string): string | undefined => /sign-in#(\S+)/.exec(said)?.[1]
    expect(link(second.said)).toMatch(/^[\w-]{43}$/)
    expect(link(second.said)).not.toBe(link(first.said))
    expect(
      (await fetch(`${second.url}/v1/session`, { headers: { authorization: `Bearer ${key ?? ''}` } })).status,
    ).toBe(200)
    await second.server.end('SIGTERM')
  })

  it('says in one line what is wrong, with status 1: another server on the data, a port in use, a wrong setting', async () => {
    const first = await start()
    const failing = async (env: Record<string, string>): Promise<[number | null, string]> => {
      const { code, stderr } = await run(main({ DAYBOOK_LOG_LEVEL: 'silent', ...env }))
      return [code, stderr]
    }
    const elsewhere = await mkdtemp(join(tmpdir(), 'daybook-stop-'))
    const [held, taken, wrong] = await Promise.all([
      failing({}),
      failing({ DAYBOOK_DATA: elsewhere, DAYBOOK_LISTEN: new URL(first.url).host }),
      failing({ DAYBOOK_LISTEN: 'nowhere' }),
    ])
    expect(held).toEqual([
      1,
      expect.stringMatching(
        /^Daybook did not start: Another process uses this data directory\. .* is held by process \d+\..*\n$/,
      ),
    ])
    expect(taken).toEqual([1, expect.stringContaining('EADDRINUSE')])
    expect(wrong).toEqual([1, expect.stringContaining('DAYBOOK_LISTEN: should be HOST:PORT')])
    await first.server.end('SIGTERM')
    await rm(elsewhere, { recursive: true, force: true })
  })
})
