import { NO_FILTER, requireQuery } from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { GroupsRequest, ReportIndex, RowsRequest } from './index.ts'
import { readSort } from './sort.ts'
import { A_DAY, crowdEvent } from './testing/events.ts'
import { worldOn, type World } from './testing/worlds.ts'

let worlds: World[]
let indexes: ReportIndex[]
beforeAll(async () => {
  worlds = [await worldOn('chdb'), await worldOn('http')]
  indexes = await Promise.all(worlds.map(world => world.open()))
  const events = fc.sample(crowdEvent, { numRuns: 150, seed: 3 })
  const entries = events.map((event, i) => ({ tenant: 1, index: i, recordedAt: A_DAY + i, event }))
  for (const index of indexes) await index.load(entries, 'block')
})
afterAll(async () => {
  for (const world of worlds) await world.close()
})

const plain = { tenant: 1, report: 'changes' as const, filter: NO_FILTER, limit: 20 }

test.each<[string, RowsRequest]>([
  [
    'a question',
    { ...plain, q: requireQuery(String.raw`entity:"back\\slash","O'Brien's" or "role tier" or new:שלום`) },
  ],
  ['a pattern', { ...plain, q: requireQuery('attr:*\\* or dall* or -actor:"Peter Walsh" ip:10.0.0.0/8') }],
  ['an order', { ...plain, sort: readSort('-new,application', 'changes') }],
  ['a time', { ...plain, at: Date.UTC(2025, 1, 20) }],
])('%s gives the same pages and totals over HTTP', async (_, request) => {
  const answers = await Promise.all(
    indexes.map(async index => {
      const { tookMs: _rows, ...first } = await index.rows(request)
      const { tookMs: _next, ...next } = await index.rows({
        ...request,
        cursor: first.nextCursor ?? first.prevCursor,
      })
      const { tookMs: _summary, ...summary } = await index.summary({ ...request, zone: 'Asia/Kathmandu' })
      return { first, next, summary }
    }),
  )
  expect(answers[0]?.first.rows.length).toBeGreaterThan(0)
  expect(answers[1]).toEqual(answers[0])
})

test.each<[string, Partial<GroupsRequest>]>([
  ['entities', { by: 'entity' }],
  ['days', { by: 'day', zone: 'Europe/Lisbon', sort: 'latest' }],
  ['attributes of an entity', { by: 'attribute', path: [{ column: 'entity', value: "O'Brien's" }] }],
])('groups by %s are the same over HTTP', async (_, more) => {
  const answers = await Promise.all(
    indexes.map(async index => {
      const { tookMs: _took, ...answer } = await index.groups({ ...plain, by: 'actor', ...more })
      return answer
    }),
  )
  expect(answers[0]?.total).toBeGreaterThan(0)
  expect(answers[1]).toEqual(answers[0])
})
