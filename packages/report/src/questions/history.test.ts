import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { NO_FILTER } from '@daybook/query'

import {
  type EntityAnswer,
  type EntityKey,
  FOLD_LIMITS,
  type HistoryRequest,
  type HistoryRow,
  MOMENTS_MAX,
  QUIET_CATEGORIES,
  type ReportIndex,
  type StoredRow,
} from '../index.ts'
import { ENTITIES, entityEntries, inOrder, naiveState } from '../testing/entities.ts'
import { A_DAY, eventAt } from '../testing/events.ts'
import { ENGINES, worldOn, type World } from '../testing/worlds.ts'

const ENTRIES = 500
const entity = fc.constantFrom(...ENTITIES)
const moment = fc.option(
  fc.integer({ min: -5, max: ENTRIES * 2 + 5 }).map(second => A_DAY + second * 1000),
  { nil: undefined },
)

describe.each(ENGINES)('histories on %s', engine => {
  let world: World
  let index: ReportIndex
  let entries: StoredRow[]
  beforeAll(async () => {
    world = await worldOn(engine)
    index = await world.open()
    entries = entityEntries(ENTRIES, 20_261_121)
    for (let i = 0; i < ENTRIES; i += 125) await index.load(entries.slice(i, i + 125), `block-${i}`)
  })
  afterAll(async () => world.close())

  test(
    'pages hold every entry of the entity with its roles, forward and back',
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            entity,
            order: fc.constantFrom('newest' as const, 'oldest' as const),
            from: moment,
            to: moment,
          }),
          fc.integer({ min: 20, max: 200 }),
          async (question, limit) => {
            const expected = naiveHistory(entries, question)
            expect(await walk(index, { tenant: 1, ...question, limit })).toEqual(expected)
          },
        ),
        { numRuns: engine === 'chdb' ? 100 : 20 },
      )
    },
  )

  test('an entity at a glance has the counts, the last name and the moments that plain loops find', async () => {
    for (const key of ENTITIES)
      expect(await index.entity({ tenant: 1, entity: key })).toEqual({
        ...naiveEntity(entries, key),
        tookMs: expect.any(Number) as number,
      })
  })

  test(
    'states have the values, setters and breaks that plain assignments find',
    { timeout: 300_000 },
    async () => {
      const seen = new Set<string>()
      await fc.assert(
        fc.asyncProperty(entity, moment, async (key, at) => {
          const own = ofEntity(entries, key).filter(
            entry => Date.parse(entry.event.occurredAt) <= (at ?? Infinity),
          )
          const expected = naiveState(own)
          const answer = await index.state({ tenant: 1, entity: key, at })
          seen.add(answer.status)
          expect(answer.status).toBe(expected.status)
          if (answer.status !== 'unavailable') expect(answer.state).toEqual(expected.state)
          const setBy = Object.fromEntries(
            answer.attributes.map(({ attribute, set }) => [attribute, set.index]),
          )
          expect(setBy).toEqual(expected.setBy)
          expect([...new Set(answer.breaks.map(one => one.index))].slice(0, 20)).toEqual(
            expected.broken.slice(0, 20),
          )
        }),
        { numRuns: engine === 'chdb' ? 300 : 50 },
      )
      expect(seen.size).toBeGreaterThan(1)
    },
  )
})

