import { NO_FILTER, parseQuery } from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { writeCursor } from './cursor.ts'
import type { IndexDriver } from './driver.ts'
import type { ReportIndex, RowsRequest, StoredRow } from './index.ts'
import { placeAfter } from './questions/skip.ts'
import { SORTED_SKIP_MAX } from './questions/sorted.ts'
import { entryTable } from './schema.ts'
import { readSort } from './sort.ts'
import { A_DAY, crowdEvent } from './testing/events.ts'
import { naiveRows } from './testing/naive.ts'
import { worldOn, type World } from './testing/worlds.ts'

let world: World
let index: ReportIndex
let driver: IndexDriver
let entries: StoredRow[]
beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
  driver = world.driver()
  const events = fc.sample(crowdEvent, { numRuns: 300, seed: 11 })
  entries = events.map((event, i) => ({ tenant: 1, index: i, recordedAt: A_DAY, event }))
  await index.load(entries, 'all')
})
afterAll(async () => world.close())

describe.each(['activity', 'changes'] as const)(
  'the page of a row of the %s report, by its number',
  report => {
    const asked: RowsRequest = { tenant: 1, report, filter: NO_FILTER, limit: 7 }

    test(
      'is the one that reading from the beginning comes to, in both orders',
      { timeout: 60_000 },
      async () => {
        for (const order of ['newest', 'oldest'] as const) {
          const all = naiveRows(entries, asked, order)
          for (const skip of [0, 1, 2, 50, all.length - 7, all.length - 1, all.length, all.length + 9]) {
            const page = await index.rows({ ...asked, order, skip })
            expect(page.rows).toEqual(all.slice(skip, skip + 7))
            expect(page.prevCursor === undefined).toBe(skip === 0 || page.rows.length === 0)
          }
        }
      },
    )

    test('is found by counting wherever it is, also from a time on', { timeout: 120_000 }, async () => {
      const order = fc.constantFrom('newest' as const, 'oldest' as const)
      const share = fc.double({ min: 0, max: 1, noNaN: true })
      const q = fc.constantFrom('', 'outcome:success', '-app:Player', 'attr:*')
      await fc.assert(
        fc.asyncProperty(order, share, fc.option(share), q, async (order, far, start, text) => {
          const request: RowsRequest = { ...asked, order, q: parseQuery(text).query }
          const all = (await index.rows({ ...request, limit: 1000 })).rows
          const first = all[Math.floor((start ?? 0) * (all.length - 1))]
          const at = start === null || first === undefined ? undefined : Date.parse(first.occurredAt)
          const begin = at === undefined ? 0 : all.findIndex(row => Date.parse(row.occurredAt) === at)
          const skip = Math.floor(far * (all.length - begin))
          // Nothing may be walked that can be counted.
          const place = await placeAfter(
            driver,
            entryTable({ database: 'daybook' }),
            { ...request, at, skip },
            order,
            0,
          )
          const cursor = place === undefined || place === 'beyond' ? undefined : writeCursor(place)
          if (place === 'beyond') expect(begin + skip).toBe(all.length)
          else if (cursor !== undefined)
            expect((await index.rows({ ...request, cursor })).rows).toEqual(
              all.slice(begin + skip, begin + skip + 7),
            )
          else expect(skip).toBe(0)
        }),
        { numRuns: 60 },
      )
    })

    test('sorted by a column is the one that reading comes to, within what the engine may keep', async () => {
      const sort = readSort('-actor', report)
      const all = (await index.rows({ ...asked, sort, limit: 1000 })).rows
      const page = await index.rows({ ...asked, sort, skip: 33 })
      expect(page.rows).toEqual(all.slice(33, 40))
      const back = await index.rows({ ...asked, sort, ...(page.prevCursor && { cursor: page.prevCursor }) })
      expect(back.rows).toEqual(all.slice(26, 33))
      const tooFar = index.rows({ ...asked, sort, skip: SORTED_SKIP_MAX + 1 })
      await expect(tooFar).rejects.toMatchObject({ code: 'QUERY_TOO_EXPENSIVE' })
    })
  },
)

test('a summary without facets has the same totals and bars', async () => {
  const asked = { tenant: 1, report: 'activity', filter: NO_FILTER } as const
  const whole = await index.summary(asked)
  const { tookMs: _, ...short } = await index.summary({ ...asked, facets: false })
  expect(short).toMatchObject({ total: whole.total, failed: whole.failed, histogram: whole.histogram })
  expect(Object.values(short.facets).flat()).toEqual([])
})
