/** Guarantees of chosen facet values: they stay in the answer, with the count that they have and not with a guess. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { NO_FILTER, requireQuery } from '@daybook/query'

import type { FacetValue, ReportIndex } from '../index.ts'
import { entriesFrom } from '../testing/events.ts'
import { worldOn, type World } from '../testing/worlds.ts'

let world: World
let index: ReportIndex

beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
  // 130 actors, the later ones with more events, so that a facet of 100 leaves the first thirty out.
  const entries = entriesFrom(0, 390).map((entry, i) => {
    const actor = i < 130 ? i : 130 - 1 - (i % 100)
    const who = { type: 'user', id: `p-${actor}`, name: `Person ${actor}` } as const
    return { ...entry, event: { ...entry.event, actor: who } }
  })
  await index.load(entries, 'block')
})
afterAll(async () => world.close())

const asked = async (q: string): Promise<FacetValue[]> => {
  const { facets } = await index.summary({
    tenant: 1,
    report: 'activity',
    filter: NO_FILTER,
    q: requireQuery(q),
  })
  return facets.actor
}

test('behind a full facet, with its own count', async () => {
  const actors = await asked('actor:"p-3"')
  expect(actors).toHaveLength(101)
  expect(actors.at(-1)).toEqual({ value: 'p-3', label: 'Person 3', count: 1 })
})

test('chosen by name, found by name', async () => {
  expect((await asked('actor:"Person 4"')).at(-1)).toMatchObject({ value: 'p-4', count: 1 })
  expect((await asked('actor:"Person 129"')).filter(({ value }) => value === 'p-129')).toHaveLength(1)
})

test('at 0 when nothing is left of it, and in the words of the rows', async () => {
  expect((await asked('actor:"p-3" activity:"Nothing of the kind"')).at(-1)).toEqual({
    value: 'p-3',
    count: 0,
  })
  const filter = { terms: [{ field: 'application' as const, values: ['Nowhere'] }], text: [] }
  const { facets } = await index.summary({
    tenant: 1,
    report: 'activity',
    filter,
    q: requireQuery('outcome:failure'),
  })
  expect(facets.application.at(-1)).toEqual({ value: 'Nowhere', count: 0 })
  expect(facets.outcome.map(({ value }) => value)).toContain('FAILURE')
})
