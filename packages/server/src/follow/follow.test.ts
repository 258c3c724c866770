import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { v7 } from 'uuid'

import type { EventRecord } from '@daybook/record'

import { fsck } from '../check/fsck.ts'
import { FOLLOW_ERRORS } from './errors.ts'
import type { Follower } from './follower.ts'
import { followAll, startFollowers, type Followers } from './followers.ts'
import { INDEX_FOLLOWER, indexFollower } from './index-follower.ts'
import { SILENT_OBSERVER, type FollowerObserver } from './observer.ts'
import type { FollowOptions } from './options.ts'
import { buildEvents } from './testing/events.ts'
import { Faults, type Fault, type FaultKind, type FaultyCall } from './testing/faults.ts'
import { buildWorld, QUIET, TEST_OPTIONS, type World } from './testing/world.ts'

const WAIT_MS = 20_000

let world: World
beforeAll(async () => {
  world = await buildWorld()
})
afterAll(async () => world.close())

const open: Followers[] = []
afterEach(async () => {
  for (const followers of open.splice(0)) await followers.close()
})

let tenants = 0
async function newTenant(): Promise<number> {
  return (await world.record.tenants.ensure(`tenant-${(tenants += 1)}`)).id
}

interface Setup {
  record?: EventRecord
  follower?: Follower
  observer?: Partial<FollowerObserver>
  owner?: string
  options?: Partial<FollowOptions>
}

async function follow({ record, follower, observer, owner, options }: Setup = {}): Promise<Followers> {
  const followers = await followAll(
    {
      record: record ?? world.record,
      clock: Date.now,
      newId: v7,
      random: () => 0,
      log: QUIET,
      observer: { ...SILENT_OBSERVER, ...observer },
      owner: owner ?? 'test',
      options: { ...TEST_OPTIONS, ...options },
    },
    [follower ?? indexFollower(world.index)],
  )
  open.push(followers)
  return followers
}

async function caughtUp(followers: Followers): Promise<void> {
  for (const { tenant, next } of await world.record.heads())
    expect(await followers.waitFor(INDEX_FOLLOWER, tenant, next - 1, WAIT_MS)).toBe(true)
}

async function expectExactlyOnce(): Promise<void> {
  const report = await fsck(world)
  expect(report).toMatchObject({ ok: true, behind: 0, findings: [] })
  expect((await world.index.counts()).reduce((sum, one) => sum + one.count, 0)).toBe(report.entries)
}

test('what was recorded before the start and what is recorded after it is indexed once', async () => {
  const tenant = await newTenant()
  await world.record.append(tenant, buildEvents(300))
  const followers = await startFollowers({
    ...world,
    clock: Date.now,
    newId: v7,
    log: QUIET,
    observer: SILENT_OBSERVER,
    owner: 'test',
    options: TEST_OPTIONS,
  })

  await world.record.append(tenant, buildEvents(200, { seed: 300 }))

  expect(await followers.waitFor(INDEX_FOLLOWER, tenant, 499, WAIT_MS)).toBe(true)
  expect(followers.position(INDEX_FOLLOWER, tenant)).toBe(500)
  expect(followers.running(INDEX_FOLLOWER)).toBe(true)
  expect(followers.lag()[0]).toEqual({ name: INDEX_FOLLOWER, entries: 0, seconds: 0 })
  expect(await followers.waitFor(INDEX_FOLLOWER, tenant, 500, 20)).toBe(false)
  await followers.close()
  expect(followers.running(INDEX_FOLLOWER)).toBe(false)
  await expectExactlyOnce()
})

test('an unknown follower is refused by name', async () => {
  const followers = await follow()

  expect(() => followers.position('seal', 1)).toThrow(FOLLOW_ERRORS.FOLLOWER_UNKNOWN.text)

  await followers.close()
})

describe('a fault of one call leaves every entry in the index once', () => {
  const faults: Fault[][] = [
    [{ call: 'begin', kind: 'refused' }],
    [{ call: 'begin', kind: 'applied' }],
    [{ call: 'load', kind: 'refused' }],
    [{ call: 'load', kind: 'applied' }],
    [{ call: 'load', kind: 'partialMonths' }],
    [{ call: 'load', kind: 'partialRows' }],
    [{ call: 'finish', kind: 'refused' }],
    [{ call: 'finish', kind: 'applied' }],
    // Faults of the repair itself, after one that makes it necessary.
    [
      { call: 'load', kind: 'refused' },
      { call: 'present', kind: 'refused' },
    ],
    [
      { call: 'load', kind: 'partialMonths' },
      { call: 'load', kind: 'partialRows' },
    ],
    [
      { call: 'load', kind: 'partialRows' },
      { call: 'begin', kind: 'applied', nth: 2 },
    ],
    [
      { call: 'load', kind: 'partialRows' },
      { call: 'remove', kind: 'refused' },
    ],
    [
      { call: 'load', kind: 'partialRows' },
      { call: 'remove', kind: 'applied' },
    ],
    [
      { call: 'load', kind: 'partialRows' },
      { call: 'load', kind: 'partialRows', nth: 2 },
    ],
    [
      { call: 'load', kind: 'partialRows' },
      { call: 'finish', kind: 'refused' },
    ],
  ]
  const title = (some: Fault[]) =>
    some
      .map(({ call, kind, nth }) => `${call} ${kind}${nth === undefined ? '' : ` (${nth})`}`)
      .join(', then ')

  for (const some of faults) {
    test(title(some), async () => {
      const faults = new Faults(some, message => {
        throw new Error(message)
      })
      const failures: unknown[] = []
      const tenant = await newTenant()
      await world.record.append(tenant, buildEvents(60, { seed: tenants * 100 }))

      const followers = await follow({
        record: faults.record(world.record),
        follower: faults.follower(indexFollower(world.index)),
        observer: { failed: (_, error) => failures.push(error) },
      })
      await caughtUp(followers)
      await followers.close()

      expect(faults.left).toBe(0)
      expect(failures.length).toBeGreaterThan(0)
      await expectExactlyOnce()
    })
  }
})

