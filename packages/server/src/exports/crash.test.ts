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
const FORMATS = ['csv', 'xlsx', 'ndjson', 'parquet'] as const
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

/** A server that kills itself with -9 when exports have come to `die` so often. */
async function start(die = '', times = '1'): Promise<string> {
  const env = { PATH: process.env['PATH'], DAYBOOK_DATA: directory, DAYBOOK_BOOTSTRAP_KEY: BOOTSTRAP_KEY }
  child = spawn(process.execPath, [PROGRAM, die, times], { env, stdio: ['ignore', 'pipe', 'inherit'] })
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

it('every format, killed again and again', { timeout: 300_000 }, async () => {
  let url = await start()
  const events = Array.from({ length: ROWS }, (_, i) =>
    event({ occurredAt: new Date(Date.UTC(2026, 4, 4) + i * 1000).toISOString(), comment: `line\r\n${i}` }),
  )
  await call(url, '/v1/events?wait=indexed', { events })
  const request = (format: string) => ({
    report: 'activity',
    format,
    name: 'Crash',
    q: 'app:UserHub',
    order: 'oldest',
  })
  // Made without a crash, up to the same entry: what comes after it is of another application.
  const expected = new Map<string, string | undefined>()
  for (const format of FORMATS) {
    const { id } = await call<ExportView>(url, '/v1/exports', request(format))
    expected.set(format, await contentOf(url, await settled(url, id)))
  }
  await stop()

  const ids = new Map<string, string>()
  for (const [die, times] of DEATHS) {
    url = await start(die, times)
    const exit = once(child as ChildProcess, 'exit')
    if (ids.size === 0)
      for (const format of FORMATS) {
        // The process may be gone before all are asked for: those that were answered count.
        const made = await call<ExportView>(url, '/v1/exports', request(format)).catch(() => undefined)
        if (made?.id !== undefined) ids.set(format, made.id)
      }
    expect([die, ...((await exit) as unknown[])]).toEqual([die, null, 'SIGKILL'])
  }
  expect(ids.size).toBeGreaterThan(1)

  url = await start()
  for (const [format, id] of ids) {
    const ready = await settled(url, id)
    expect([format, ready.state]).toEqual([format, 'ready'])
    expect([format, await contentOf(url, ready)]).toEqual([format, expected.get(format)])
  }
  await call(url, '/v1/events?wait=indexed', event({ application: 'Later' }))
  interface Told {
    rows: { activity: string; entity: { id: string } }[]
  }
  const { rows } = await call<Told>(url, '/v1/reports/activity/rows?limit=1000&q=app:Daybook')
  for (const [format, id] of ids) {
    const own = rows.filter(({ entity }) => entity.id === id).map(({ activity }) => activity)
    const once = ['Download export', 'Finish export', 'Request export']
    expect([format, ...own.toSorted()]).toEqual([format, ...once])
  }
  await stop()
})

/** The hash of the file, as it is downloaded; of a workbook that of its rows, because its cover names the export. */
async function contentOf(url: string, { file = '', format, sha256 }: ExportView): Promise<string> {
  const bytes = Buffer.from(await (await fetch(url + file, { headers: auth })).arrayBuffer())
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
  if (format !== 'xlsx') return sha256 ?? ''
  const { readXlsx } = await import('hucre/xlsx')
  const book = await readXlsx(bytes)
  const said = new Map((book.sheets[0]?.rows ?? []).map(([label, value]) => [label, value]))
  return String(said.get('SHA-256 of the rows'))
}
