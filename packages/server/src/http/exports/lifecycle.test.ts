/** Guarantees of an export's life: cancelled ones leave nothing, limits hold for those that ask at once, files go with their time. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import type { ExportStep, ExportView } from '../../exports/index.ts'
import { sweepFiles } from '../../exports/sweep.ts'
import { bearer, events, startTestServer, type TestServer } from '../../testing/server.ts'
import { isSettled, until } from '../../testing/until.ts'

/** Of three files. */
const BYTES_MAX = 7_000

let server: TestServer
/** ms that the server's clock is ahead */
let ahead = 0
let as: Record<string, string>
let onStep: (step: ExportStep) => void = () => {}

beforeAll(async () => {
  server = await startTestServer({
    clock: () => Date.now() + ahead,
    onExportStep: step => onStep(step),
    exportSettings: { pollMs: 20, partRows: 2, runningMax: 1, openMax: 3, bytesMax: BYTES_MAX },
  })
  as = bearer(await server.key(['read', 'ingest'], 'team'))
  await server.post('/v1/events?wait=indexed', { events: events(50) }, as)
})
afterAll(async () => {
  await server.end()
})

const ask = async (format = 'csv', key = as): Promise<Response> =>
  server.post('/v1/exports', { report: 'activity', format, q: 'app:UserHub', columns: ['id'] }, key)
const at = async (path: string, method = 'GET', key = as): Promise<Response> =>
  server.call(`/v1/exports${path}`, { method, headers: key })
const view = async (id: string): Promise<ExportView> => (await (await at(`/${id}`)).json()) as ExportView
const directories = (): string[] => readdirSync(join(server.directory, 'exports'))

const reached = async (id: string, state: string): Promise<ExportView> =>
  until(
    async () => view(id),
    found => found.state === state,
  )
async function made(format = 'csv'): Promise<ExportView> {
  const { id } = (await (await ask(format)).json()) as ExportView
  return reached(id, 'ready')
}

it(
  'a cancelled one stays in the list, leaves no file, and can be run again',
  { timeout: 120_000 },
  async () => {
    const { id } = (await (await ask()).json()) as ExportView
    expect((await at(`/${id}`, 'DELETE')).status).toBe(204)
    const { state } = await view(id)
    // Quick ones are ready before they can be cancelled; then they are gone with their file.
    if (state !== undefined) {
      expect(state).toBe('cancelled')
      expect((await at(`/${id}/file`)).status).toBe(409)
      expect((await at(`/${id}/retry`, 'POST')).status).toBe(200)
      await reached(id, 'ready')
      expect((await at(`/${id}`, 'DELETE')).status).toBe(204)
    }
    expect((await at(`/${id}`)).status).toBe(404)
    expect(directories()).not.toContain(id)
  },
)

it(
  'one that is cancelled and asked for again, over and over, is made in the end',
  { timeout: 120_000 },
  async () => {
    const { id } = (await (await ask('xlsx')).json()) as ExportView
    for (let i = 0; i < 12; i++) {
      // Not when it is ready: then it would be removed.
      const { state } = await view(id)
      if (state === 'ready') break
      await at(`/${id}`, 'DELETE')
      const { status } = await at(`/${id}/retry`, 'POST')
      if (status === 404) return
      expect(status).toBe(200)
    }
    expect(await reached(id, 'ready')).toMatchObject({ progress: { rows: 50 } })
    expect((await at(`/${id}/file`)).status).toBe(200)
    await at(`/${id}`, 'DELETE')
    expect(directories()).not.toContain(id)
  },
)

it('as many as may wait or run are taken in, also when all ask at once', { timeout: 120_000 }, async () => {
  const others = bearer(await server.key(['read'], 'others'))
  const answers = await Promise.all(Array.from({ length: 12 }, async () => ask()))
  const taken = answers.filter(({ status }) => status === 201)
  expect(taken.length).toBeLessThan(12)
  expect(answers.filter(({ status }) => status !== 201).every(({ status }) => status === 422)).toBe(true)
  // Of another tenant there is room.
  expect((await ask('csv', others)).status).toBe(201)
  for (const answer of taken) {
    const { id } = (await answer.json()) as ExportView
    await reached(id, 'ready')
    await at(`/${id}`, 'DELETE')
  }
})

it('a tenant’s files take no more bytes than they may', { timeout: 120_000 }, async () => {
  const first = await made()
  for (;;) {
    const answer = await ask()
    if (answer.status === 422) break
    const { id } = (await answer.json()) as ExportView
    const ended = await server.call(`/v1/exports/${id}`, { headers: as })
    expect(ended.status).toBe(200)
    const { state, failure } = await until(async () => view(id), isSettled)
    if (state === 'failed') {
      expect(failure).toMatchObject({ code: 'EXPORT_STORAGE_FULL', again: true })
      break
    }
  }
  const { exports } = (await (await at('')).json()) as { exports: ExportView[] }
  expect(exports.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(BYTES_MAX)
  for (const { id } of exports) await at(`/${id}`, 'DELETE')
  expect(directories()).not.toContain(first.id)
})

it(
  'files go when their time is over, and so does what belongs to no export',
  { timeout: 120_000 },
  async () => {
    const { id } = await made()
    expect(directories()).toContain(id)
    ahead += 8 * 86_400_000
    await reached(id, 'expired')
    await until(
      async () => Promise.resolve(directories()),
      found => !found.includes(id),
    )

    const kept = await made()
    const root = join(server.directory, 'exports')
    const orphan = join(root, '01890a5d-ac96-774b-bcce-b302099a8057')
    mkdirSync(orphan)
    writeFileSync(join(orphan, 'rows-1'), 'x')
    mkdirSync(join(root, 'not-ours'))
    expect(await sweepFiles(server.record, root)).toBe(1)
    expect([existsSync(orphan), existsSync(join(root, 'not-ours')), existsSync(join(root, kept.id))]).toEqual(
      [false, true, true],
    )
  },
)

it(
  'a file from which rows went missing while it was made is never called complete',
  { timeout: 120_000 },
  async () => {
    const tenant = (await server.record.tenants.ensure('team')).id
    // Every second entry, so that each part still has rows.
    const odd = Array.from({ length: 25 }, (_, i) => ({ tenant, from: 2 * i + 1, to: 2 * i + 2 }))
    let removed: Promise<void> | undefined
    onStep = step => {
      if (step === 'written') removed ??= server.index.remove(odd)
    }
    const { id } = (await (await ask()).json()) as ExportView
    expect(await reached(id, 'failed')).toMatchObject({ failure: { code: 'EXPORT_CHANGED', again: true } })
    await removed
    expect(directories()).not.toContain(id)
    onStep = () => {}
    await at(`/${id}/retry`, 'POST')
    expect((await reached(id, 'ready')).progress.rows).toBe(25)
  },
)
