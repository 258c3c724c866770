import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { APPEND_SQL } from './append/commit.ts'
import { CATALOG_SQL } from './catalog.ts'
import type { RecordError } from './errors.ts'
import { EXPORT_STORIES } from './testing/export-stories.ts'
import { SCHEDULE_STORIES } from './testing/schedule-stories.ts'
import { EXPORT_SQL } from './exports.ts'
import { FOLLOWER_SQL } from './followers.ts'
import { KEY_SQL } from './keys.ts'
import { READ_SQL } from './read.ts'
import { RUN_SQL } from './schedule-runs.ts'
import { SCHEDULE_SQL } from './schedules.ts'
import { TENANT_SQL } from './tenants.ts'
import { openAt, serverUrl } from './testing/engines.ts'
import { accepted, altered, many, uuid } from './testing/events.ts'
import { FAULTY_ENGINES, type FaultyEngine } from './testing/faulty.ts'
import { FAULTS, type Fault } from './testing/proxy.ts'
import type { Story, World } from './testing/story.ts'
import type { EventRecord, Lease } from './types.ts'
import { VIEW_SQL } from './views.ts'

const range = (tenant: number) => ({ ranges: [{ tenant, from: 0, to: 5 }], token: 'one' })
const held = ({ lease }: World): Lease => {
  if (lease === undefined) throw new Error('no lease')
  return lease
}
const takeLease = async (world: World) => {
  const lease = await world.record.followers.acquire(world.name, 'me', 60_000)
  if (lease !== undefined) world.lease = lease
}
const beginRange = async (world: World) => {
  await takeLease(world)
  await held(world).begin(range(world.tenant))
}

const known = many(3)
const VIEW = { name: 'Failures', report: 'activity', query: 'outcome=FAILURE', shared: false }
const saveView = async (world: World) => {
  world.view = await world.record.views.create(world.tenant, 'me', VIEW)
}