test('many faults at random calls while entries are being recorded leave every entry in the index once', async () => {
  const calls: FaultyCall[] = ['begin', 'load', 'finish', 'present', 'remove']
  const kinds: FaultKind[] = ['refused', 'applied', 'partialRows', 'partialMonths']
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          call: fc.constantFrom(...calls),
          kind: fc.constantFrom(...kinds),
          nth: fc.integer({ min: 1, max: 4 }),
        }),
        { minLength: 4, maxLength: 10 },
      ),
      async some => {
        const faults = new Faults(some, message => {
          throw new Error(message)
        })
        const tenant = await newTenant()
        const followers = await follow({
          record: faults.record(world.record),
          follower: faults.follower(indexFollower(world.index)),
          options: { stepEntriesMax: 70 },
        })
        for (let round = 0; round < 6; round += 1)
          await world.record.append(tenant, buildEvents(50, { seed: round * 50 }))
        await caughtUp(followers)
        await followers.close()
        await expectExactlyOnce()
      },
    ),
    { numRuns: 5 },
  )
})

test('while the index is down entries are recorded, and when it is back all of them are indexed', async () => {
  const follower = indexFollower(world.index)
  let down = true
  const failed = Promise.withResolvers<void>()
  const lags: number[] = []
  const guard = () => {
    if (down) throw new Error('index is down')
  }
  const followers = await follow({
    follower: {
      ...follower,
      load: async (entries, token) => (guard(), await follower.load(entries, token)),
      present: async ranges => (guard(), await follower.present(ranges)),
    },
    observer: { failed: () => failed.resolve(), lag: (_, entries) => lags.push(entries) },
  })
  const tenant = await newTenant()
  await world.record.append(tenant, buildEvents(50))
  await failed.promise

  const placed = await world.record.append(tenant, buildEvents(50, { seed: 50 }))

  expect(placed.at(-1)).toMatchObject({ index: 99, status: 'recorded' })
  expect(followers.running(INDEX_FOLLOWER)).toBe(false)
  expect(followers.position(INDEX_FOLLOWER, tenant)).toBe(0)
  expect(followers.lag()[0]?.entries).toBe(100)
  down = false
  await caughtUp(followers)
  await followers.close()
  expect(lags).toContain(50)
  expect(lags.at(-1)).toBe(0)
  await expectExactlyOnce()
})

test('a block that the index refuses stops its tenant and nobody else', async () => {
  const follower = indexFollower(world.index)
  const [poisoned, sound] = [await newTenant(), await newTenant()]
  let refuse = true
  const followers = await follow({
    follower: {
      ...follower,
      load: async (entries, token) => {
        if (refuse && entries.some(entry => entry.tenant === poisoned)) throw new Error('cannot parse')
        await follower.load(entries, token)
      },
    },
    options: { refusalsMax: 2 },
  })
  await Promise.all([
    world.record.append(poisoned, buildEvents(20)),
    world.record.append(sound, buildEvents(20)),
  ])

  expect(await followers.waitFor(INDEX_FOLLOWER, sound, 19, WAIT_MS)).toBe(true)
  await world.record.append(sound, buildEvents(20, { seed: 20 }))
  expect(await followers.waitFor(INDEX_FOLLOWER, sound, 39, WAIT_MS)).toBe(true)
  expect(followers.position(INDEX_FOLLOWER, poisoned)).toBe(0)

  refuse = false
  await caughtUp(followers)
  await followers.close()
  await expectExactlyOnce()
})

test('a tenant with much to do does not delay one with little', async () => {
  const [noisy, quiet] = [await newTenant(), await newTenant()]
  for (let round = 0; round < 5; round += 1)
    await world.record.append(noisy, buildEvents(2_000, { seed: round * 2_000, daysApart: 0 }))
  await world.record.append(quiet, buildEvents(10))
  const steps: number[] = []
  const positions: { noisy: number; quiet: number }[] = []

  const followers = await follow({
    options: { stepEntriesMax: 1_000 },
    observer: {
      stepped: (_, entries) => {
        steps.push(entries)
        const position = (tenant: number) => followers.position(INDEX_FOLLOWER, tenant)
        positions.push({ noisy: position(noisy), quiet: position(quiet) })
      },
    },
  })
  await caughtUp(followers)
  await followers.close()

  expect(positions[0]).toEqual({ noisy: 990, quiet: 10 })
  expect(Math.max(...steps)).toBe(1_000)
  expect(steps.reduce((a, b) => a + b, 0)).toBe(10_010)
  await expectExactlyOnce()
})

test('a step holds no more than its bytes, and always something', async () => {
  const tenant = await newTenant()
  await world.record.append(tenant, buildEvents(100, { daysApart: 0, commentLength: 2_000 }))
  const steps: number[] = []

  const followers = await follow({
    options: { stepBytesMax: 1, readEntriesMax: 40 },
    observer: { stepped: (_, entries) => steps.push(entries) },
  })
  await caughtUp(followers)
  await followers.close()

  expect(steps).toEqual([40, 40, 20])
  await expectExactlyOnce()
})
