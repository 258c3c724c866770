/** Guarantees of layouts over HTTP: the rows, counts and pages of their base, with the vendor's cells beside them. */
import { layouts } from '@daybook/query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { event, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const sent = Array.from({ length: 60 }, (_, i) =>
    event({ occurredAt: new Date(Date.UTC(2026, 4, 1, i)).toISOString(), comment: `no. ${i}` }),
  )
  await server.post('/v1/events?wait=indexed', { events: sent })
})
afterAll(async () => server.end())

interface Page {
  rows: { id: string; occurredAt: string }[]
  columns?: string[]
  cells?: string[][]
  nextCursor?: string
}

async function get<T>(path: string): Promise<T> {
  const answer = await server.call(path)
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

describe.each(layouts)('$id', ({ id, base, columns, vendor, document }) => {
  it('is defined beside the reports', async () => {
    const { reports } = await get<{ reports: { id: string }[] }>('/v1/reports')
    const definition = await get<object>(`/v1/reports/${id}`)
    expect(reports).toContainEqual(definition)
    expect(definition).toMatchObject({ id, base, layout: true, vendor, document })
  })

  it('has the rows of its base page by page, each with a text per column', async () => {
    const seen: Page[] = []
    let cursor = ''
    do {
      const question = `limit=25&application=UserHub${cursor}`
      const [page, plain] = [
        await get<Page>(`/v1/reports/${id}/rows?${question}`),
        await get<Page>(`/v1/reports/${base}/rows?${question}`),
      ]
      expect(page.rows).toEqual(plain.rows)
      expect([plain.columns, plain.cells]).toEqual([undefined, undefined])
      expect(page.columns).toEqual(columns.map(({ label }) => label))
      expect(page.cells?.map(cells => cells.length)).toEqual(page.rows.map(() => columns.length))
      seen.push(page)
      cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
    } while (cursor !== '')
    expect(new Set(seen.flatMap(page => page.rows.map(row => row.id))).size).toBe(60)
  })

  it('counts like its base', async () => {
    const summary = await get<{ tookMs: number }>(`/v1/reports/${id}/summary?outcome=SUCCESS`)
    const plain = await get<{ tookMs: number }>(`/v1/reports/${base}/summary?outcome=SUCCESS`)
    expect({ ...summary, tookMs: 0 }).toEqual({ ...plain, tookMs: 0 })
  })
})

it('a cell is what the vendor would show', async () => {
  const page = await get<Page>('/v1/reports/8x8-audit-events/rows?limit=1')
  expect(
    Object.fromEntries((page.columns ?? []).map((label, i) => [label, page.cells?.[0]?.[i]])),
  ).toMatchObject({
    customerID: 'default',
    displayName: 'Septimus Smith',
    auditTimestamp: '2026-05-03T11:00:00.000Z',
    details: '{"old":{"role":"agent"},"new":{"role":"supervisor"}}',
  })
})

it('400: an unknown parameter of a layout', async () => {
  expect((await server.call('/v1/reports/cxone-activity/rows?layout=1')).status).toBe(400)
})