const STORIES: readonly Story[] = [
  {
    statement: APPEND_SQL.group.name,
    act: ({ record, tenant }) => record.append(tenant, known),
    async holds({ record, tenant }, answer) {
      expect(answer).toEqual(known.map(({ event }, index) => ({ id: event.id, index, status: 'recorded' })))
      expect((await record.read(tenant, 0, 10)).map(({ text }) => text)).toEqual(
        known.map(({ text }) => text),
      )
    },
  },
  ...[READ_SQL.indexesOfIds.name, READ_SQL.range.name].map((statement): Story => ({
    statement,
    before: async ({ record, tenant }) => void (await record.append(tenant, known)),
    act: ({ record, tenant }) => record.append(tenant, [...known.toReversed(), accepted()]),
    async holds({ record, tenant }, answer) {
      expect(
        (answer as { index: number; status: string }[]).map(({ index, status }) => [index, status]),
      ).toEqual([
        [2, 'duplicate'],
        [1, 'duplicate'],
        [0, 'duplicate'],
        [3, 'recorded'],
      ])
      expect(await record.heads()).toContainEqual({ tenant, next: 4 })
    },
  })),
  {
    statement: READ_SQL.byId.name,
    before: async ({ record, tenant }) => void (await record.append(tenant, known)),
    act: ({ record, tenant }) => record.get(tenant, known[1]?.event.id ?? ''),
    holds: (_, answer) => expect(answer).toMatchObject({ index: 1, text: known[1]?.text }),
  },
  {
    statement: TENANT_SQL.ensure.name,
    act: ({ record, name }) => record.tenants.ensure(name),
    async holds({ record, name }, answer) {
      expect((await record.tenants.list()).filter(tenant => tenant.name === name)).toEqual([answer])
      const { id } = answer as { id: number }
      expect((await record.append(id, many(1)))[0]?.index).toBe(0)
    },
  },
  {
    statement: TENANT_SQL.find.name,
    act: ({ record, name }) => record.tenants.find(name),
    holds: (_, answer) => expect(answer).toBeUndefined(),
  },
  {
    statement: TENANT_SQL.zone.name,
    act: ({ record, tenant }) => record.tenants.zone(tenant),
    holds: (_, answer) => expect(answer).toBe('UTC'),
  },
  {
    statement: TENANT_SQL.setZone.name,
    act: ({ record, tenant }) => record.tenants.setZone(tenant, 'Europe/Lisbon'),
    holds: async ({ record, tenant }) => expect(await record.tenants.zone(tenant)).toBe('Europe/Lisbon'),
  },
  {
    statement: TENANT_SQL.list.name,
    act: ({ record }) => record.tenants.list(),
    holds: ({ tenant }, answer) => expect((answer as { id: number }[]).map(({ id }) => id)).toContain(tenant),
  },
  {
    statement: TENANT_SQL.byId.name,
    act: ({ record }) => record.append(1_000_000, many(1)).catch((error: RecordError) => error.code),
    holds: (_, answer) => expect(answer).toBe('TENANT_UNKNOWN'),
  },
  {
    statement: TENANT_SQL.heads.name,
    before: async ({ record, tenant }) => void (await record.append(tenant, many(2))),
    act: ({ record }) => record.heads(),
    holds: ({ tenant }, answer) => expect(answer).toContainEqual({ tenant, next: 2 }),
  },
  {
    statement: FOLLOWER_SQL.acquire.name,
    act: takeLease,
    async holds(world) {
      expect(await held(world).renew()).toBe(true)
      expect(await world.record.followers.acquire(world.name, 'another', 60_000)).toBeUndefined()
    },
  },
  {
    statement: FOLLOWER_SQL.renew.name,
    before: takeLease,
    act: world => held(world).renew(),
    holds: (_, answer) => expect(answer).toBe(true),
  },
  {
    statement: FOLLOWER_SQL.release.name,
    before: takeLease,
    act: world => held(world).release(),
    holds: async ({ record, name }) =>
      expect(await record.followers.acquire(name, 'another', 60_000)).toBeDefined(),
  },
  {
    statement: FOLLOWER_SQL.begin.name,
    before: takeLease,
    act: world => held(world).begin(range(world.tenant)),
    async holds({ record, tenant, name }) {
      expect(await record.followers.state(name)).toEqual({ positions: new Map(), intent: range(tenant) })
    },
  },
  {
    statement: FOLLOWER_SQL.finish.name,
    before: beginRange,
    act: world => held(world).finish(range(world.tenant)),
    async holds({ record, tenant, name }) {
      expect(await record.followers.state(name)).toEqual({ positions: new Map([[tenant, 5]]) })
    },
  },
  {
    statement: FOLLOWER_SQL.state.name,
    before: beginRange,
    act: ({ record, name }) => record.followers.state(name),
    holds: ({ tenant }, answer) => expect(answer).toEqual({ positions: new Map(), intent: range(tenant) }),
  },
  {
    statement: FOLLOWER_SQL.reset.name,
    before: beginRange,
    act: ({ record, name, tenant }) => record.followers.reset(name, new Map([[tenant, 2]])),
    async holds(world) {
      expect(await world.record.followers.state(world.name)).toEqual({
        positions: new Map([[world.tenant, 2]]),
      })
      expect(await held(world).renew()).toBe(false)
    },
  },
  {
    statement: KEY_SQL.insert.name,
    act: ({ record, tenant }) => record.keys.create({ tenant, scopes: ['read'], label: 'a key' }),
    async holds({ record, tenant }, answer) {
      const { key, record: made } = answer as Awaited<ReturnType<EventRecord['keys']['create']>>
      // A key whose making was not answered may be there too: nobody knows it, so nobody can use it.
      expect((await record.keys.list(tenant)).at(-1)).toEqual(made)
      expect(await record.keys.verify(key)).toEqual(made)
    },
  },
  {
    statement: KEY_SQL.byHash.name,
    before: async world => {
      world.key = (await world.record.keys.create({ tenant: world.tenant, scopes: ['ingest'] })).key
    },
    act: ({ record, key }) => record.keys.verify(key ?? ''),
    holds: ({ tenant }, answer) => expect(answer).toMatchObject({ tenant, scopes: ['ingest'] }),
  },
  {
    statement: KEY_SQL.list.name,
    act: ({ record, tenant }) => record.keys.list(tenant),
    holds: (_, answer) => expect(answer).toEqual([]),
  },
  {
    statement: KEY_SQL.revoke.name,
    before: async world => {
      world.key = (await world.record.keys.create({ tenant: world.tenant, scopes: ['ingest'] })).key
    },
    async act({ record, tenant }) {
      const [only] = await record.keys.list(tenant)
      return record.keys.revoke(tenant, only?.id ?? '')
    },
    async holds({ record, key }, answer) {
      expect(answer).toBe(true)
      expect(await record.keys.verify(key ?? '')).toBeUndefined()
    },
  },
  {
    statement: CATALOG_SQL.put.name,
    before: ({ record, tenant }) => record.catalogs.put(tenant, { A: 1, B: 1 }, { replace: true }),
    act: ({ record, tenant }) => record.catalogs.put(tenant, { B: 2, C: 2 }, { replace: false }),
    async holds({ record, tenant }) {
      expect((await record.catalogs.newerThan(tenant))?.applications).toEqual({ A: 1, B: 2, C: 2 })
    },
  },
  {
    statement: CATALOG_SQL.get.name,
    before: ({ record, tenant }) => record.catalogs.put(tenant, { A: 1 }, { replace: true }),
    act: ({ record, tenant }) => record.catalogs.newerThan(tenant),
    holds: (_, answer) => expect(answer).toEqual({ version: 1, applications: { A: 1 } }),
  },
  {
    statement: VIEW_SQL.insert.name,
    act: ({ record, tenant }) => record.views.create(tenant, 'me', VIEW),
    async holds({ record, tenant }, answer) {
      // One whose making was not answered may be there too, as with keys: its maker sees it in the list.
      expect(await record.views.list(tenant, 'me')).toContainEqual(answer)
    },
  },
  {
    statement: VIEW_SQL.byId.name,
    before: saveView,
    act: ({ record, tenant, view }) => record.views.find(tenant, view?.id ?? ''),
    holds: ({ view }, answer) => expect(answer).toEqual(view),
  },
  {
    statement: VIEW_SQL.list.name,
    before: saveView,
    act: ({ record, tenant }) => record.views.list(tenant, 'me'),
    holds: ({ view }, answer) => expect(answer).toEqual([view]),
  },
  {
    statement: VIEW_SQL.update.name,
    before: saveView,
    act: ({ record, tenant, view }) =>
      record.views.update(tenant, view?.id ?? '', { ...VIEW, name: 'Renamed', shared: true }),
    async holds({ record, tenant }, answer) {
      expect(answer).toMatchObject({ name: 'Renamed', shared: true })
      expect(await record.views.list(tenant, 'another')).toEqual([answer])
    },
  },
  {
    statement: VIEW_SQL.remove.name,
    before: saveView,
    act: ({ record, tenant, view }) => record.views.remove(tenant, view?.id ?? ''),
    holds: async ({ record, tenant }) => expect(await record.views.list(tenant, 'me')).toEqual([]),
  },
  ...EXPORT_STORIES,
  ...SCHEDULE_STORIES,
]