describe('an entity whose sender gives only states', () => {
  let world: World
  let index: ReportIndex
  beforeAll(async () => {
    world = await worldOn('chdb')
    index = await world.open()
  })
  afterAll(async () => world.close())
  const user = { type: 'User', id: 'e-1' }
  const stateAt = (place: number, minute: number, role: string): StoredRow => ({
    tenant: 2,
    index: place,
    recordedAt: A_DAY + place,
    event: eventAt(A_DAY + minute * 60_000, { state: { role, team: 'EMEA' } }),
  })
  const ask = async () => index.history({ tenant: 2, entity: user, limit: 10 })
  const changesOf = (rows: readonly HistoryRow[]) =>
    rows.map(row => ({ index: row.index, changes: row.changes }))

  test('an entry that arrives late corrects the changes of the entry after it', async () => {
    await index.load([stateAt(0, 0, 'agent'), stateAt(1, 20, 'admin')], 'first')
    const [newest, oldest] = (await ask()).rows
    expect(newest).toMatchObject({
      derived: true,
      changes: [{ attribute: 'role', old: 'agent', new: 'admin' }],
    })
    expect(oldest?.derived).toBeUndefined()
    expect(oldest?.changes).toBeUndefined()

    await index.load([stateAt(2, 10, 'supervisor')], 'late')
    expect(changesOf((await ask()).rows)).toEqual([
      { index: 1, changes: [{ attribute: 'role', old: 'supervisor', new: 'admin' }] },
      { index: 2, changes: [{ attribute: 'role', old: 'agent', new: 'supervisor' }] },
      { index: 0, changes: undefined },
    ])
    const before = await index.state({ tenant: 2, entity: user, at: A_DAY + 15 * 60_000 })
    expect(before).toMatchObject({
      status: 'exact',
      exists: true,
      state: { role: 'supervisor', team: 'EMEA' },
    })
    expect(before.attributes.map(({ attribute, set }) => [attribute, set.how, set.index])).toEqual([
      ['role', 'derived', 2],
      ['team', 'seen', 0],
    ])
  })

  test('a page that begins in the middle derives from what lies before it', async () => {
    const first = await index.history({ tenant: 2, entity: user, limit: 1 })
    const second = await index.history({ tenant: 2, entity: user, limit: 1, cursor: first.nextCursor })
    expect(changesOf(second.rows)).toEqual([
      { index: 2, changes: [{ attribute: 'role', old: 'agent', new: 'supervisor' }] },
    ])
  })

  test('a history longer than may be folded says so, and the newest entries give the state', async () => {
    const many = Array.from({ length: FOLD_LIMITS.entriesMax + 10 }, (_, place): StoredRow => {
      const changes = [{ attribute: 'n', ...(place > 0 && { old: place - 1 }), new: place }]
      const event = eventAt(A_DAY + place, { category: place === 0 ? 'create' : 'update', changes })
      return { tenant: 4, index: place, recordedAt: A_DAY, event }
    })
    await index.load(many, 'many')
    const answer = await index.state({ tenant: 4, entity: user })
    expect(answer).toMatchObject({ status: 'approximate', state: { n: many.length - 1 } })
    expect(answer.breaks.map(one => [one.reason, one.index])).toEqual([
      ['too-long', 10],
      ['no-beginning', 10],
    ])
    expect(answer.entries).toBe(FOLD_LIMITS.entriesMax)
    const glance = await index.entity({ tenant: 4, entity: user })
    expect(glance).toMatchObject({ entries: many.length, momentsTotal: many.length })
    expect(glance.moments).toHaveLength(MOMENTS_MAX)
    expect(glance.moments[0]?.index).toBe(many.length - 1)
    const early = await index.state({ tenant: 4, entity: user, at: A_DAY + 4000 })
    expect(early).toMatchObject({ status: 'exact', entries: 4001, state: { n: 4000 } })
  })

  test('of large states only as many are read as may be folded', async () => {
    const text = 'x'.repeat(20_000)
    const many = Array.from({ length: 1000 }, (_, place): StoredRow => {
      const event = eventAt(A_DAY + place, { category: 'update', state: { text, n: place } })
      return { tenant: 5, index: place, recordedAt: A_DAY, event }
    })
    await index.load(many, 'large')
    const answer = await index.state({ tenant: 5, entity: user })
    expect(answer.entries).toBeLessThanOrEqual(Math.ceil(FOLD_LIMITS.lengthMax / text.length))
    expect(answer).toMatchObject({ status: 'approximate', breaksTotal: 1, state: { n: 999 } })
    expect(answer.breaks[0]?.reason).toBe('too-long')
  })

  test('another tenant and an entity without entries have neither history nor state', async () => {
    expect((await index.history({ tenant: 3, entity: user, limit: 10 })).rows).toEqual([])
    expect(await index.entity({ tenant: 3, entity: user })).toMatchObject({ entries: 0, moments: [] })
    const answer = await index.state({ tenant: 2, entity: { type: 'User', id: 'e-2' } })
    expect(answer).toMatchObject({ status: 'unavailable', attributes: [], entries: 0 })
    expect(answer.exists).toBeUndefined()
  })

  test('an entity without an id is refused', async () => {
    const asked = index.history({ tenant: 2, entity: { type: 'User', id: '' }, limit: 10 })
    await expect(asked).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })

  test('a history may be narrowed by a filter', async () => {
    const filter = { ...NO_FILTER, terms: [{ field: 'category' as const, values: ['update'], not: true }] }
    expect((await index.history({ tenant: 2, entity: user, limit: 10, filter })).rows).toEqual([])
  })
})

