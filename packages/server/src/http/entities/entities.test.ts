/** Guarantees of an entity's page over HTTP: its whole history in order, its state at any time, and never another tenant's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'

const ID = 'a/b 100%'
const PATH = `/v1/entities/User/${encodeURIComponent(ID)}`
const at = (hour: number): string => new Date(Date.UTC(2026, 4, 1, hour)).toISOString()
const entity = { type: 'User', id: ID, name: 'Septimus Smith' }

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const other = { entity: { type: 'Team', id: 't-1' } }
  const sent = [
    event({
      occurredAt: at(1),
      entity,
      activity: 'Create user',
      changes: [{ attribute: 'role', new: 'agent' }],
    }),
    event({
      occurredAt: at(2),
      entity,
      actor: { id: 'u-9' },
      changes: [{ attribute: 'role', old: 'agent', new: 'lead' }],
    }),
    event({
      occurredAt: at(3),
      entity,
      activity: 'Update user',
      changes: undefined,
      state: { role: 'lead', team: 'North' },
    }),
    event({ occurredAt: at(4), ...other, related: [{ type: 'User', id: ID, role: 'member' }] }),
    event({ occurredAt: at(5), ...other }),
    event({ occurredAt: at(6), entity: { ...entity, id: 'a' } }),
  ]
  await server.post('/v1/events?wait=indexed', { events: sent })
})
afterAll(async () => server.end())

interface History {
  rows: { index: number; roles: object[]; changes?: object[]; derived?: boolean }[]
  nextCursor?: string
}

async function get<T>(path: string, headers = {}): Promise<T> {
  const answer = await server.call(path, { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

describe('history', () => {
  it('has every entry of the entity once over all pages, with the role that it had', async () => {
    const seen: History['rows'] = []
    let cursor = ''
    do {
      const page = await get<History>(`${PATH}/history?order=oldest&limit=3${cursor}`)
      seen.push(...page.rows)
      cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
    } while (cursor !== '')
    expect(seen.map(row => [row.index, row.roles])).toEqual([
      [0, [{ as: 'entity' }]],
      [1, [{ as: 'entity' }]],
      [2, [{ as: 'entity' }]],
      [3, [{ as: 'related', role: 'member' }]],
    ])
    expect(seen[2]).toMatchObject({ derived: true, changes: [{ attribute: 'team', new: 'North' }] })
  })

  it('is newest first, narrowed by time, filters and q, and says how far it sees', async () => {
    const page = await get<History>(`${PATH}/history?q=by:u-9&from=2026-05-01&entity=User`)
    expect(page).toMatchObject({ rows: [{ index: 1 }], asOf: { index: 5 } })
    expect((await get<History>(`${PATH}/history`)).rows.map(row => row.index)).toEqual([3, 2, 1, 0])
  })
})

describe('at a glance', () => {
  it('has the last name, the counts, and the moments that the state is asked for', async () => {
    expect(await get(PATH)).toMatchObject({
      entity: { type: 'User', id: ID, name: 'Septimus Smith' },
      entries: 4,
      quiet: 0,
      moments: [3, 2, 1].map(hour => ({ at: at(hour), index: hour - 1 })),
      momentsTotal: 3,
      asOf: { index: 5 },
    })
    expect(await get('/v1/entities/User/nobody')).toMatchObject({ entries: 0, moments: [] })
  })
})

describe('state', () => {
  it('is what the entity was at the time, with who set each attribute', async () => {
    expect(await get(`${PATH}/state?at=${at(2)}`)).toMatchObject({
      entity: { name: 'Septimus Smith' },
      status: 'exact',
      exists: true,
      state: { role: 'lead' },
      attributes: [{ attribute: 'role', value: 'lead', set: { how: 'changed', actor: { id: 'u-9' } } }],
      asOf: { index: 5 },
    })
    expect(await get(`${PATH}/state`)).toMatchObject({ state: { role: 'lead', team: 'North' } })
  })

  it('is unavailable where no entry tells it', async () => {
    expect(await get('/v1/entities/User/nobody/state')).toMatchObject({ status: 'unavailable', entries: 0 })
  })
})

it('another tenant has a history of its own under the same id', async () => {
  const headers = bearer(await server.key(['read'], 'elsewhere'))
  expect(await get(`${PATH}/history`, headers)).toMatchObject({ rows: [], asOf: { index: null } })
  expect(await get(PATH, headers)).toMatchObject({ entries: 0, moments: [] })
  expect(await get(`${PATH}/state`, headers)).toMatchObject({ status: 'unavailable', entries: 0 })
})

it.each([
  [`${PATH}/history?q=${encodeURIComponent('nonsense:1')}`, 400, 'INVALID_PARAMETER'],
  [`${PATH}/history?limit=0`, 400, 'INVALID_PARAMETER'],
  [`${PATH}/history?cursor=nonsense`, 400, 'INVALID_PARAMETER'],
  [`${PATH}/history?zone=UTC`, 400, 'UNKNOWN_PARAMETER'],
  [`${PATH}/state?at=noon`, 400, 'INVALID_PARAMETER'],
  [`${PATH}/state?att=${at(1)}`, 400, 'UNKNOWN_PARAMETER'],
  [`${PATH}?at=${at(1)}`, 400, 'UNKNOWN_PARAMETER'],
  [`${PATH}/nonsense`, 404, 'NOT_FOUND'],
])('%s: %i', async (path, status, code) => {
  const answer = await server.call(path)
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
})

it('403: a key without the scope read', async () => {
  const headers = bearer(await server.key(['ingest', 'admin']))
  for (const what of ['', '/history', '/state'])
    expect((await server.call(`${PATH}${what}`, { headers })).status).toBe(403)
})