const TABLE = STORIES.flatMap(story => FAULTS.map(fault => ({ ...story, fault })))

it('every statement of the package is in the table of faults', () => {
  const all = [
    APPEND_SQL,
    READ_SQL,
    TENANT_SQL,
    FOLLOWER_SQL,
    KEY_SQL,
    CATALOG_SQL,
    VIEW_SQL,
    EXPORT_SQL,
    SCHEDULE_SQL,
    RUN_SQL,
  ].flatMap(group => Object.values(group))
  expect(new Set(STORIES.map(({ statement }) => statement))).toEqual(new Set(all.map(({ name }) => name)))
})

describe.each(FAULTY_ENGINES)('a broken network before $name', engine => {
  let faulty: FaultyEngine
  let names = 0
  const opened: EventRecord[] = []

  beforeAll(async () => {
    faulty = await engine.open()
  })
  afterAll(async () => {
    await Promise.all(opened.map(record => record.close()))
    await faulty.close()
  })

  /** Nothing in memory, so that every answer comes from the engine. */
  const open = async (retryMsMax: number) => {
    const limits = { retryMsMax, cacheBytesMax: 0, connectionsMax: 2 }
    const record = await openAt({ kind: 'external', url: faulty.url }, { limits })
    opened.push(record)
    return record
  }
  const newWorld = async (record: EventRecord): Promise<World> => {
    const name = `story-${names++}`
    return { record, name, tenant: (await record.tenants.ensure(`${name}-tenant`)).id }
  }

  describe('with patience', () => {
    let record: EventRecord
    beforeAll(async () => {
      record = await open(5_000)
    })

    it.each(TABLE)(
      '$statement, $fault: the caller does not notice',
      async ({ before, act, holds, ...row }) => {
        const world = await newWorld(record)
        await before?.(world)
        const fired = faulty.network.fired

        faulty.network.arm(row.statement, row.fault)
        const answer = await act(world)

        expect(faulty.network.fired).toBe(fired + 1)
        await holds(world, answer)
        expect(await record.check(world.tenant)).toEqual([])
      },
    )
  })

  describe('without patience', () => {
    let record: EventRecord
    beforeAll(async () => {
      record = await open(0)
    })

    it.each(TABLE)(
      '$statement, $fault: the caller hears it, and the same call again ends right',
      async row => {
        const world = await newWorld(record)
        await row.before?.(world)

        faulty.network.arm(row.statement, row.fault)
        const refusal = await row.act(world).then(
          () => undefined,
          (error: RecordError) => error.code,
        )
        // One story looks at the code itself; in all others the call failed.
        if (row.statement !== TENANT_SQL.byId.name) expect(refusal).toBe('UNAVAILABLE')
        expect(await record.check(world.tenant)).toEqual([])

        const answer = await row.act(world)
        await row.holds(world, forgetStatus(answer, row.statement, row.fault))
        expect(await record.check(world.tenant)).toEqual([])
      },
    )
  })

  it('a group whose commit was answered with an error is recorded once, for each of its callers', async () => {
    const record = await open(5_000)
    const { tenant } = await newWorld(record)
    for (const fault of FAULTS) {
      const calls = Array.from({ length: 8 }, () => many(3))
      const [first] = (await record.append(tenant, many(1))).map(({ index }) => index)

      faulty.network.arm(APPEND_SQL.group.name, fault)
      const answers = await Promise.all(calls.map(events => record.append(tenant, events)))

      expect(answers.flat().every(({ status }) => status === 'recorded')).toBe(true)
      expect(answers.flat().map(({ index }) => index - (first ?? 0))).toEqual(
        Array.from({ length: 24 }, (_, i) => i + 1),
      )
      expect(await record.check()).toEqual([])
    }
  })

  it('a group that was committed and answered with a lasting error is recorded once', async () => {
    const record = await open(5_000)
    const { tenant } = await newWorld(record)
    for (const fault of ['refuse', 'errorAfter'] as const) {
      const calls = Array.from({ length: 4 }, () => many(2))

      faulty.network.arm(APPEND_SQL.group.name, fault, '42501')
      const answers = await Promise.all(calls.map(events => record.append(tenant, events)))

      expect(answers.flat().every(({ status }) => status === 'recorded')).toBe(true)
      expect(await record.check()).toEqual([])
    }
    expect(await record.heads()).toContainEqual({ tenant, next: 16 })
  })

  it('a conflict stays a conflict and spares the others when its group is cut', async () => {
    const record = await open(5_000)
    const { tenant } = await newWorld(record)
    const [there] = many(1)
    if (there === undefined) return
    await record.append(tenant, [there])

    for (const fault of FAULTS) {
      faulty.network.arm(APPEND_SQL.group.name, fault)
      const [bad, good] = await Promise.allSettled([
        record.append(tenant, [accepted(), altered(there)]),
        record.append(tenant, many(2)),
      ])
      expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } })
      expect(good).toMatchObject({ status: 'fulfilled' })
      expect(await record.check()).toEqual([])
    }
    expect(await record.heads()).toContainEqual({ tenant, next: 9 })
  })

  it('says unavailable while the engine is away and goes on when it is back', async () => {
    const record = await open(200)
    const { tenant } = await newWorld(record)
    const events = many(2)

    faulty.network.setDown(true)
    await expect(record.append(tenant, events)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(record.health()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(record.heads()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    faulty.network.setDown(false)

    await record.health()
    expect((await record.append(tenant, events)).map(({ index }) => index)).toEqual([0, 1])
    expect(await record.check()).toEqual([])
  })

  it('an event that the engine refuses fails alone', async () => {
    const record = await open(5_000)
    const { tenant } = await newWorld(record)
    const poison = accepted()
    poison.event.id = 'not a uuid'

    const [good, bad, other] = await Promise.allSettled([
      record.append(tenant, many(2)),
      record.append(tenant, [poison]),
      record.append(tenant, many(2)),
    ])

    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'REFUSED' } })
    expect([good.status, other.status]).toEqual(['fulfilled', 'fulfilled'])
    expect(await record.check()).toEqual([])
  })

  it('several records on one database give out one sequence of indexes', async () => {
    const records = await Promise.all([open(5_000), open(5_000), open(5_000)])
    const name = `story-${names++}`
    const tenants = await Promise.all(records.map(record => record.tenants.ensure(name)))
    const { id } = tenants[0] ?? { id: 0 }
    expect(tenants.every(tenant => tenant.id === id)).toBe(true)
    const shared = many(5)

    const answers = await Promise.all(
      records.flatMap(record => Array.from({ length: 10 }, () => record.append(id, [...many(3), ...shared]))),
    )

    const recorded = answers.flat().filter(({ status }) => status === 'recorded')
    expect(recorded.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 95 }, (_, i) => i),
    )
    expect(new Set(answers.flat().map(({ id }) => id)).size).toBe(95)
    for (const record of records) expect((await record.read(id, 0, 200)).length).toBe(95)
    expect(await records[0]?.check()).toEqual([])
  })
})

/** What was applied before its answer was lost is a duplicate for who sends it again, and rightly so. */
function forgetStatus(answer: unknown, statement: string, fault: Fault): unknown {
  if (statement !== APPEND_SQL.group.name || !Array.isArray(answer)) return answer
  const expected = fault === 'cutAfter' || fault === 'errorAfter' ? 'duplicate' : 'recorded'
  for (const { status } of answer as { status: string }[]) expect(status).toBe(expected)
  return (answer as object[]).map(place => ({ ...place, status: 'recorded' }))
}

describe('an engine that cannot be used', () => {
  it('is refused with its name and without its password', async () => {
    const open = (url: string) =>
      openAt({ kind: 'external', url }).then(
        () => undefined,
        (error: RecordError) => error,
      )
    const wrong = new URL(serverUrl())
    wrong.password = 'hunter2'

    const errors = [await open('mysql://somewhere'), await open(wrong.href)]

    expect(errors.map(error => error?.code)).toEqual(['ENGINE_UNREACHABLE', 'ENGINE_UNREACHABLE'])
    expect(errors[1]?.message).toContain(wrong.host)
    expect(errors.some(error => error?.message.includes('hunter2'))).toBe(false)
    expect(uuid()).toHaveLength(36)
  })
})
