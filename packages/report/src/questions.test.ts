import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { FIELDS, NO_FILTER, type Filter, type ReportId } from '@daybook/query'

import { ReportError, type ActivityRow, type ChangeRow, type ReportIndex, type StoredRow } from './index.ts'
import { A_DAY, crowdEvent, entriesFrom } from './testing/events.ts'
import { naiveRows, naiveSummary } from './testing/naive.ts'
import { ENGINES, worldOn, type World } from './testing/worlds.ts'

const HOUR = 3_600_000
const START = Date.UTC(2025, 0, 30)

const aWord = fc.constantFrom('dalloway', 'walsh', 'שלום', 'naïve', 'straße', 'x', '42', 'nosuch', 'userhub')
const term = fc.record({
  field: fc.constantFrom(...FIELDS),
  values: fc.array(
    fc.constantFrom(
      'UserHub',
      'Player',
      "O'Brien's",
      'back\\slash',
      'שלום',
      '{x:String}',
      'Login',
      'Export',
      'u-1',
      'u-2',
      'Peter Walsh',
      'clarissa@example.com',
      'create',
      'read',
      'SUCCESS',
      'FAILURE',
      'nothing',
    ),
    { minLength: 0, maxLength: 4 },
  ),
  not: fc.boolean(),
})
const filter: fc.Arbitrary<Filter> = fc.record({
  terms: fc.array(term, { maxLength: 3 }),
  text: fc.array(aWord, { maxLength: 2 }),
})
const moment = fc.option(
  fc.oneof(
    fc.integer({ min: -48, max: 92 * 24 }).map(hours => START + hours * HOUR),
    fc.integer({ min: START - HOUR, max: START + 91 * 24 * HOUR }),
  ),
  { nil: undefined },
)
const request = fc.record({
  tenant: fc.constant(1),
  report: fc.constantFrom<ReportId>('activity', 'changes'),
  from: moment,
  to: moment,
  filter,
})

