import { NO_FILTER, requireQuery, type ReportId } from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { IndexDriver } from '../driver.ts'
import { KnownMonths, type Month } from '../months.ts'
import { readSort } from '../sort.ts'
import { crowdEvent } from '../testing/events.ts'
import { worldOn, type World } from '../testing/worlds.ts'
import type { RowsRequest } from '../types.ts'
import { boundOf } from './nearest.ts'
import { askRows } from './rows.ts'
import { monthOf } from './slices.ts'

const TABLE = 'daybook.entry'
const DAY = 86_400_000
const JANUARY = Date.UTC(2025, 0, 1)
const everything = { tenant: 1, report: 'activity' as const, filter: NO_FILTER }

let world: World
let driver: IndexDriver
beforeAll(async () => {
  world = await worldOn('chdb')
  const index = await world.open()
  driver = world.driver()
  // February to April: three months and their two bounds.
  const events = fc.sample(crowdEvent, { numRuns: 200, seed: 5 })
  await index.load(
    events.map((event, i) => ({ tenant: 1, index: i, recordedAt: JANUARY + i, event })),
    'crowd',
  )
})
afterAll(async () => world.close())

/** February to April, each with or without enough rows to be asked apart. */
const hint = fc
  .array(fc.constantFrom(1, 600_000, 1_000_000), { minLength: 5, maxLength: 5 })
  .map(rows => rows.map((n, i): Month => ({ month: monthOf(JANUARY) + i, rows: n })))

test(
  'pages are the same whichever months are looked at first, forward and back',
  { timeout: 300_000 },
  async () => {
    const moment = fc.integer({ min: JANUARY, max: JANUARY + 150 * DAY })
    const question = fc.record({
      report: fc.constantFrom<ReportId>('activity', 'changes'),
      q: fc.constantFrom('', 'outcome:failure', 'actor:dalloway', 'attr:role', 'walsh'),
      sort: fc.constantFrom(undefined, 'occurredAt', 'actor', '-application'),
      order: fc.constantFrom('newest' as const, 'oldest' as const),
      limit: fc.constantFrom(1, 7, 40),
      from: fc.option(moment, { nil: undefined }),
      to: fc.option(moment, { nil: undefined }),
      at: fc.option(moment, { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(question, hint, async ({ q, sort, at, ...given }, months) => {
        const request: RowsRequest = {
          tenant: 1,
          filter: NO_FILTER,
          q: requireQuery(q),
          ...given,
          ...(sort === undefined ? { at } : { sort: readSort(sort, given.report) }),
        }
        let cursor: string | undefined
        for (const direction of ['nextCursor', 'nextCursor', 'prevCursor', 'prevCursor'] as const) {
          const asked = { ...request, cursor }
          const page = await askRows(driver, TABLE, months, asked)
          expect(page).toEqual(await askRows(driver, TABLE, [], asked))
          cursor = page[direction]
          if (cursor === undefined) return
        }
      }),
      { numRuns: 40 },
    )
  },
)

test('the months of the index are known with their rows', async () => {
  const months = await new KnownMonths(driver, { database: 'daybook' }).months()
  const rows = await driver.query<{
    at: number
  }>(`SELECT toUnixTimestamp64Milli(occurred_at) AS at FROM ${TABLE}
SETTINGS output_format_json_quote_64bit_integers = 0`)
  const counted = [...Map.groupBy(rows, ({ at }) => monthOf(at))].map(([month, own]) => ({
    month,
    rows: own.length,
  }))
  expect(months.toSorted(byMonth)).toEqual(counted.toSorted(byMonth))
})

test('the nearest months hold a million rows, and are asked apart where as many lie behind them', () => {
  const [may, june, july] = [5, 6, 7].map(month => monthOf(Date.UTC(2026, month - 1, 1))) as [
    number,
    number,
    number,
  ]
  const months = [
    { month: may, rows: 2_000_000 },
    { month: june, rows: 700_000 },
    { month: july, rows: 600_000 },
  ]
  const newest = { newestFirst: true, limit: 10 }
  expect(boundOf(everything, months, newest)).toBe(Date.UTC(2026, 5, 1))
  expect(boundOf(everything, months, { ...newest, newestFirst: false })).toBe(Date.UTC(2026, 5, 1))
  expect(boundOf(everything, months, { ...newest, from: Date.UTC(2026, 4, 31) })).toBeUndefined()
  expect(boundOf({ ...everything, from: Date.UTC(2026, 5, 1) }, months, newest)).toBeUndefined()
  expect(boundOf(everything, [], newest)).toBeUndefined()
})

function byMonth(a: Month, b: Month): number {
  return a.month - b.month
}
