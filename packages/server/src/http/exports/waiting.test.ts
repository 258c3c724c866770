/** Guarantee of exports that wait: while the index has not got to one's entries, those of others are made, and it is not given up. */
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { ExportView } from '../../exports/index.ts'
import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'
import { isSettled, until } from '../../testing/until.ts'

let server: TestServer
beforeAll(async () => {
  const never = 3_600_000
  server = await startTestServer({
    followOptions: { stepAgeMs: never, stepHurryMs: never, pollMs: 50 },
    exportSettings: { pollMs: 20, runningMax: 1, indexWaitMs: 20, claimsMax: 2 },
  })
})
afterAll(async () => server.end())

it('one that waits for the index holds up nobody', { timeout: 60_000 }, async () => {
  const behind = bearer(await server.key(['read', 'ingest'], 'behind'))
  expect((await server.post('/v1/events', event(), behind)).status).toBe(201)
  const ask = async (as: Record<string, string>) =>
    (await (await server.post('/v1/exports', { report: 'activity', format: 'csv' }, as)).json()) as ExportView
  const view = async ({ id }: ExportView, as: Record<string, string>) =>
    (await (await server.call(`/v1/exports/${id}`, { headers: as })).json()) as ExportView
  const waits = await ask(behind)
  // Of a tenant without entries there is nothing to wait for.
  for (const tenant of ['first', 'second', 'third']) {
    const other = bearer(await server.key(['read'], tenant))
    const made = await ask(other)
    expect(await until(() => view(made, other), isSettled)).toMatchObject({ state: 'ready' })
  }
  expect(['queued', 'running']).toContain((await view(waits, behind)).state)
  const { id: tenant } = await server.record.tenants.ensure('behind')
  expect((await server.record.exports.find(tenant, waits.id))?.claims).toBeLessThanOrEqual(1)
})