function naiveHistory(
  entries: readonly StoredRow[],
  {
    entity: key,
    order,
    from = -Infinity,
    to = Infinity,
  }: Pick<HistoryRequest, 'entity' | 'order' | 'from' | 'to'>,
): HistoryRow[] {
  const { derived } = naiveState(ofEntity(entries, key))
  const is = (other: { type: string; id?: string }) => other.type === key.type && other.id === key.id
  const rows = inOrder(entries).flatMap(({ index, recordedAt, event }): HistoryRow[] => {
    const at = Date.parse(event.occurredAt)
    const roles = [
      ...(is(event.entity) ? [{ as: 'entity' as const }] : []),
      ...(event.related ?? [])
        .filter(is)
        .map(({ role }) => Object.assign({ as: 'related' as const }, role === undefined ? {} : { role })),
    ]
    if (roles.length === 0 || at < from || at >= to) return []
    const changes = is(event.entity) ? derived.get(index) : undefined
    const extra = changes === undefined ? {} : { changes, derived: true as const }
    return [{ ...event, index, recordedAt: new Date(recordedAt).toISOString(), roles, ...extra }]
  })
  return order === 'newest' ? rows.toReversed() : rows
}

function naiveEntity(entries: readonly StoredRow[], key: EntityKey): Omit<EntityAnswer, 'tookMs'> {
  const own = ofEntity(entries, key)
  const all = naiveHistory(entries, { entity: key, order: 'newest' })
  const quiet = all.filter(row => (QUIET_CATEGORIES as readonly string[]).includes(row.category))
  const moments = own
    .filter(({ event: { category, changes = [], state, outcome } }) => {
      const says = changes.length > 0 || state !== undefined || ['create', 'delete'].includes(category)
      return says && outcome !== 'FAILURE'
    })
    .map(({ index, event }) => ({ at: Date.parse(event.occurredAt), index }))
    .toReversed()
  const name = own.findLast(({ event }) => (event.entity.name ?? '') !== '')?.event.entity.name
  const application = own.at(-1)?.event.application
  return {
    entity: { ...key, ...(name === undefined ? {} : { name }) },
    ...(application === undefined ? {} : { application }),
    entries: all.length,
    quiet: quiet.length,
    quietFailed: quiet.filter(row => row.outcome === 'FAILURE').length,
    moments,
    momentsTotal: moments.length,
  }
}

function ofEntity(entries: readonly StoredRow[], key: { type: string; id: string }): StoredRow[] {
  return inOrder(entries).filter(({ event }) => event.entity.type === key.type && event.entity.id === key.id)
}

/** All rows of the history, read forward; the pages on the way back are the same. */
async function walk(index: ReportIndex, question: HistoryRequest): Promise<HistoryRow[]> {
  const pages: HistoryRow[][] = []
  let answer = await index.history(question)
  expect(answer.prevCursor).toBeUndefined()
  pages.push(answer.rows)
  while (answer.nextCursor !== undefined) {
    answer = await index.history({ ...question, cursor: answer.nextCursor })
    pages.push(answer.rows)
  }
  for (let page = pages.length - 2; page >= 0; page--) {
    answer = await index.history({ ...question, cursor: answer.prevCursor })
    expect(answer.rows).toEqual(pages[page])
  }
  return pages.flat()
}
