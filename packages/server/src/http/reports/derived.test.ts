/** Guarantees of changes that no sender gave: over HTTP they are in the change report, in a vendor's layout and in the totals, marked. */
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { ExportView } from '../../exports/index.ts'
import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'
import { isSettled, until } from '../../testing/until.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.end())

const at = (minute: number, state: object, more: object = {}) =>
  event({
    application: 'VCCSS',
    activity: 'Update agent',
    entity: { type: 'Agent', id: 'a-1', name: 'Rezia Smith' },
    occurredAt: `2026-05-04T10:${String(minute).padStart(2, '0')}:00Z`,
    changes: undefined,
    state,
    ...more,
  })

async function send(...sent: object[]): Promise<void> {
  await server.post('/v1/events?wait=indexed', { events: sent })
  const [head] = await server.record.heads()
  expect(await server.followers.waitFor('derive', head?.tenant ?? 0, (head?.next ?? 0) - 1, 20_000)).toBe(
    true,
  )
}

async function get<T>(path: string, headers?: Record<string, string>): Promise<T> {
  const answer = await server.call(path, headers === undefined ? {} : { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

interface Rows {
  rows: { occurredAt: string; attribute: string; old?: unknown; new?: unknown; derived?: true }[]
  asOf: { index: number; derived: number | null }
}

it('a late entry takes its place: the changes of those after it are made anew', async () => {
  await send(
    at(0, { role: 'agent', email: 'rezia@example.com' }, { category: 'create', activity: 'Create agent' }),
    at(20, { role: 'lead', email: 'rezia@example.com' }),
  )
  const changes = async () =>
    (await get<Rows>('/v1/reports/changes/rows?q=attr:role&order=oldest')).rows.map(
      row => [row.occurredAt.slice(14, 16), row.old, row.new, row.derived] as const,
    )
  expect(await changes()).toEqual([
    ['00', undefined, 'agent', true],
    ['20', 'agent', 'lead', true],
  ])
  await send(at(10, { role: 'chief', email: 'rezia@example.com' }))
  expect(await changes()).toEqual([
    ['00', undefined, 'agent', true],
    ['10', 'agent', 'chief', true],
    ['20', 'chief', 'lead', true],
  ])
  expect(await get('/v1/reports/changes/summary')).toMatchObject({ total: 4 })
  expect((await get<Rows>('/v1/reports/changes/rows')).asOf).toMatchObject({ index: 2, derived: 2 })
})

it("a vendor's report has them in its details", async () => {
  const page = await get<{ columns: string[]; cells: string[][] }>(
    '/v1/reports/8x8-audit-events/rows?order=oldest',
  )
  const details = page.columns.indexOf('details')
  expect(page.cells.map(cells => cells[details])).toEqual([
    '{"old":{},"new":{"email":"rezia@example.com","role":"agent"}}',
    '{"old":{"role":"agent"},"new":{"role":"chief"}}',
    '{"old":{"role":"chief"},"new":{"role":"lead"}}',
  ])
})

it('what is sensitive stays hidden in them', async () => {
  const catalog = {
    applications: [
      { application: 'Elsewhere', entities: [{ entity: 'Agent', sensitive: ['email'], activities: [] }] },
    ],
  }
  await server.call('/v1/catalog', {
    method: 'PUT',
    body: JSON.stringify(catalog),
    headers: { 'content-type': 'application/json' },
  })
  const reader = bearer(await server.key(['read']))
  // The old value may come from another application's entry of the same entity.
  const { rows } = await get<Rows>('/v1/reports/changes/rows?q=attr:email', reader)
  expect(rows).toMatchObject([{ attribute: 'email', new: '••••••••', masked: true, derived: true }])
})

it('an entry in the record stays what its sender sent', async () => {
  const { rows } = await get<{ rows: { id: string }[] }>('/v1/reports/activity/rows?limit=1')
  expect(await get(`/v1/events/${rows[0]?.id}`)).not.toHaveProperty('changes')
})

it('an export has the changes of all states up to its entry, also those that are not worked out yet', async () => {
  const states = Array.from({ length: 30 }, (_, i) =>
    at(
      i,
      { step: i },
      { entity: { type: 'Agent', id: 'a-export' }, category: i === 0 ? 'create' : undefined },
    ),
  )
  for (const state of states) await server.post('/v1/events', state)
  const asked = { report: 'changes', format: 'ndjson', q: 'instance:a-export attr:step', order: 'oldest' }
  const { id } = (await (await server.post('/v1/exports', asked)).json()) as ExportView
  const ready = await until(() => get<ExportView>(`/v1/exports/${id}`), isSettled)
  const lines = (await (await server.call(ready.file ?? '')).text()).trimEnd().split('\n')
  expect(lines.map(line => (JSON.parse(line) as Rows['rows'][0]).new)).toEqual(states.map((_, i) => i))
})
