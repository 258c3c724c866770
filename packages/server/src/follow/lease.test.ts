import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'

import type { EventRecord } from '@daybook/record'

import { fsck } from '../check/fsck.ts'
import { isLeaseLost } from './errors.ts'
import type { Follower } from './follower.ts'
import { followAll, type Followers } from './followers.ts'
import { INDEX_FOLLOWER, indexFollower } from './index-follower.ts'
import { SILENT_OBSERVER } from './observer.ts'
import { buildEvents } from './testing/events.ts'
import { Faults } from './testing/faults.ts'
import { buildWorld, QUIET, TEST_OPTIONS, type World } from './testing/world.ts'

const WAIT_MS = 20_000

let world: World
let tenant: number
beforeAll(async () => {
  world = await buildWorld()
  tenant = (await world.record.tenants.ensure('default')).id
})
afterAll(async () => world.close())

async function frame(
  owner: string,
  more: { follower?: Follower; record?: EventRecord; leaseMs?: number; clock?: () => number } = {},
): Promise<{ followers: Followers; steps: number[]; errors: unknown[] }> {
  const steps: number[] = []
  const errors: unknown[] = []
  const followers = await followAll(
    {
      record: more.record ?? world.record,
      clock: more.clock ?? Date.now,
      newId: v7,
      random: () => 0,
      log: QUIET,
      observer: {
        ...SILENT_OBSERVER,
        stepped: (_, entries) => steps.push(entries),
        failed: (_, error) => errors.push(error),
      },
      owner,
      options: { ...TEST_OPTIONS, leaseMs: more.leaseMs ?? 3_000 },
    },
    [more.follower ?? indexFollower(world.index)],
  )
  return { followers, steps, errors }
}

async function caughtUp(followers: Followers): Promise<void> {
  for (const { tenant, next } of await world.record.heads())
    expect(await followers.waitFor(INDEX_FOLLOWER, tenant, next - 1, WAIT_MS)).toBe(true)
}

async function expectExactlyOnce(): Promise<void> {
  expect(await fsck(world)).toMatchObject({ ok: true, behind: 0, findings: [] })
}

test('of two frames over one record one follows, the other knows how far it is and takes over when it closes', async () => {
  const first = await frame('one')
  await world.record.append(tenant, buildEvents(50))
  await caughtUp(first.followers)
  const second = await frame('two')

  for (let round = 0; round < 5; round += 1) await world.record.append(tenant, buildEvents(50))
  await caughtUp(second.followers)
  expect(second.steps).toEqual([])
  expect(second.followers.running(INDEX_FOLLOWER)).toBe(true)

  await first.followers.close()
  await world.record.append(tenant, buildEvents(50))
  await caughtUp(second.followers)
  expect(second.followers.running(INDEX_FOLLOWER)).toBe(true)
  expect(second.steps).toEqual([50])
  await second.followers.close()
  await expectExactlyOnce()
})

test('a runner that stalls in the middle of a load is taken over, and what it does late doubles nothing', async () => {
  const real = indexFollower(world.index)
  const stalled = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const late = Promise.withResolvers<void>()
  const slow: Follower = {
    ...real,
    load: async (entries, token) => {
      stalled.resolve()
      await goOn.promise
      await real.load(entries, token).finally(late.resolve)
    },
  }
  // Its lease cannot be renewed: the process stands still.
  const frozen = new Proxy(world.record, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target)
      if (property !== 'followers')
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      const { acquire } = { acquire: target.followers.acquire.bind(target.followers) }
      return {
        state: target.followers.state.bind(target.followers),
        acquire: async (name: string, owner: string, ttlMs: number) => {
          const lease = await acquire(name, owner, ttlMs)
          return (
            lease && {
              renew: async () => new Promise<boolean>(() => {}),
              begin: lease.begin.bind(lease),
              finish: lease.finish.bind(lease),
              release: lease.release.bind(lease),
            }
          )
        },
      }
    },
  })
  const first = await frame('one', { follower: slow, record: frozen, leaseMs: 300 })
  await world.record.append(tenant, buildEvents(60))
  await stalled.promise

  const second = await frame('two')
  await caughtUp(second.followers)
  await expectExactlyOnce()
  goOn.resolve()
  await late.promise
  await expectExactlyOnce()

  await world.record.append(tenant, buildEvents(60))
  await caughtUp(second.followers)
  expect(first.steps).toEqual([])
  await second.followers.close()
  await expectExactlyOnce()
  void first.followers.close()
})

test('a runner whose lease was taken over stops before it touches the index', async () => {
  const faults = new Faults([], () => {
    throw new Error('never')
  })
  let skew = 0
  const first = await frame('one', {
    follower: faults.follower(indexFollower(world.index)),
    clock: () => Date.now() + skew,
  })
  await world.record.append(tenant, buildEvents(10))
  await caughtUp(first.followers)
  expect(faults.calls.load).toBe(1)

  // Another owner appears with a newer epoch, as after a long pause of the first.
  await world.record.followers.reset(
    INDEX_FOLLOWER,
    (await world.record.followers.state(INDEX_FOLLOWER)).positions,
  )
  const taken = await world.record.followers.acquire(INDEX_FOLLOWER, 'two', 60_000)
  skew = 1
  await world.record.append(tenant, buildEvents(10))
  await expect.poll(() => first.errors.some(isLeaseLost)).toBe(true)

  expect(faults.calls.load).toBe(1)
  await taken?.release()
  await caughtUp(first.followers)
  await first.followers.close()
  await expectExactlyOnce()
})
