/** Guarantee: killed in the middle of an export, a server goes on after its next start, and the file is the one it would have been. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { startNode, type TestProcess } from '../../../../test/processes.ts'
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
let server: TestProcess
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-export-crash-'))
})
afterAll(async () => {
  await server.end()
  await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

/** A server that kills itself with -9 when exports have come to `die` so often. @param keepMs how long files are kept */
function launch(die = '', times = '1', keepMs = ''): void {
  const env = { PATH: process.env['PATH'], DAYBOOK_DATA: directory, DAYBOOK_BOOTSTRAP_KEY: BOOTSTRAP_KEY }
  server = startNode([PROGRAM, die, times, keepMs], { env })
}

async function ready(): Promise<string> {
  const [, url = ''] = await server.says(/ready at (\S+)\n/)
  return url
}

async function call<T>(url: string, path: string, body?: object): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await (await fetch(url + path, { ...init, headers: auth })).json()) as T
}

const settled = async (url: string, id: string): Promise<ExportView> =>
  until(async () => call<ExportView>(url, `/v1/exports/${id}`), isSettled)

it(
  'every format, killed again and again, has the bytes that it had without',
  { timeout: 300_000 },
  async () => {
    launch('', '1', '1')
    let url = await ready()
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
    await server.end('SIGTERM')

    // The same jobs again: same id, same time, same position, so that even what the cover says is the same.
    for (const [n, [die, times]] of DEATHS.entries()) {
      launch(die, times)
      // The later ones have what the first left to do, and may be gone before they are ready.
      url = n === 0 ? await ready() : ''
      if (n === 0) for (const id of ids) await call(url, `/v1/exports/${id}/retry`, {}).catch(() => undefined)
      expect([die, await server.ended]).toEqual([die, { code: null, signal: 'SIGKILL' }])
    }

    launch()
    url = await ready()
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
    await server.end('SIGTERM')
  },
)

/** The hash of the file, as it is downloaded. */
async function hashOf(url: string, { file = '' }: ExportView): Promise<string> {
  const bytes = await (await fetch(url + file, { headers: auth })).arrayBuffer()
  return createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
}
