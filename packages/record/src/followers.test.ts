import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ENGINES, openAt, type Place } from './testing/engines.ts'
import type { EventRecord, Intent, Lease } from './types.ts'

describe.each(ENGINES)('followers on $name', engine => {
  let place: Place
  let record: EventRecord
  let names = 0
  beforeAll(async () => {
    place = await engine.place()
    record = await openAt(place.choice)
  })
  afterAll(async () => {
    await record.close()
    await place.remove()
  })

  const lease = async (name: string, owner: string, ttlMs = 60_000): Promise<Lease> => {
    const held = await record.followers.acquire(name, owner, ttlMs)
    if (held === undefined) throw new Error(`${owner} was refused`)
    return held
  }
  const newName = () => `follower-${names++}`
  const intent = (token: string, ...ranges: [number, number, number][]): Intent => ({
    token,
    ranges: ranges.map(([tenant, from, to]) => ({ tenant, from, to })),
  })

  it('a follower that never ran stands at the beginning', async () => {
    expect(await record.followers.state(newName())).toEqual({ positions: new Map() })
  })

  it('steps from intent to positions, for several tenants at once', async () => {
    const name = newName()
    const held = await lease(name, 'one')
    const first = intent('a', [1, 0, 5], [2, 0, 7])

    await held.begin(first)
    expect(await record.followers.state(name)).toEqual({ positions: new Map(), intent: first })
    await held.finish(first)
    await held.begin(intent('b', [1, 5, 6]))
    await held.finish(intent('b', [1, 5, 6]))

    expect(await record.followers.state(name)).toEqual({
      positions: new Map([
        [1, 6],
        [2, 7],
      ]),
    })
  })

  it('finishing twice changes nothing, and what was never begun cannot be finished', async () => {
    const name = newName()
    const held = await lease(name, 'one')
    await held.begin(intent('a', [1, 0, 5]))
    await held.finish(intent('a', [1, 0, 5]))
    await held.finish(intent('a', [1, 0, 5]))
    await expect(held.finish(intent('b', [1, 5, 9]))).rejects.toMatchObject({ code: 'INTENT_UNKNOWN' })
    await held.begin(intent('c', [1, 5, 9]))
    await expect(held.finish(intent('b', [1, 5, 9]))).rejects.toMatchObject({ code: 'INTENT_UNKNOWN' })
    expect((await record.followers.state(name)).positions).toEqual(new Map([[1, 5]]))
  })

  it('is held by one owner; who was replaced can move nothing', async () => {
    const name = newName()
    const old = await lease(name, 'one', 0)
    await old.begin(intent('a', [1, 0, 5]))
    const current = await lease(name, 'two')

    expect(await record.followers.acquire(name, 'three', 60_000)).toBeUndefined()
    expect(await old.renew()).toBe(false)
    await old.release()
    await expect(old.begin(intent('b', [1, 0, 9]))).rejects.toMatchObject({ code: 'LEASE_LOST' })
    await expect(old.finish(intent('a', [1, 0, 5]))).rejects.toMatchObject({ code: 'LEASE_LOST' })

    expect(await current.renew()).toBe(true)
    expect((await record.followers.state(name)).intent?.token).toBe('a')
    await current.finish(intent('a', [1, 0, 5]))
    expect((await record.followers.state(name)).positions).toEqual(new Map([[1, 5]]))
  })

  it('of many that want a follower at once, one gets it', async () => {
    const name = newName()
    const leases = await Promise.all(
      Array.from({ length: 12 }, (_, i) => record.followers.acquire(name, `owner-${i}`, 60_000)),
    )
    expect(leases.filter(held => held !== undefined).length).toBe(1)
  })

  it('goes to the next at once when it is released, and to the same owner always', async () => {
    const name = newName()
    const first = await lease(name, 'one')
    const second = await lease(name, 'one')
    expect(await first.renew()).toBe(false)
    await second.release()
    expect(await second.renew()).toBe(false)
    await expect(second.begin(intent('a', [1, 0, 1]))).rejects.toMatchObject({ code: 'LEASE_LOST' })
    await lease(name, 'two')
  })

  it('a reset puts it back, forgets its intent and ends its lease', async () => {
    const name = newName()
    const held = await lease(name, 'one')
    await held.begin(intent('a', [1, 0, 5], [2, 0, 3]))
    await held.finish(intent('a', [1, 0, 5], [2, 0, 3]))
    await held.begin(intent('b', [1, 5, 6]))

    await record.followers.reset(name, new Map([[2, 1]]))
    expect(await record.followers.state(name)).toEqual({ positions: new Map([[2, 1]]) })
    expect(await held.renew()).toBe(false)
    await record.followers.reset(name)
    expect(await record.followers.state(name)).toEqual({ positions: new Map() })
  })
})

describe.each(ENGINES)('keys on $name', engine => {
  let place: Place
  let record: EventRecord
  let tenant: number
  beforeAll(async () => {
    place = await engine.place()
    record = await openAt(place.choice)
    tenant = (await record.tenants.ensure('default')).id
  })
  afterAll(async () => {
    await record.close()
    await place.remove()
  })

  it('a key is known by what was shown once, until it is revoked', async () => {
    const { key, record: made } = await record.keys.create({
      tenant,
      scopes: ['ingest', 'read'],
      label: 'importer',
    })

    expect(key).toMatch(/^dbk_[a-z2-7]{8}_[A-Za-z0-9_-]{43}$/)
    expect(key.startsWith(`dbk_${made.prefix}_`)).toBe(true)
    expect(made).toMatchObject({
      tenant,
      tenantName: 'default',
      scopes: ['ingest', 'read'],
      label: 'importer',
    })
    expect(await record.keys.verify(key)).toEqual(made)
    expect(await record.keys.verify(`${key}x`)).toBeUndefined()
    expect(await record.keys.verify('')).toBeUndefined()

    expect(await record.keys.revoke(tenant + 1, made.id)).toBe(false)
    expect(await record.keys.revoke(tenant, 'no id')).toBe(false)
    expect(await record.keys.verify(key)).toEqual(made)
    expect(await record.keys.revoke(tenant, made.id)).toBe(true)
    expect(await record.keys.verify(key)).toBeUndefined()
    expect((await record.keys.list(tenant)).find(({ id }) => id === made.id)?.revokedAt).toBeGreaterThan(0)
  })

  it('a key made elsewhere is put once, must be long, and stays revoked', async () => {
    const secret = 'a secret of at least thirty-two characters'
    const first = await record.keys.put(secret, { tenant, scopes: ['admin'] })
    const second = await record.keys.put(secret, { tenant, scopes: ['admin'] })

    expect(second).toEqual(first)
    expect(await record.keys.verify(secret)).toEqual(first)
    expect(secret).not.toContain(first.prefix)
    await expect(record.keys.put('short', { tenant, scopes: ['admin'] })).rejects.toMatchObject({
      code: 'KEY_TOO_SHORT',
    })

    await record.keys.revoke(tenant, first.id)
    await record.keys.put(secret, { tenant, scopes: ['admin'] })
    expect(await record.keys.verify(secret)).toBeUndefined()
  })
})
