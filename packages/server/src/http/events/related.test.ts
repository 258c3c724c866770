/** Guarantees of what is around an entry or a time: bounded lists, values that really stand out, and one tenant only. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
const sent = Array.from({ length: 400 }, (_, i) =>
  event({
    occurredAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
    // From 300 on someone else deletes.
    activity: i < 300 ? 'Update' : 'Delete',
    actor: { id: i < 300 ? `u-${i % 5}` : 'intruder', name: i < 300 ? 'Staff' : 'Nobody' },
    entity: { type: 'User', id: `e-${i}` },
    ...(i % 100 === 0 ? { correlation: { type: 'order', id: 'o-4711' } } : {}),
  }),
)
beforeAll(async () => {
  server = await startTestServer()
  await server.post('/v1/events?wait=indexed', { events: sent })
})
afterAll(async () => server.end())

const pathOf = (i: number): string => `/v1/events/${String(sent[i]?.['id'])}/related`

async function get<T>(path: string): Promise<T> {
  const answer = await server.call(path)
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

describe('related', () => {
  it('names what the entry shares with others, nearest first, with counts', async () => {
    const answer = await get<{
      related: Record<string, { count: number; rows: { index: number }[]; minutes?: number }>
    }>(`${pathOf(100)}?minutes=10&limit=2`)
    expect(Object.keys(answer.related).toSorted()).toEqual(['actor', 'correlation', 'entity'])
    expect(answer.related['correlation']).toMatchObject({ count: 3, rows: [{ index: 0 }, { index: 200 }] })
    expect(answer.related['actor']).toMatchObject({
      count: 4,
      minutes: 10,
      rows: [{ index: 95 }, { index: 105 }],
    })
    expect(answer).toMatchObject({ asOf: { index: 399 } })
  })

  it.each([
    [`${pathOf(0)}?minutes=0`, 400, 'INVALID_PARAMETER'],
    [`${pathOf(0)}?limit=51`, 400, 'INVALID_PARAMETER'],
    [`${pathOf(0)}?minute=5`, 400, 'UNKNOWN_PARAMETER'],
    ['/v1/events/nonsense/related', 400, 'INVALID_PARAMETER'],
    ['/v1/events/01890000-0000-7000-8000-000000000000/related', 404, 'NOT_FOUND'],
  ])('%s: %i', async (path, status, code) => {
    const answer = await server.call(path)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  })
})

describe('differences', () => {
  const asked = '/v1/reports/activity/differences?from=2026-01-01T05:00:00Z&to=2026-01-01T06:40:00Z'

  it('names the values that stand out in the time, against the time around it', async () => {
    const answer = await get<{ fields: Record<string, { value: string; here: number; rest: number }[]> }>(
      asked,
    )
    expect(answer).toMatchObject({ here: 100, rest: 300, asOf: { index: 399 } })
    expect(answer.fields['actor']?.[0]).toMatchObject({
      value: 'intruder',
      label: 'Nobody',
      here: 100,
      rest: 0,
    })
    expect(answer.fields['application']).toEqual([])
  })

  it('keeps to the filters and to the time that it is compared with', async () => {
    const q = encodeURIComponent('-by:intruder')
    expect(await get(`${asked}&q=${q}`)).toMatchObject({ here: 0, rest: 300 })
    expect(await get(`${asked}&base_from=2026-01-01T04:00:00Z`)).toMatchObject({ here: 100, rest: 60 })
  })

  it.each([
    ['', 400, 'INVALID_PARAMETER'],
    ['?from=2026-01-01', 400, 'INVALID_PARAMETER'],
    ['?from=2026-01-01&to=2026-01-01', 400, 'INVALID_PARAMETER'],
    ['?from=2026-01-01&to=2026-01-02&base_from=2026-01-02', 400, 'INVALID_PARAMETER'],
    ['?from=2026-01-01&to=2026-01-02&base_to=2026-01-01', 400, 'INVALID_PARAMETER'],
    ['?from=2026-01-01&to=2026-01-02&basefrom=2026-01-01', 400, 'UNKNOWN_PARAMETER'],
  ])('%s is refused', async (question, status, code) => {
    const answer = await server.call(`/v1/reports/activity/differences${question}`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  })
})

it("another tenant's entry is absent, and its times are empty", async () => {
  const headers = bearer(await server.key(['read'], 'elsewhere'))
  expect((await server.call(pathOf(0), { headers })).status).toBe(404)
  const differences = '/v1/reports/activity/differences?from=2026-01-01&to=2026-01-02'
  expect(await (await server.call(differences, { headers })).json()).toMatchObject({ here: 0, rest: 0 })
})

it('403: a key without the scope read', async () => {
  const headers = bearer(await server.key(['ingest']))
  for (const path of [pathOf(0), '/v1/reports/activity/differences?from=2026-01-01&to=2026-01-02'])
    expect((await server.call(path, { headers })).status).toBe(403)
})
