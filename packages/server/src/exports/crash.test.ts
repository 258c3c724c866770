/** Guarantee: killed in the middle of an export, a server goes on after its next start, and the file is the one it would have been. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { BOOTSTRAP_KEY, event } from '../testing/server.ts'
import { isSettled, until } from '../testing/until.ts'
import type { ExportView } from './index.ts'

const PROGRAM = fileURLToPath(new URL('../testing/export-child.ts', import.meta.url))
const auth = { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' }
const ROWS = 2000
/** Every format; Parquet of a layout and with hidden values is made here, otherwise by the engine. */
const ASKED = [
  ['activity', 'csv'],
  ['activity', 'xlsx'],
  ['activity', 'ndjson'],
  ['activity', 'parquet'],
  ['activity', 'pdf'],
  ['8x8-audit-events', 'parquet'],
] as const
/** Where one process after the other dies, and the how manieth time that it comes by. */
const DEATHS = [
  ['written', '4'],
  ['assembled', '2'],
  ['told', '1'],
] as const

let directory: string
let child: ChildProcess | undefined
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-export-crash-'))
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

/** A server that kills itself with -9 when exports have come to `die` so often. @param keepMs how long files are kept */
async function start(die = '', times = '1', keepMs = ''): Promise<string> {
  const env = { PATH: process.env['PATH'], DAYBOOK_DATA: directory, DAYBOOK_BOOTSTRAP_KEY: BOOTSTRAP_KEY }
  child = spawn(process.execPath, [PROGRAM, die, times, keepMs], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    const url = /ready at (\S+)/.exec(said)?.[1]
    if (url !== undefined) return url
  }
  throw new Error(`did not start: ${said}`)
}

async function call<T>(url: string, path: string, body?: object): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await (await fetch(url + path, { ...init, headers: auth })).json()) as T
}

const settled = async (url: string, id: string): Promise<ExportView> =>
  until(async () => call<ExportView>(url, `/v1/exports/${id}`), isSettled)

async function stop(): Promise<void> {
  const ended = child === undefined || child.exitCode !== null ? undefined : once(child, 'exit')
  child?.kill('SIGTERM')
  await ended
}

it(
  'every format, killed again and again, has the bytes that it had without',
  { timeout: 300_000 },
  async () => {
    let url = await start('', '1', '1')
    const events = Array.from({ length: ROWS }, (_, i) =>
      event({ occurredAt: new Date(Date.UTC(2026, 4, 4) + i * 1000).toISOString(), comment: `line\r\n${i}` }),
    )
    await call(url, '/v1/events?wait=indexed', { events })
    const ids: string[] = []
    const expected = new Map<string, string | undefined>()
    for (const [report, format] of ASKED) {
      const request = { report, format, name: 'Crash', q: 'app:UserHub', order: 'oldest' }
      const { id } = await call<ExportView>(url, '/v1/exports', request)
      // Its file is gone at once; the hash stays known.
      const { sha256 } = await settled(url, id)
      ids.push(id)
      expected.set(id, sha256)
    }
    await stop()

    // The same jobs again: same id, same time, same position, so that even what the cover says is the same.
    let again = false
    for (const [die, times] of DEATHS) {
      url = await start(die, times)
      const exit = once(child as ChildProcess, 'exit')
      if (!again) for (const id of ids) await call(url, `/v1/exports/${id}/retry`, {}).catch(() => undefined)
      again = true
      expect([die, ...((await exit) as unknown[])]).toEqual([die, null, 'SIGKILL'])
    }

    url = await start()
    for (const id of ids) {
      // Asked for again after the process was gone: those go through undisturbed.
      await call(url, `/v1/exports/${id}/retry`, {})
      const ready = await settled(url, id)
      expect([ready.format, ready.state]).toEqual([ready.format, 'ready'])
      expect([ready.format, await hashOf(url, ready)]).toEqual([ready.format, expected.get(id)])
    }
    await call(url, '/v1/events?wait=indexed', event({ application: 'Later' }))
    interface Told {
      rows: { activity: string; entity: { id: string } }[]
    }
    const { rows } = await call<Told>(url, '/v1/reports/activity/rows?limit=1000&q=app:Daybook')
    for (const id of ids) {
      const own = rows.filter(({ entity }) => entity.id === id).map(({ activity }) => activity)
      // Told to run again, a process may die before it does; asked once more, it is told once more.
      const once = ['Download export', 'Finish export', 'Request export', 'Retry export']
      expect(
        own.filter((activity, i) => activity !== 'Retry export' || own.indexOf(activity) === i).toSorted(),
      ).toEqual(once)
    }
    await stop()
  },
)

/** The hash of the file, as it is downloaded. */
async function hashOf(url: string, { file = '' }: ExportView): Promise<string> {
  const bytes = await (await fetch(url + file, { headers: auth })).arrayBuffer()
  return createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
}
