/** What occurred is counted exactly, on its first and last day, and comes from the daily counts. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Observed } from '@daybook/query'

import type { ReportIndex, StoredRow } from '../index.ts'
import { entryTable } from '../schema.ts'
import { A_DAY, crowdEvent } from '../testing/events.ts'
import { ENGINES, worldOn, type World } from '../testing/worlds.ts'
import { observedQuestion } from './observed.ts'

describe.each(ENGINES)('on %s', engine => {
  let world: World
  let index: ReportIndex
  let entries: StoredRow[]
  beforeAll(async () => {
    world = await worldOn(engine)
    index = await world.open()
    const events = fc.sample(crowdEvent, { numRuns: 400, seed: 7 })
    entries = events.map((event, i) => ({ tenant: 1 + (i % 2), index: i >> 1, recordedAt: A_DAY + i, event }))
    for (const tenant of [1, 2])
      await index.load(
        entries.filter(entry => entry.tenant === tenant),
        `block-${tenant}`,
      )
  })
  afterAll(async () => world.close())

  test.each([1, 2, 3])('tenant %i: what plain loops find', async tenant => {
    const { combinations, truncated } = await index.observed(tenant)
    expect(truncated).toBe(false)
    const key = (one: Observed) => JSON.stringify([one.application, one.entity, one.activity])
    const sorted = (list: Observed[]) => list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    expect(sorted(combinations)).toEqual(sorted(naiveObserved(entries, tenant)))
    expect(combinations.map(({ count }) => count)).toEqual(
      combinations.map(({ count }) => count).toSorted((a, b) => b - a),
    )
  })

  test('it reads the counts', async () => {
    const { sql, params } = observedQuestion(entryTable({ database: 'daybook' }), 1)
    const plan = await world.driver().query<{ explain: string }>(`EXPLAIN ${sql}`, params)
    expect(plan.map(({ explain }) => explain).join('\n')).toMatch(/daily_kinds/)
  })
})

function naiveObserved(entries: readonly StoredRow[], tenant: number): Observed[] {
  const found = new Map<string, Observed>()
  for (const { event } of entries.filter(entry => entry.tenant === tenant)) {
    const { application, activity } = event
    const entity = event.entity.type
    const day = event.occurredAt.slice(0, 10)
    const key = JSON.stringify([application, entity, activity])
    const known = found.get(key) ?? { application, entity, activity, count: 0, firstSeen: day, lastSeen: day }
    const { firstSeen, lastSeen } = known
    found.set(key, {
      ...known,
      count: known.count + 1,
      firstSeen: day < firstSeen ? day : firstSeen,
      lastSeen: day > lastSeen ? day : lastSeen,
    })
  }
  return [...found.values()]
}
