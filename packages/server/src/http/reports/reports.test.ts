/** Guarantees of reports over HTTP: exact answers, pages without gaps, and no parameter that is silently ignored. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { event, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const sent = Array.from({ length: 250 }, (_, i) =>
    event({
      occurredAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
      application: i % 2 === 0 ? 'UserHub' : 'Player',
      activity: i % 5 === 0 ? 'Delete' : 'Update',
      ...(i % 10 === 0 ? { outcome: 'FAILURE' } : {}),
      ...(i === 0 ? { source: { name: 'daybook-sample', sequence: 0 } } : {}),
    }),
  )
  await server.post('/v1/events?wait=indexed', { events: sent })
})
afterAll(async () => server.end())

interface Page {
  rows: { index: number; application: string }[]
  nextCursor?: string
  asOf: { index: number | null; recordedAt: string | null }
}

async function get<T>(path: string): Promise<T> {
  const answer = await server.call(path)
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

describe('reports', () => {
  it('are listed with their columns and filters', async () => {
    const { reports } = await get<{ reports: { id: string; columns: unknown[] }[] }>('/v1/reports')
    expect(reports.map(report => report.id)).toEqual([
      'activity',
      'changes',
      'cxone-activity',
      'cxone-changes',
      'commbox-audit-trail',
      'liveperson-audit-trail',
      '8x8-audit-events',
    ])
    expect(await get('/v1/reports/changes')).toEqual(reports[1])
  })

  it('give every row once over all pages, and say how far they see', async () => {
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page: Page = await get(
        `/v1/reports/activity/rows?limit=40&order=oldest${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      seen.push(...page.rows.map(row => row.index))
      expect(page.asOf).toEqual({
        index: 249,
        recordedAt: expect.stringMatching(/Z$/),
        derived: expect.toSatisfy((derived: number | null) => derived === null || derived <= 249),
        waitingSince: null,
      })
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => i))
  })

  it('count what their rows show, with repeated and excluding filters', async () => {
    const summary = await get<{ total: number; failed: number; actors: number }>(
      '/v1/reports/activity/summary',
    )
    expect(summary).toMatchObject({ total: 250, failed: 25, actors: 1, asOf: { index: 249 } })

    const some =
      '/v1/reports/activity/summary?application=Player&application=UserHub&-activity=Delete&from=2026-01-01T01:00:00Z&to=2026-01-01T02:00:00Z'
    expect(await get(some)).toMatchObject({ total: 48, failed: 0 })
  })

  it('tell when nothing is indexed', async () => {
    const key = await server.key(['read'], 'empty')
    const answer = await server.call('/v1/reports/activity/rows', {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(await answer.json()).toMatchObject({ rows: [], asOf: { index: null, recordedAt: null } })
  })

  it('are compressed when the reader can read that', async () => {
    const answer = await server.call('/v1/reports/activity/rows', { headers: { 'accept-encoding': 'gzip' } })
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['rows?applicaton=UserHub', 400, 'UNKNOWN_PARAMETER', 'application'],
    ['rows?ordr=newest', 400, 'UNKNOWN_PARAMETER', 'order'],
    ['rows?limit=0', 400, 'INVALID_PARAMETER', undefined],
    ['rows?limit=1001', 400, 'INVALID_PARAMETER', undefined],
    ['rows?limit=ten', 400, 'INVALID_PARAMETER', undefined],
    ['rows?limit=1&limit=2', 400, 'INVALID_PARAMETER', undefined],
    ['rows?order=best', 400, 'INVALID_PARAMETER', undefined],
    ['rows?from=yesterday', 400, 'INVALID_PARAMETER', undefined],
    ['rows?from=2026-02-30T00:00:00Z', 400, 'INVALID_PARAMETER', undefined],
    ['rows?from=2026-02-01&to=2026-01-01', 400, 'INVALID_PARAMETER', undefined],
    ['rows?category=updat', 400, 'INVALID_PARAMETER', 'update'],
    ['rows?cursor=nonsense', 400, 'INVALID_PARAMETER', undefined],
    ['rows?application=', 400, 'INVALID_PARAMETER', undefined],
    ['rows?__proto__=1', 400, 'UNKNOWN_PARAMETER', undefined],
    ['summary?limit=5', 400, 'UNKNOWN_PARAMETER', undefined],
    ['summary?entitty=User', 400, 'UNKNOWN_PARAMETER', 'entity'],
  ])('%s is refused', async (question, status, code, suggestion) => {
    const answer = await server.call(`/v1/reports/activity/${question}`)
    const body = (await answer.json()) as { code: string; suggestion?: string }
    expect([answer.status, body.code, body.suggestion]).toEqual([status, code, suggestion])
  })

  it('404: an unknown report', async () => {
    for (const path of ['nonsense', 'nonsense/rows', 'nonsense/summary', '__proto__/rows']) {
      expect((await server.call(`/v1/reports/${path}`)).status).toBe(404)
    }
  })
})

describe('an entry', () => {
  it.each([
    ['nonsense', 400, 'INVALID_PARAMETER'],
    ['01890000-0000-7000-8000-000000000000', 404, 'NOT_FOUND'],
    ['%00', 400, 'INVALID_PARAMETER'],
    ['%E0%A4%A', 400, 'INVALID_HTTP'],
    ['a'.repeat(300), 404, 'NOT_FOUND'],
    ['a'.repeat(5000), 404, 'NOT_FOUND'],
  ])('%.20s: %i', async (id, status, code) => {
    const answer = await server.call(`/v1/events/${id}`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  })
})

it('a session says when the record begins with sample data', async () => {
  expect(await get('/v1/session')).toMatchObject({ sample: true })
})
