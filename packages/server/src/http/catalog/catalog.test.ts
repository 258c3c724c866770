/** Guarantees of the catalog over HTTP: whole or not at all, nothing observed is hidden, and the door believes it at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { DescribedApplication } from '@daybook/query'

import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.end())

const USER_HUB = {
  application: 'UserHub',
  alsoCalled: ['User Management'],
  entities: [
    {
      entity: 'User',
      sensitive: ['email'],
      editLink: 'https://admin.example.com/users/{entity.id}',
      retention: 'people',
      activities: [
        { activity: 'Change password', category: 'grant', label: 'Password changed' },
        { activity: 'Never done', category: 'read' },
      ],
    },
  ],
}

interface CatalogAnswer {
  applications: DescribedApplication[]
  totals: Record<string, number>
  truncated: boolean
  asOf: { index: number | null }
}

async function put(body: unknown, query = '', headers: Record<string, string> = {}): Promise<Response> {
  return server.call(`/v1/catalog${query}`, {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
}

async function get<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
  const answer = await server.call(path, { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

async function refusal(answer: Promise<Response>): Promise<[number, string]> {
  const { status, ...rest } = await answer.then(async got => ({
    status: got.status,
    ...((await got.json()) as { code: string }),
  }))
  return [status, rest.code]
}

const lines = ({ applications }: CatalogAnswer): string[] =>
  applications.flatMap(a =>
    a.entities.flatMap(e => e.activities.map(x => `${a.application}/${e.entity}/${x.activity}`)),
  )

describe('the catalog', () => {
  it('describes what occurred and lists what nobody described', async () => {
    const key = await server.key(['ingest', 'read', 'admin'], 'describing')
    const as = bearer(key)
    const sent = [
      event(),
      event({ application: 'User Management', occurredAt: '2026-03-01T00:00:00Z' }),
      event({ application: 'Player', activity: 'Playback', entity: { type: 'Chat', id: 'c-1' } }),
    ]
    expect((await server.post('/v1/events?wait=indexed', { events: sent }, as)).status).toBe(201)
    const before = await get<CatalogAnswer>('/v1/catalog', as)
    expect(before.totals).toEqual({ described: 0, observed: 3, undescribed: 3 })

    const taken = await put({ applications: [USER_HUB] }, '', as)
    expect([taken.status, await taken.json()]).toEqual([200, { applications: 1, entities: 1, activities: 2 }])

    const after = await get<CatalogAnswer>('/v1/catalog', as)
    expect(after).toMatchObject({
      totals: { described: 2, observed: 2, undescribed: 1 },
      truncated: false,
      asOf: { index: 2 },
    })
    expect(lines(after)).toEqual([
      'UserHub/User/Change password',
      'UserHub/User/Never done',
      'Player/Chat/Playback',
    ])
    expect(after.applications[0]).toMatchObject({
      described: true,
      entities: [
        {
          sensitive: ['email'],
          retention: 'people',
          activities: [
            {
              label: 'Password changed',
              seen: { count: 2, firstSeen: '2026-03-01', lastSeen: '2026-05-04' },
            },
            { described: true },
          ],
        },
      ],
    })
    const ask = async (question: string) => lines(await get<CatalogAnswer>(`/v1/catalog?${question}`, as))
    expect(await ask('undescribed=true')).toEqual(['Player/Chat/Playback'])
    expect(await ask('newSince=2026-05-01')).toEqual(['Player/Chat/Playback'])
    expect(await ask('silentSince=2026-05-05')).toHaveLength(3)
    expect(await ask('silentSince=2026-05-04')).toEqual(['UserHub/User/Never done'])
  })

  it('keeps the applications that a file does not name, and lets them go when asked', async () => {
    const as = bearer(await server.key(['read', 'admin'], 'keeping'))
    const other = { application: 'Player', entities: [] }
    expect((await put({ applications: [USER_HUB] }, '', as)).status).toBe(200)
    const both = await put({ applications: [other] }, '', as)
    expect(await both.json()).toMatchObject({ applications: 2, entities: 1 })
    const only = await put({ applications: [other] }, '?replace=true', as)
    expect(await only.json()).toEqual({ applications: 1, entities: 0, activities: 0 })
    const none = await put({ applications: [] }, '?replace=true', as)
    expect(await none.json()).toEqual({ applications: 0, entities: 0, activities: 0 })
  })

  it('of one tenant is not that of another', async () => {
    const as = bearer(await server.key(['read', 'admin'], 'one'))
    const stranger = bearer(await server.key(['ingest', 'read'], 'two'))
    await put({ applications: [USER_HUB] }, '', as)
    expect((await get<CatalogAnswer>('/v1/catalog', stranger)).applications).toEqual([])
    const sent = event()
    await server.post('/v1/events', sent, stranger)
    expect(await get(`/v1/events/${String(sent['id'])}`, stranger)).toMatchObject({ category: 'update' })
    const link = server.call('/v1/catalog/edit-link?application=UserHub&entity=User&id=u-2', {
      headers: stranger,
    })
    expect(await refusal(link)).toEqual([404, 'NOT_FOUND'])
  })

  const entity = { entity: 'E', activities: [{ activity: 'A', category: 'read' }] }
  it.each([
    [{}, 400, 'INVALID_BODY'],
    [{ applications: {} }, 400, 'INVALID_BODY'],
    [{ applications: [], more: 1 }, 400, 'INVALID_BODY'],
    [{ applications: [{ application: ' ', entities: [] }] }, 400, 'INVALID_BODY'],
    [{ applications: [{ application: 'A', entities: [], colour: 'red' }] }, 400, 'INVALID_BODY'],
    [
      {
        applications: [
          { application: 'A', entities: [{ entity: 'E', activities: [{ activity: 'A', category: 'do' }] }] },
        ],
      },
      400,
      'INVALID_BODY',
    ],
    [{ applications: [{ application: 'A', entities: [entity, entity] }] }, 422, 'INVALID_CATALOG'],
    [
      { applications: [{ application: 'A', entities: [{ ...entity, editLink: 'javascript:alert(1)' }] }] },
      422,
      'INVALID_CATALOG',
    ],
    ['{"applications":[],"applications":[]}', 400, 'INVALID_JSON'],
    [`{"applications":[${' '.repeat(2 * 1024 * 1024)}]}`, 413, 'BODY_TOO_LARGE'],
  ])('%.80j is refused with %i %s and changes nothing', async (body, status, code) => {
    const before = await get<CatalogAnswer>('/v1/catalog')
    expect(await refusal(put(body))).toEqual([status, code])
    expect(lines(await get<CatalogAnswer>('/v1/catalog'))).toEqual(lines(before))
  })

  it('that would give a name a second meaning is refused with the place', async () => {
    const as = bearer(await server.key(['read', 'admin'], 'twice'))
    await put({ applications: [USER_HUB] }, '', as)
    const answer = await put({ applications: [{ application: 'User Management', entities: [] }] }, '', as)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      code: 'INVALID_CATALOG',
      problems: [{ message: '"User Management" is there twice, with what is stored' }],
    })
  })

  it('grows up to a limit', async () => {
    const as = bearer(await server.key(['read', 'admin'], 'full'))
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({ application: `n${from + i}`, entities: [] }))
    expect((await put({ applications: many(0, 500) }, '', as)).status).toBe(200)
    expect(await refusal(put({ applications: many(500, 501) }, '', as))).toEqual([422, 'LIMIT_REACHED'])
  })

  it('is changed with scope admin and read with scope read', async () => {
    const reader = bearer(await server.key(['read']))
    expect(await refusal(put({ applications: [] }, '', reader))).toEqual([403, 'FORBIDDEN'])
    const sender = bearer(await server.key(['ingest']))
    expect(await refusal(server.call('/v1/catalog', { headers: sender }))).toEqual([403, 'FORBIDDEN'])
    await get('/v1/catalog', reader)
  })

  it.each([
    ['newSince=yesterday', 400, 'INVALID_PARAMETER'],
    ['newSince=2026-05-01T00:00:00Z', 400, 'INVALID_PARAMETER'],
    ['silentSince=2026-02-30', 400, 'INVALID_PARAMETER'],
    ['undescribed=maybe', 400, 'INVALID_PARAMETER'],
    ['undescribd=true', 400, 'UNKNOWN_PARAMETER'],
  ])('?%s is refused', async (question, status, code) => {
    expect(await refusal(server.call(`/v1/catalog?${question}`))).toEqual([status, code])
  })
})

describe('an edit link', () => {
  it('is the filled-in template of the entity', async () => {
    const as = bearer(await server.key(['read', 'admin'], 'linking'))
    await put({ applications: [USER_HUB] }, '', as)
    expect(
      await get('/v1/catalog/edit-link?application=User%20Management&entity=User&id=a%2Fb%3F', as),
    ).toEqual({ url: 'https://admin.example.com/users/a%2Fb%3F' })
  })

  it.each([
    ['', 400, 'INVALID_PARAMETER'],
    ['application=UserHub&entity=User', 400, 'INVALID_PARAMETER'],
    ['application=UserHub&entity=User&id=', 400, 'INVALID_PARAMETER'],
    ['application=UserHub&entity=User&id=1&id=2', 400, 'INVALID_PARAMETER'],
    ['application=UserHub&entity=User&id=1&ip=1', 400, 'UNKNOWN_PARAMETER'],
    ['application=Nowhere&entity=User&id=1', 404, 'NOT_FOUND'],
  ])('?%s is refused', async (question, status, code) => {
    expect(await refusal(server.call(`/v1/catalog/edit-link?${question}`))).toEqual([status, code])
  })
})

describe('the category of an event', () => {
  it('is the sender’s, else the catalog’s, else the verb’s, in batches and in streams', async () => {
    const as = bearer(await server.key(['ingest', 'read', 'admin'], 'categories'))
    const plain = event()
    await server.post('/v1/events', plain, as)
    await put({ applications: [USER_HUB] }, '', as)
    const known = event()
    const given = event({ category: 'other' })
    const unknown = event({ activity: 'Delete user' })
    const streamed = event({ application: 'User Management' })
    await server.post('/v1/events', { events: [known, given, unknown] }, as)
    const stream = await server.call('/v1/events', {
      method: 'POST',
      body: JSON.stringify(streamed),
      headers: { ...as, 'content-type': 'application/x-ndjson' },
    })
    await stream.text()
    const categories = await Promise.all(
      [plain, known, given, unknown, streamed].map(async ({ id }) =>
        get<{ category: string }>(`/v1/events/${String(id)}`, as).then(({ category }) => category),
      ),
    )
    expect(categories).toEqual(['update', 'grant', 'other', 'delete', 'grant'])

    // An event that is sent again after the catalog changed is the same event.
    const again = await server.post('/v1/events', plain, as)
    expect([again.status, await again.json()]).toMatchObject([200, { results: [{ status: 'duplicate' }] }])
  })
})
