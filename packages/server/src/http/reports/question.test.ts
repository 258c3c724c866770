/** Guarantees of questions: the filter text means what the filter room says, beside the plain parameters, and nothing of it is ignored. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const sent = Array.from({ length: 120 }, (_, i) =>
    event({
      occurredAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
      application: i % 2 === 0 ? 'UserHub' : 'Player',
      activity: i % 3 === 0 ? 'Delete' : 'Update',
      actor: { id: `u-${i % 4}`, name: ['Clarissa', 'Peter', 'Hugh', 'Sally'][i % 4] },
      ...(i % 10 === 0 ? { outcome: 'FAILURE' } : {}),
      changes: [
        { attribute: 'role', old: 'agent', new: i % 6 === 0 ? 'supervisor' : 'lead' },
        { attribute: 'title', new: `T${i}` },
      ],
    }),
  )
  await server.post('/v1/events?wait=indexed', { events: sent })
})
afterAll(async () => server.end())

interface Row {
  index: number
  application: string
  activity: string
  attribute?: string
}

interface Page {
  rows: Row[]
  nextCursor?: string
  prevCursor?: string
}

async function get<T>(path: string, parameters: Record<string, string | string[]> = {}): Promise<T> {
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    for (const one of [value].flat()) asked.append(name, one)
  const answer = await server.call(`${path}?${asked.toString()}`)
  const body: unknown = await answer.json()
  expect([answer.status, body]).toEqual([200, expect.anything()])
  return body as T
}

const rows = (parameters: Record<string, string | string[]>, report = 'activity'): Promise<Page> =>
  get(`/v1/reports/${report}/rows`, { limit: '1000', ...parameters })

interface Problem {
  status: number
  code: string
  parameter?: string
  suggestion?: string
  problems?: object[]
}

async function refused(path: string): Promise<Problem> {
  const answer = await server.call(path)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  return (await answer.json()) as Problem
}

describe('q', () => {
  it('chooses the rows that its question means, joined by AND with the plain parameters', async () => {
    const found = await rows({ q: 'app:userhub -activity:delete (outcome:failure or by:hugh)' })
    const expected = (i: number): boolean => i % 2 === 0 && i % 3 !== 0 && (i % 10 === 0 || i % 4 === 2)
    const all = Array.from({ length: 120 }, (_, i) => i)
    expect(found.rows.map(row => row.index)).toEqual(all.filter(expected).toReversed())

    const joined = await rows({ q: 'activity:Update', application: 'Player', '-actor': 'u-1' })
    expect(joined.rows.map(row => row.index)).toEqual(
      all.filter(i => i % 3 !== 0 && i % 2 === 1 && i % 4 !== 1).toReversed(),
    )
  })

  it('counts in a summary what its rows show, in both reports and in a layout', async () => {
    for (const report of ['activity', 'changes', 'cxone-changes']) {
      const q = 'attr:role new:supervisor'
      const [page, summary] = [
        await rows({ q }, report),
        await get<{ total: number }>(`/v1/reports/${report}/summary`, { q }),
      ]
      expect([report, page.rows.length, summary.total]).toEqual([report, 20, 20])
      if (report !== 'activity') expect(page.rows.every(row => row.attribute === 'role')).toBe(true)
    }
  })

  it('finds everything when it is empty', async () => {
    expect((await rows({ q: '' })).rows).toHaveLength(120)
  })

  it('is refused with every problem and its place; an unknown field is never an empty result', async () => {
    const q = encodeURIComponent('aplication:UserHub outcome:maybe')
    for (const what of ['rows', 'summary', 'groups']) {
      const by = what === 'groups' ? '&by=actor' : ''
      expect(await refused(`/v1/reports/activity/${what}?q=${q}${by}`)).toMatchObject({
        status: 400,
        code: 'INVALID_PARAMETER',
        parameter: 'q',
        suggestion: 'application',
        problems: [
          {
            code: 'QUERY_UNKNOWN_FIELD',
            start: 0,
            end: 10,
            message: expect.any(String),
            suggestion: 'application',
          },
          { code: 'QUERY_UNKNOWN_VALUE', start: 19 + 8, end: 32, message: expect.any(String) },
        ],
      })
    }
  })

  it('sees nothing of another tenant', async () => {
    const headers = bearer(await server.key(['read'], 'elsewhere'))
    const answer = await server.call('/v1/reports/activity/rows?q=*', { headers })
    expect(await answer.json()).toMatchObject({ rows: [] })
  })
})

describe('rows', () => {
  it('come in the asked order, page after page', async () => {
    const seen: Row[] = []
    let cursor: string | undefined
    do {
      const page = await rows({
        sort: 'application,-index',
        limit: '50',
        ...(cursor === undefined ? {} : { cursor }),
      })
      seen.push(...page.rows)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    const odd = Array.from({ length: 60 }, (_, i) => 119 - 2 * i)
    expect(seen.map(row => row.index)).toEqual([...odd, ...odd.map(i => i - 1)])
  })

  it('start at the asked time and lead back to what was before it', async () => {
    const page = await rows({ at: '2026-01-01T01:00:00Z', order: 'oldest', limit: '10' })
    expect(page.rows[0]?.index).toBe(60)
    const before = await rows({ order: 'oldest', limit: '10', cursor: page.prevCursor ?? '' })
    expect(before.rows.map(row => row.index)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59])
  })

  it('of a chosen group are those that the group counted', async () => {
    const chosen = { path: 'application,actor', value: ['UserHub', 'u-2'] }
    const page = await rows(chosen)
    expect(page.rows.map(row => row.index)).toEqual(Array.from({ length: 30 }, (_, i) => 118 - 4 * i))
    expect(await get('/v1/reports/activity/summary', chosen)).toMatchObject({ total: 30 })
  })
})

it('the bars of a summary follow the wall clock of the asked zone', async () => {
  const answer = await get<{ histogram: { zone?: string; buckets: { at: string; count: number }[] } }>(
    '/v1/reports/activity/summary',
    { zone: 'Asia/Kolkata', from: '2025-12-01', to: '2026-02-01' },
  )
  expect(answer.histogram.zone).toMatch(/^Asia\/(Kolkata|Calcutta)$/)
  expect(answer.histogram.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(120)
  expect(answer.histogram.buckets.some(({ at }) => Date.parse(at) % 86_400_000 === 18.5 * 3_600_000)).toBe(
    true,
  )
})

describe('groups', () => {
  interface Groups {
    total: number
    groups: {
      value: string
      label?: string
      count: number
      failed: number
      actors: number
      latest: string
      bars: number[]
    }[]
  }

  it('are one level under the values chosen above it, with their number', async () => {
    const top = await get<Groups>('/v1/reports/activity/groups', { by: 'application' })
    expect(top).toMatchObject({ total: 2, asOf: { index: 119 } })
    expect(top.groups.map(({ value, count, failed, actors }) => [value, count, failed, actors])).toEqual([
      ['Player', 60, 0, 2],
      ['UserHub', 60, 12, 2],
    ])
    const under = await get<Groups>('/v1/reports/activity/groups', {
      path: 'application',
      value: 'UserHub',
      by: 'actor',
      sort: '-value',
      q: 'outcome:success',
      limit: '1',
      bars: '4',
    })
    expect(under).toMatchObject({ total: 2 })
    expect(under.groups).toEqual([
      {
        value: 'u-2',
        label: 'Hugh',
        count: 24,
        failed: 0,
        actors: 1,
        latest: '2026-01-01T01:58:00.000Z',
        bars: expect.any(Array),
      },
    ])
    expect(under.groups[0]?.bars).toHaveLength(4)
    expect(under.groups[0]?.bars.reduce((sum, n) => sum + n, 0)).toBe(24)
  })

  it('of another tenant are not there', async () => {
    const headers = bearer(await server.key(['read'], 'elsewhere'))
    const answer = await server.call('/v1/reports/activity/groups?by=application', { headers })
    expect(await answer.json()).toMatchObject({ groups: [], total: 0, asOf: { index: null } })
  })

  it('need the scope read', async () => {
    const headers = bearer(await server.key(['ingest']))
    expect((await server.call('/v1/reports/activity/groups?by=application', { headers })).status).toBe(403)
  })
})

it.each([
  ['activity/rows?sort=aplication', 'INVALID_PARAMETER', undefined],
  ['activity/rows?sort=attribute', 'INVALID_PARAMETER', undefined],
  ['activity/rows?sort=', 'INVALID_PARAMETER', undefined],
  ['activity/rows?at=noon', 'INVALID_PARAMETER', undefined],
  ['activity/rows?q=a&q=b', 'INVALID_PARAMETER', undefined],
  ['activity/rows?path=application', 'INVALID_PARAMETER', undefined],
  ['activity/rows?value=UserHub', 'INVALID_PARAMETER', undefined],
  ['activity/rows?path=nonsense&value=a', 'INVALID_PARAMETER', undefined],
  ['activity/rows?srt=index', 'UNKNOWN_PARAMETER', 'sort'],
  ['activity/summary?zone=Mars', 'INVALID_PARAMETER', undefined],
  ['activity/summary?sort=index', 'UNKNOWN_PARAMETER', undefined],
  ['activity/groups', 'INVALID_PARAMETER', undefined],
  ['activity/groups?by=nonsense', 'INVALID_PARAMETER', undefined],
  ['activity/groups?by=attribute', 'INVALID_PARAMETER', undefined],
  ['activity/groups?by=actor&sort=best', 'INVALID_PARAMETER', undefined],
  ['activity/groups?by=actor&limit=501', 'INVALID_PARAMETER', undefined],
  ['activity/groups?by=actor&bars=0', 'INVALID_PARAMETER', undefined],
  ['activity/groups?by=actor&offset=-1', 'INVALID_PARAMETER', undefined],
  ['activity/groups?by=actor&order=newest', 'UNKNOWN_PARAMETER', undefined],
])('%s is refused', async (question, code, suggestion) => {
  const problem = await refused(`/v1/reports/${question}`)
  expect([problem.status, problem.code, problem.suggestion]).toEqual([400, code, suggestion])
})

describe('a row by its number', () => {
  it('has its page, also counted from a time on and in the order of a column', async () => {
    for (const order of [{}, { order: 'oldest' }, { sort: 'actor,-activity' }]) {
      const all = await rows(order)
      const page = await rows({ ...order, limit: '5', skip: '77' })
      expect(page.rows).toEqual(all.rows.slice(77, 82))
    }
    const all = await rows({}, 'changes')
    const from = await rows({ at: '2026-01-01T01:00:00Z', skip: '3', limit: '4' }, 'changes')
    const begin = all.rows.findIndex(row => row.index === 60)
    expect(from.rows).toEqual(all.rows.slice(begin + 3, begin + 7))
  })

  it.each(['-1', '1.5', 'many'])('is refused when the number is %s', async skip => {
    expect(await refused(`/v1/reports/activity/rows?skip=${skip}`)).toMatchObject({
      code: 'INVALID_PARAMETER',
    })
  })
})

it('a summary without facets has the totals and the bars of the one with them', async () => {
  const whole = await get<{ total: number; histogram: object }>('/v1/reports/activity/summary')
  const short = await get<{ facets: object }>('/v1/reports/activity/summary', { facets: 'false' })
  expect(short).toMatchObject({ total: whole.total, histogram: whole.histogram })
  expect(Object.values(short.facets).flat()).toEqual([])
})
