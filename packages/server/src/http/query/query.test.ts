/** Guarantees of the search bar's helpers: a wrong text is told where it is wrong, and values are proposed with true counts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const sent = Array.from({ length: 30 }, (_, i) =>
    event({
      application: i % 3 === 0 ? 'Player' : 'User Hub',
      actor: i % 2 === 0 ? { id: 'u-1', name: 'Clarissa Dalloway' } : { id: 'u-2', name: 'Hugh Whitbread' },
      ...(i < 5 ? { outcome: 'FAILURE' } : {}),
    }),
  )
  await server.post('/v1/events?wait=indexed', { events: sent })
})
afterAll(async () => server.end())

interface Completed {
  kind: string
  start: number
  end: number
  proposals: { insert: string; label: string; count?: number }[]
}

async function get<T>(path: string, parameters: Record<string, string>, headers = {}): Promise<T> {
  const answer = await server.call(`${path}?${new URLSearchParams(parameters).toString()}`, { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

async function complete(q: string, more: Record<string, string> = {}, headers = {}): Promise<Completed> {
  return get('/v1/query/complete', { report: 'activity', q, ...more }, headers)
}

const written = ({ proposals }: Completed): unknown[] =>
  proposals.map(({ insert, label, count }) => [insert, label, count])

describe('explain', () => {
  it('says what a text means, and writes it in its one spelling', async () => {
    expect(await get('/v1/query/explain', { q: 'app:UserHub  outcome:failed' })).toEqual({
      canonical: 'application:UserHub outcome:failure',
      explanation: expect.stringContaining('failed'),
    })
    expect(await get('/v1/query/explain', {})).toEqual({ canonical: '', explanation: 'all events' })
  })

  it('refuses a wrong text with the places of its problems', async () => {
    const answer = await server.call('/v1/query/explain?q=aplication:a')
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({
        code: 'INVALID_PARAMETER',
        problems: [expect.objectContaining({ code: 'QUERY_UNKNOWN_FIELD', start: 0, end: 10 })],
      }),
    ])
  })
})

describe('complete', () => {
  it('proposes fields', async () => {
    const answer = await complete('appl')
    expect(answer).toMatchObject({ kind: 'word', start: 0, end: 4 })
    expect(answer.proposals[0]).toMatchObject({ insert: 'application:' })
  })

  it('proposes values that occur, counted under the other terms', async () => {
    expect(written(await complete('app:'))).toEqual([
      ['"User Hub"', 'User Hub', 20],
      ['Player', 'Player', 10],
    ])
    expect(written(await complete('outcome:failure app:'))).toEqual([
      ['"User Hub"', 'User Hub', 3],
      ['Player', 'Player', 2],
    ])
    expect(written(await complete('app:Player,us'))).toEqual([['"User Hub"', 'User Hub', 20]])
    expect(written(await complete('app:pl by:hugh', { cursor: '6' }))).toEqual([['Player', 'Player', 5]])
  })

  it('finds people by a part of their name, and attributes by a part of theirs', async () => {
    expect(written(await complete('by:dall'))).toEqual([['"u-1"', 'Clarissa Dalloway', 15]])
    expect(written(await complete('attr:ol'))).toEqual([['role', 'role', 30]])
  })

  it('counts the values of closed lists, also those that do not occur', async () => {
    const answer = await complete('app:Player outcome:')
    expect(written(answer).map(row => (row as unknown[]).toSpliced(1, 1))).toEqual([
      ['success', 8],
      ['failure', 2],
    ])
    expect((await complete('category:')).proposals.map(({ count }) => count)).toContain(0)
  })

  it('keeps to the asked time and tenant', async () => {
    expect((await complete('app:', { to: '2020-01-01' })).proposals).toEqual([])
    const headers = bearer(await server.key(['read'], 'elsewhere'))
    expect(await complete('app:', {}, headers)).toMatchObject({ proposals: [], asOf: { index: null } })
  })
})

it.each([
  ['complete', 400, 'INVALID_PARAMETER'],
  ['complete?report=nonsense', 400, 'INVALID_PARAMETER'],
  ['complete?report=activity&cursor=-1', 400, 'INVALID_PARAMETER'],
  ['complete?report=activity&from=noon', 400, 'INVALID_PARAMETER'],
  ['complete?report=activity&curser=1', 400, 'UNKNOWN_PARAMETER'],
  ['explain?query=a', 400, 'UNKNOWN_PARAMETER'],
])('%s: %i', async (question, status, code) => {
  const answer = await server.call(`/v1/query/${question}`)
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
})

it('403: a key without the scope read', async () => {
  const headers = bearer(await server.key(['ingest']))
  for (const what of ['explain?q=a', 'complete?report=activity'])
    expect((await server.call(`/v1/query/${what}`, { headers })).status).toBe(403)
})
