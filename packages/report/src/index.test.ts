import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { NO_FILTER, tokens } from '@daybook/query'

import { eventOf, rowOf, type ActivityRow, type IndexRow, type ReportIndex, type StoredRow } from './index.ts'
import { A_DAY, anyEvent, entriesFrom, eventAt } from './testing/events.ts'
import { ENGINES, worldOn, type World } from './testing/worlds.ts'

describe.each(ENGINES)('the index on %s', engine => {
  let world: World
  beforeAll(async () => {
    world = await worldOn(engine)
  })
  afterAll(async () => world.close())

  test('any event comes back from a scan exactly as it went in', { timeout: 120_000 }, async () => {
    const index = await world.open('exact')
    let next = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 60 }), async events => {
        const first = next
        const entries = events.map((event, i) => ({
          tenant: 4_000_000_000,
          index: first + i,
          recordedAt: A_DAY + i,
          event,
        }))
        next += entries.length
        await index.load(entries, `exact-${first}`)
        const rows = await scanned(index, 4_000_000_000, first, next)
        expect(rows).toEqual(entries.map(rowOf))
        expect(rows.map(eventOf)).toEqual(entries.map(activityRow))
      }),
      { numRuns: engine === 'chdb' ? 40 : 15 },
    )
  })

  test('a block of more different words than 8 or 16 bits can count comes back as it went in', async () => {
    const index = await world.open('wordy')
    const named = (count: number, at: number) =>
      eventAt(A_DAY + at, {
        changes: Array.from({ length: count }, (_, i) => ({ attribute: `a${at}.${i}`, new: i })),
      })
    const [few, many] = [[named(300, 0)], Array.from({ length: 70 }, (_, at) => named(1000, at))]
    for (const [first, events] of [few, many].entries()) {
      const entries = events.map((event, i) => ({ tenant: 1, index: first + i, recordedAt: A_DAY, event }))
      await index.load(entries, `wordy-${first}`)
      const rows = await scanned(index, 1, first, first + entries.length)
      expect(rows).toEqual(entries.map(rowOf))
    }
  })

  test(
    'a block loaded twice with its token is there once, also when it spans years of months',
    { timeout: 120_000 },
    async () => {
      const index = await world.open('once')
      const entries = Array.from({ length: 60 }, (_, i): StoredRow => {
        const at = Date.UTC(1995 + (i % 5), i % 12, 1 + (i % 28))
        return { tenant: 1, index: i, recordedAt: A_DAY, event: eventAt(at) }
      })

      await index.load(entries, 'block/0-60')
      await index.load(entries, 'block/0-60')

      expect(await index.counts()).toEqual([{ tenant: 1, count: 60, distinct: 60, min: 0, max: 59 }])
      expect(
        await index.present([
          { tenant: 1, from: 0, to: 60 },
          { tenant: 2, from: 0, to: 9 },
        ]),
      ).toEqual([
        { range: { tenant: 1, from: 0, to: 60 }, count: 60, distinct: 60 },
        { range: { tenant: 2, from: 0, to: 9 }, count: 0, distinct: 0 },
      ])
    },
  )

  test('the same entries under another token are counted, so that a doubled block is seen', async () => {
    const index = await world.open('doubled')
    await index.load(entriesFrom(0, 5), 'a')
    await index.load(entriesFrom(0, 5), 'b')

    expect(await index.present([{ tenant: 1, from: 0, to: 5 }])).toMatchObject([{ count: 10, distinct: 5 }])
  })

  test('removed entries are in no answer any more, and can be loaded again under a new token', async () => {
    const index = await world.open('removed')
    await index.load(entriesFrom(0, 40), 'first')

    await index.remove([{ tenant: 1, from: 10, to: 30 }])
    const summary = await index.summary({ tenant: 1, report: 'activity', filter: NO_FILTER })
    expect([summary.total, summary.facets.application]).toEqual([20, [{ value: 'UserHub', count: 20 }]])
    expect(await scanned(index, 1, 0, 40)).toHaveLength(20)

    await index.load(entriesFrom(10, 20), 'again')
    expect(await index.counts()).toMatchObject([{ count: 40, distinct: 40 }])
    const whole = await index.summary({ tenant: 1, report: 'activity', filter: NO_FILTER })
    expect(whole.total).toBe(40)
  })

  test('after drop the index is empty and a token that was used counts as new', async () => {
    const index = await world.open('dropped')
    await index.load(entriesFrom(0, 5), 'token')

    await index.drop()
    expect(await index.counts()).toEqual([])

    await index.load(entriesFrom(0, 5), 'token')
    expect(await index.counts()).toMatchObject([{ count: 5 }])
  })

  test('no tenant sees the entries of another', async () => {
    const index = await world.open('tenants')
    await index.load(entriesFrom(0, 3), 'one')
    await index.load(
      entriesFrom(0, 4).map(entry => ({ ...entry, tenant: 2 })),
      'two',
    )

    const { rows } = await index.rows({ tenant: 2, report: 'activity', filter: NO_FILTER, limit: 10 })
    const { total } = await index.summary({ tenant: 1, report: 'activity', filter: NO_FILTER })
    expect([rows.length, total]).toEqual([4, 3])
  })

  test('an empty index answers every question', async () => {
    const index = await world.open('empty')
    const question = { tenant: 9, filter: NO_FILTER, limit: 10 }

    expect((await index.rows({ ...question, report: 'changes' })).rows).toEqual([])
    expect(await index.summary({ ...question, report: 'activity' })).toMatchObject({
      total: 0,
      failed: 0,
      actors: 0,
      facets: { application: [], entity: [], activity: [], actor: [], category: [], outcome: [] },
    })
    expect(await scanned(index, 9, 0, 10)).toEqual([])
    await index.health()
  })

  test('words are cut by the engine exactly as tokens() cuts them', { timeout: 120_000 }, async () => {
    const driver = world.driver()
    const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), {
      maxLength: 40,
    })
    const sql = `SELECT tokens(replaceAll(lowerUTF8(text), 'ς', 'σ'), 'splitByNonAlpha') AS words
      FROM (SELECT arrayJoin({texts:Array(String)}) AS text)`
    await fc.assert(
      fc.asyncProperty(texts, async list => {
        const rows = await driver.query<{ words: string[] }>(sql, { texts: list })
        expect(rows.map(row => [...new Set(row.words)])).toEqual(list.map(tokens))
      }),
      { numRuns: engine === 'chdb' ? 150 : 40 },
    )
  })

  test('whatever a bound value holds, the engine gets exactly that', { timeout: 120_000 }, async () => {
    const driver = world.driver()
    const value = fc.string({ unit: 'binary' })
    await fc.assert(
      fc.asyncProperty(value, fc.array(value), fc.maxSafeInteger(), async (text, list, number) => {
        const sql =
          'SELECT {text:String} AS text, {list:Array(String)} AS list, {number:Int64} AS number SETTINGS output_format_json_quote_64bit_integers = 0'
        const [row] = await driver.query(sql, { text, list, number })
        expect(row).toEqual({ text, list, number })
      }),
      { numRuns: engine === 'chdb' ? 200 : 60 },
    )
  })

  test('a long answer can be left at any row, and the next one starts afresh', async () => {
    const driver = world.driver()
    for (let round = 0; round < 5; round++) {
      let bytes = 0
      for await (const chunk of driver.stream("SELECT number, repeat('x', 100) FROM numbers({n:UInt64})", {
        n: 10_000_000,
      })) {
        bytes += chunk.length
        if (bytes > 1_000_000) break
      }
      expect(bytes).toBeLessThan(40_000_000)
    }
  })
})

function activityRow({ index, recordedAt, event }: StoredRow): ActivityRow {
  return { ...event, index, recordedAt: new Date(recordedAt).toISOString() }
}

async function scanned(index: ReportIndex, tenant: number, from: number, to: number): Promise<IndexRow[]> {
  const rows: IndexRow[] = []
  for await (const row of index.scan(tenant, from, to)) rows.push(row)
  return rows
}
