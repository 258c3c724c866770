/** Guarantees of the catalogs in memory: asked for once, renewed without waiting, and an absent record stops nobody. */
import type { EventRecord, StoredCatalog } from '@daybook/record'
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'

import { TenantCatalogs } from './tenant-catalogs.ts'

const stored = (version: number, category: string): StoredCatalog => ({
  version,
  applications: {
    A: { application: 'A', entities: [{ entity: 'E', activities: [{ activity: 'x', category }] }] },
  },
})

/** A record whose answers are told, with a clock that only moves when told. */
function world() {
  const told = { now: 0, catalog: undefined as StoredCatalog | undefined, away: false }
  const newerThan = vi.fn(async (_tenant: number, version?: number) => {
    if (told.away) throw new Error('away')
    return told.catalog?.version === version ? undefined : told.catalog
  })
  const catalogs = { newerThan } as unknown as EventRecord['catalogs']
  const log = pino({ level: 'silent' })
  const cache = new TenantCatalogs({ record: { catalogs }, clock: () => told.now, newId: () => 'id', log })
  return { told, newerThan, cache }
}

it('a tenant’s catalog is read once for any number of events, and again when it is a few seconds old', async () => {
  const { told, newerThan, cache } = world()
  told.catalog = stored(1, 'read')
  const contexts = await Promise.all([cache.contextOf(1), cache.contextOf(1)])
  for (let i = 0; i < 1000; i++) expect(contexts[0]?.categoryOf?.('A', 'E', 'x')).toBe('read')
  expect(newerThan).toHaveBeenCalledTimes(1)

  told.catalog = stored(2, 'export')
  told.now = 5000
  expect(contexts[0]?.categoryOf?.('A', 'E', 'x')).toBe('read')
  await expect.poll(() => contexts[0]?.categoryOf?.('A', 'E', 'x')).toBe('export')
  expect(newerThan).toHaveBeenCalledTimes(2)
  expect(newerThan).toHaveBeenLastCalledWith(1, 1)
})

it('what was known stays while the record is away, and a tenant of which nothing is known has no catalog', async () => {
  const { told, cache } = world()
  told.catalog = stored(1, 'read')
  const context = await cache.contextOf(1)
  told.away = true
  told.now = 60_000
  expect(context.categoryOf?.('A', 'E', 'x')).toBe('read')
  expect((await cache.contextOf(2)).categoryOf?.('A', 'E', 'x')).toBeUndefined()
  await expect(cache.read(1)).rejects.toThrow('away')
})

it('an answer that was under way before a change does not undo it', async () => {
  const { told, newerThan, cache } = world()
  told.catalog = stored(1, 'read')
  const context = await cache.contextOf(1)
  let answerLate: (answer: StoredCatalog | undefined) => void = () => {}
  newerThan.mockImplementationOnce(
    () =>
      new Promise(resolve => {
        answerLate = resolve
      }),
  )
  const late = cache.refresh(1)
  told.catalog = stored(2, 'export')
  await cache.refresh(1)
  for (const answer of [undefined, stored(1, 'read')]) {
    answerLate(answer)
    await late
    expect(context.categoryOf?.('A', 'E', 'x')).toBe('export')
  }
})