describe.each(ENGINES)('questions on %s', engine => {
  let world: World
  let index: ReportIndex
  let entries: StoredRow[]
  beforeAll(async () => {
    world = await worldOn(engine)
    index = await world.open()
    const events = fc.sample(crowdEvent, { numRuns: 600, seed: 20_260_520 })
    entries = events.map((event, i) => ({ tenant: 1, index: i, recordedAt: A_DAY + i, event }))
    // Several parts, as a follower's blocks leave them.
    for (let i = 0; i < 600; i += 150) await index.load(entries.slice(i, i + 150), `block-${i}`)
  })
  afterAll(async () => world.close())

  test(
    'pages hold the rows that plain loops find, in order, forward and back',
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          request,
          fc.constantFrom('newest' as const, 'oldest' as const),
          fc.integer({ min: 1, max: 200 }),
          async (question, order, limit) => {
            const expected = naiveRows(entries, question, order)
            await walk(
              index,
              { ...question, order, limit: Math.max(limit, Math.ceil(expected.length / 6)) },
              expected,
            )
          },
        ),
        { numRuns: engine === 'chdb' ? 150 : 40 },
      )
    },
  )

  test('summaries hold the counts that plain loops find', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(request, async question => {
        const { histogram, tookMs, facets, ...totals } = await index.summary(question)
        const { facets: expectedFacets, ...expected } = naiveSummary(entries, question)
        expect(totals).toEqual(expected)
        for (const field of FIELDS) {
          const found = facets[field].map(({ value, count }) => ({ value, count }))
          expect(found, field).toEqual(expectedFacets[field])
        }
        expect(histogram.buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(expected.total)
        expect(histogram.buckets.reduce((sum, bucket) => sum + bucket.failed, 0)).toBe(expected.failed)
        expect(tookMs).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: engine === 'chdb' ? 250 : 50 },
    )
  })

  test('a histogram has every bar of the asked time, empty ones too, each with its rows', async () => {
    const from = Date.UTC(2025, 1, 3)
    const to = from + 7 * 24 * HOUR
    const { histogram } = await index.summary({ tenant: 1, report: 'activity', filter: NO_FILTER, from, to })

    expect(histogram).toMatchObject({ step: 2 * HOUR, unit: 'ms', size: 2 * HOUR })
    const expected = Array.from({ length: 84 }, (_, i) => {
      const at = from + i * 2 * HOUR
      const within = naiveRows(
        entries,
        { tenant: 1, report: 'activity', filter: NO_FILTER, from: at, to: at + 2 * HOUR },
        'oldest',
      )
      return { at, count: within.length, failed: within.filter(row => row.outcome === 'FAILURE').length }
    })
    expect(histogram.buckets).toEqual(expected)
  })

  test('an actor of the facet is shown by name', async () => {
    const { facets } = await index.summary({ tenant: 1, report: 'activity', filter: NO_FILTER })
    expect(facets.actor.find(actor => actor.value === 'u-1')).toMatchObject({ label: 'Clarissa Dalloway' })
  })

  test('events of one moment keep their order of recording across pages', async () => {
    const ties = await world.open('ties')
    const tied = entriesFrom(0, 25).map(entry => ({
      ...entry,
      event: { ...entry.event, occurredAt: new Date(A_DAY).toISOString() },
    }))
    await ties.load(tied, 'ties')
    await walk(
      ties,
      { tenant: 1, report: 'activity', filter: NO_FILTER, order: 'newest', limit: 4 },
      naiveRows(tied, { tenant: 1, report: 'activity', filter: NO_FILTER }, 'newest'),
    )
  })

  test('a question beyond its limits is refused with a code, and the next question is answered', async () => {
    const driver = world.driver()
    const slow = driver.query(
      'SELECT count() AS n FROM numbers(1000000000000) SETTINGS max_execution_time = 1',
    )
    await expect(slow).rejects.toMatchObject({ code: 'QUERY_TOO_EXPENSIVE' })
    const large = driver.query(
      'SELECT groupArray(number) AS n FROM numbers(100000000) SETTINGS max_memory_usage = 50000000',
    )
    await expect(large).rejects.toMatchObject({ code: 'QUERY_TOO_EXPENSIVE' })
    await expect(driver.query('SELECT nonsense')).rejects.toMatchObject({ code: 'INDEX_FAULT' })
    expect(await driver.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('a slow question does not hold up a quick one', async () => {
    const driver = world.driver()
    let ended = false
    const slow = driver.query('SELECT sleep(3) AS slept').then(() => (ended = true))
    await driver.query('SELECT 1 AS one')
    expect(ended).toBe(false)
    await slow
  })
})

describe('a cursor', () => {
  let world: World
  let index: ReportIndex
  beforeAll(async () => {
    world = await worldOn('chdb')
    index = await world.open()
    await index.load(entriesFrom(0, 5), 'block')
  })
  afterAll(async () => world.close())

  test.each([
    ['no cursor at all', 'nonsense'],
    ['not base64url', '%%%'],
    ['too long', 'A'.repeat(300)],
    ['another version', encoded([2, 'activity', 'newest', 'next', 1, 1, 0])],
    ['another report', encoded([1, 'changes', 'newest', 'next', 1, 1, 0])],
    ['another order', encoded([1, 'activity', 'oldest', 'next', 1, 1, 0])],
    ['no direction', encoded([1, 'activity', 'newest', 'up', 1, 1, 0])],
    ['no number', encoded([1, 'activity', 'newest', 'next', '1', 1, 0])],
    ['a negative index', encoded([1, 'activity', 'newest', 'next', 1, -1, 0])],
  ])('that is %s is refused', async (_, cursor) => {
    const asked = index.rows({ tenant: 1, report: 'activity', filter: NO_FILTER, limit: 2, cursor })
    await expect(asked).rejects.toThrow(ReportError)
    await expect(asked).rejects.toMatchObject({ code: 'CURSOR_INVALID', status: 400 })
  })

  test.each([0, -1, 1.5, 1001, Number.NaN])('a page of %d rows is refused', async limit => {
    const asked = index.rows({ tenant: 1, report: 'activity', filter: NO_FILTER, limit })
    await expect(asked).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })
})

/** Pages forward to the end and back to the start; every page on the way back is one of the way forward. */
async function walk(
  index: ReportIndex,
  question: Parameters<ReportIndex['rows']>[0],
  expected: readonly (ActivityRow | ChangeRow)[],
): Promise<void> {
  const pages: (ActivityRow | ChangeRow)[][] = []
  let answer = await index.rows(question)
  expect(answer.prevCursor).toBeUndefined()
  pages.push(answer.rows)
  while (answer.nextCursor !== undefined) {
    answer = await index.rows({ ...question, cursor: answer.nextCursor })
    pages.push(answer.rows)
  }
  expect(pages.flat()).toEqual(expected)
  for (let page = pages.length - 2; page >= 0; page--) {
    answer = await index.rows({ ...question, cursor: answer.prevCursor })
    expect(answer.rows).toEqual(pages[page])
    expect(answer.nextCursor).toBeDefined()
  }
  expect(answer.prevCursor).toBeUndefined()
}

function encoded(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}
