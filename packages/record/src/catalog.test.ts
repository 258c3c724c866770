/** Guarantees of catalogs and views on both engines: nothing crosses tenants, a change is whole or not there, limits hold. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { CATALOG_APPLICATIONS_MAX } from './catalog.ts'
import { ENGINES, openAt, type Place } from './testing/engines.ts'
import type { EventRecord } from './types.ts'
import { VIEWS_MAX } from './views.ts'

const NOBODY = '018f0000-0000-7000-8000-000000000000'
const VIEW = { name: 'Failures', report: 'activity', query: 'outcome=FAILURE&zone=UTC', shared: false }

describe.each(ENGINES)('on $name', engine => {
  let at: Place
  let record: EventRecord
  let mine: number
  let other: number
  beforeAll(async () => {
    at = await engine.place()
    record = await openAt(at.choice)
    mine = (await record.tenants.ensure('mine')).id
    other = (await record.tenants.ensure('other')).id
  })
  afterAll(async () => {
    await record.close()
    await at.remove()
  })

  describe('a catalog', () => {
    it('is taken in by application, seen by its own tenant only, and told only to who has another version', async () => {
      const { catalogs } = record
      expect(await catalogs.newerThan(mine)).toBeUndefined()
      await catalogs.put(mine, { A: { entities: ['x'] }, B: 'text "with\\' }, { replace: false })
      await catalogs.put(mine, { A: { entities: [] }, C: null }, { replace: false })

      const stored = await catalogs.newerThan(mine)
      expect(stored?.applications).toEqual({ A: { entities: [] }, B: 'text "with\\', C: null })
      expect(await catalogs.newerThan(mine, stored?.version)).toBeUndefined()
      expect(await catalogs.newerThan(other)).toBeUndefined()

      await catalogs.put(mine, { D: 1 }, { replace: true })
      expect((await catalogs.newerThan(mine, stored?.version))?.applications).toEqual({ D: 1 })
    })

    it('that would grow beyond its limit is refused and stays as it was', async () => {
      const many = Object.fromEntries(
        Array.from({ length: CATALOG_APPLICATIONS_MAX }, (_, i) => [`n${i}`, 1]),
      )
      await record.catalogs.put(mine, many, { replace: true })
      const refused = record.catalogs.put(mine, { more: 1 }, { replace: false })
      await expect(refused).rejects.toMatchObject({ code: 'LIMIT_REACHED', status: 422 })
      await expect(
        record.catalogs.put(other, { ...many, more: 1 }, { replace: false }),
      ).rejects.toMatchObject({ code: 'LIMIT_REACHED' })
      expect((await record.catalogs.newerThan(mine))?.applications).toEqual(many)
      expect(await record.catalogs.newerThan(other)).toBeUndefined()
    })
  })

  describe('a view', () => {
    it('is there for its owner until it is shared, changes whole, and goes', async () => {
      const { views } = record
      const made = await views.create(mine, 'key:1', VIEW)
      expect(made).toMatchObject({ ...VIEW, owner: 'key:1' })
      expect(await views.find(mine, made.id)).toEqual(made)
      expect(await views.list(mine, 'key:1')).toEqual([made])
      expect(await views.list(mine, 'key:2')).toEqual([])

      const changed = await views.update(mine, made.id, { ...VIEW, name: 'A', shared: true })
      expect(changed).toMatchObject({ id: made.id, owner: 'key:1', name: 'A', shared: true })
      expect(await views.list(mine, 'key:2')).toEqual([changed])
      await views.remove(mine, made.id)
      expect(await views.find(mine, made.id)).toBeUndefined()
    })

    it('is not there for another tenant', async () => {
      const { id } = await record.views.create(mine, 'key:1', { ...VIEW, shared: true })
      expect(await record.views.find(other, id)).toBeUndefined()
      expect(await record.views.list(other, 'key:1')).toEqual([])
      expect(await record.views.update(other, id, VIEW)).toBeUndefined()
      await record.views.remove(other, id)
      expect(await record.views.find(mine, id)).toBeDefined()
    })

    it('of an id that does not exist, or is none, is not there', async () => {
      for (const id of [NOBODY, 'nonsense', '']) {
        expect(await record.views.find(mine, id)).toBeUndefined()
        expect(await record.views.update(mine, id, VIEW)).toBeUndefined()
        await record.views.remove(mine, id)
      }
    })

    it('beyond the limit of its tenant is refused', async () => {
      const { id: full } = await record.tenants.ensure('full')
      const make = () => record.views.create(full, 'key:1', VIEW)
      for (let i = 0; i < VIEWS_MAX; i += 50) await Promise.all(Array.from({ length: 50 }, make))
      await expect(make()).rejects.toMatchObject({ code: 'LIMIT_REACHED' })
      expect(await record.views.list(full, 'key:1')).toHaveLength(VIEWS_MAX)
    })
  })
})
