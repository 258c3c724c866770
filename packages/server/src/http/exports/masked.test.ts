/** Guarantees of exports for somebody from whom values are hidden: no file shows them, none outlives the right. */
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { ExportView, Manifest } from '../../exports/index.ts'
import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'
import { isSettled, until } from '../../testing/until.ts'

const SECRET = 'clarissa@secret.example'
const catalog = (sensitive: string[]) => ({
  applications: [{ application: 'UserHub', entities: [{ entity: 'User', sensitive, activities: [] }] }],
})

let server: TestServer
let reader: Record<string, string>
let trusted: Record<string, string>
beforeAll(async () => {
  server = await startTestServer({ exportSettings: { pollMs: 20 } })
  await describeAs(['email'])
  const changes = [
    { attribute: 'email', old: SECRET, new: SECRET },
    { attribute: 'role', old: 'agent', new: 'lead' },
  ]
  await server.post('/v1/events?wait=indexed', {
    events: [event({ changes, state: { email: SECRET, role: 'lead' } })],
  })
  reader = bearer(await server.key(['read']))
  trusted = bearer(await server.key(['read', 'sensitive']))
})
afterAll(async () => server.end())

async function describeAs(sensitive: string[]): Promise<void> {
  await server.call('/v1/catalog?replace=true', {
    method: 'PUT',
    body: JSON.stringify(catalog(sensitive)),
    headers: { 'content-type': 'application/json' },
  })
}

const at = async (path: string, as: Record<string, string>): Promise<Response> =>
  server.call(`/v1/exports${path}`, { headers: as })

async function made(body: object, as: Record<string, string>): Promise<ExportView> {
  const answer = await server.post('/v1/exports', body, as)
  expect(answer.status).toBe(201)
  const { id } = (await answer.json()) as ExportView
  return until(async () => (await (await at(`/${id}`, as)).json()) as ExportView, isSettled)
}

it.each([
  ['activity', 'csv'],
  ['changes', 'csv'],
  ['activity', 'ndjson'],
  ['changes', 'ndjson'],
  ['8x8-audit-events', 'csv'],
])('%s as %s shows hidden values only to who may see them', async (report, format) => {
  for (const [as, seen] of [
    [reader, false],
    [trusted, true],
  ] as const) {
    const { id, state } = await made({ report, format }, as)
    expect(state).toBe('ready')
    const text = await (await at(`/${id}/file`, as)).text()
    expect([report, format, text.includes(SECRET)]).toEqual([report, format, seen])
    expect(text).toContain('lead')
    expect((await (await at(`/${id}/manifest`, as)).json()) as Manifest).toMatchObject({ masked: !seen })
  }
})

it('what would tell about hidden values is refused', async () => {
  for (const more of [{ format: 'parquet' }, { format: 'csv', sort: 'old' }]) {
    const answer = await server.post('/v1/exports', { report: 'changes', ...more }, reader)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'FORBIDDEN'])
  }
  const { state } = await made({ report: 'changes', format: 'parquet' }, trusted)
  expect(state).toBe('ready')
})

it(
  'a file that shows what became sensitive later cannot be downloaded any more',
  { timeout: 30_000 },
  async () => {
    const { id } = await made({ report: 'changes', format: 'csv' }, reader)
    expect((await at(`/${id}/file`, reader)).status).toBe(200)
    await describeAs(['email', 'role'])
    // The catalog is remembered for some seconds.
    const ended = await until(
      async () => (await at(`/${id}/file`, reader)).status,
      status => status !== 200,
    )
    expect(ended).toBe(403)
  },
)
