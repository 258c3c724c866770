/** Guarantees of schedules: each time that comes is one run, worked on by one at a time, and never forgotten before its end is on record. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { NewRun, ScheduleRecord, TakenRun } from './schedule-types.ts'
import { ASKED_RUNS_MAX, RUNS_KEPT_MAX, SCHEDULES_MAX } from './schedules.ts'
import { ENGINES, openAt, type Place } from './testing/engines.ts'
import { uuid } from './testing/events.ts'
import type { EventRecord } from './types.ts'

const PLAN = { report: 'activity', every: 'day', at: '07:00' }
const NOBODY = '01890000-0000-7000-8000-000000000000'
const LONG = 60_000

describe.each(ENGINES)('schedules on $name', engine => {
  let place: Place
  let record: EventRecord
  /** another process on the same database, where the engine can have two */
  let other: EventRecord
  let tenant: number
  let stranger: number
  beforeAll(async () => {
    place = await engine.place()
    record = await openAt(place.choice)
    other = engine.name.includes('URL') ? await openAt(place.choice) : record
    tenant = (await record.tenants.ensure('team')).id
    stranger = (await record.tenants.ensure('stranger')).id
  })
  afterAll(async () => {
    await record.close()
    await other.close()
    await place.remove()
  })

  const add = (
    more: Parameters<EventRecord['schedules']['create']>[3] = {},
    of = tenant,
  ): Promise<ScheduleRecord> => record.schedules.create(of, 'key:1', { name: 'Every day', plan: PLAN }, more)
  const runOf = (schedule: ScheduleRecord, dueAt: number): NewRun => ({
    id: uuid(),
    schedule: schedule.id,
    export: uuid(),
    dueAt,
    covers: { from: dueAt - 100, to: dueAt },
    missed: 0,
  })
  /** Takes what is ready until nothing is, and puts an end to it. */
  const drain = async (): Promise<string[]> => {
    const ids: string[] = []
    for (let one = await take(); one !== undefined; one = await take()) {
      ids.push(one.run.id)
      await one.finish({ state: 'delivered', at: 1, progress: {} })
      await one.entered()
    }
    return ids
  }
  const take = (now = 9e12, ttlMs = LONG, by = record): Promise<TakenRun | undefined> =>
    by.schedules.take(uuid(), now, ttlMs)

  it('come back as they were saved, to their own tenant only', async () => {
    const made = await add({ dueAt: 9e12 })
    expect(made).toMatchObject({
      name: 'Every day',
      plan: PLAN,
      owner: 'key:1',
      state: 'active',
      dueAt: 9e12,
      failures: 0,
    })
    expect(await record.schedules.find(tenant, made.id)).toEqual(made)
    expect(await record.schedules.list(tenant)).toContainEqual(made)
    for (const id of [made.id, NOBODY, 'nonsense'])
      expect([
        await record.schedules.find(stranger, id),
        await record.schedules.update(stranger, id, { name: 'x', plan: {} }, 1),
        await record.schedules.pause(stranger, id),
      ]).toEqual([undefined, undefined, undefined])
    await record.schedules.remove(stranger, made.id)
    expect(await record.schedules.find(tenant, made.id)).toEqual(made)
    expect(await record.schedules.list(stranger)).toEqual([])
  })

  it('are due when active, and not when paused, stopped or removed', async () => {
    const { id } = await add({ dueAt: 1_000 })
    const isDue = async () => (await record.schedules.due(2_000, 1_000)).some(one => one.id === id)
    expect(await isDue()).toBe(true)
    expect(await record.schedules.pause(tenant, id)).toMatchObject({ state: 'paused' })
    expect(await isDue()).toBe(false)
    // A paused one stays so when it is changed.
    expect(await record.schedules.update(tenant, id, { name: 'x', plan: {} }, 1_500)).toMatchObject({
      state: 'paused',
    })
    expect(await record.schedules.resume(tenant, id, 1_500)).toMatchObject({ state: 'active', dueAt: 1_500 })
    expect(await isDue()).toBe(true)
    expect(await record.schedules.stop(tenant, id, 'RIGHT_LOST')).toMatchObject({
      state: 'stopped',
      reason: 'RIGHT_LOST',
    })
    expect(await isDue()).toBe(false)
    expect(await record.schedules.resume(tenant, id, 1_500)).not.toHaveProperty('reason')
    await record.schedules.remove(tenant, id)
    expect(await isDue()).toBe(false)
    expect(await record.schedules.find(tenant, id)).toBeUndefined()
  })

  it('whose time has come is one run, however many see it', async () => {
    const seen = await add({ dueAt: 3_000 })
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        (i % 2 === 0 ? record : other).schedules.claim(runOf(seen, 3_000), seen, 4_000),
      ),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await record.schedules.runs(tenant, seen.id, 10)).toMatchObject([
      { cause: 'due', dueAt: 3_000, state: 'waiting' },
    ])
    expect((await record.schedules.find(tenant, seen.id))?.dueAt).toBe(4_000)
    // A change that puts its time back does not make the same time come again.
    const back = await record.schedules.update(tenant, seen.id, { name: 'x', plan: PLAN }, 3_000)
    expect(back && (await record.schedules.claim(runOf(seen, 3_000), back, 4_000))).toBe(false)
    expect(await record.schedules.runs(tenant, seen.id, 10)).toHaveLength(1)
    await drain()
  })

  it('a run is worked on by one at a time, and by the next when that one is gone', async () => {
    await drain()
    const schedule = await add()
    const { id } = await record.schedules.ask(tenant, runOf(schedule, 1_000))
    expect(await take(999)).toBeUndefined()
    const first = await take(1_000, LONG, other)
    expect(first?.run.id).toBe(id)
    expect(await take()).toBeUndefined()

    // Its time is over at once: whoever comes next has the run, and the first cannot touch it.
    await first?.step({ state: 'sending', attempts: 1, readyAt: 0, progress: { to: 'a' } })
    const gone = await record.schedules.take(uuid(), 1_000, 1)
    expect(gone).toBeUndefined()
    await first?.pause({ state: 'sending', attempts: 1, readyAt: 0, progress: { to: 'a' } })
    const second = await take()
    expect(second?.run).toMatchObject({ id, state: 'sending', attempts: 1, progress: { to: 'a' } })
    const late = { state: 'sending', attempts: 9, readyAt: 0, progress: {} } as const
    await expect(first?.step(late)).rejects.toMatchObject({ code: 'LEASE_LOST' })
    await expect(first?.finish({ state: 'failed', at: 1, progress: {} })).rejects.toMatchObject({
      code: 'LEASE_LOST',
    })
    await second?.finish({ state: 'dropped', at: 1, progress: {} })
    await second?.entered()
    expect((await record.schedules.runs(tenant, schedule.id, 1))[0]).toMatchObject({ attempts: 1 })
  })

  it('a lease that has run out frees its run', async () => {
    await drain()
    const schedule = await add()
    await record.schedules.ask(tenant, runOf(schedule, 1))
    const first = await take(9e12, 0)
    const second = await take()
    expect(second?.run.id).toBe(first?.run.id)
    await second?.finish({ state: 'delivered', at: 2, progress: { rows: 3 } })
    // Finished, but not on record: it waits for that until the one who holds it has done so.
    expect(await take()).toBeUndefined()
    await second?.entered()
    expect(await take()).toBeUndefined()
    expect((await record.schedules.runs(tenant, schedule.id, 1))[0]).toMatchObject({
      state: 'delivered',
      progress: { rows: 3 },
    })
  })

  it('an end is told once, counts once, and is found again by who comes after a crash', async () => {
    await drain()
    const schedule = await add()
    const failures = async () => (await record.schedules.find(tenant, schedule.id))?.failures
    await record.schedules.ask(tenant, runOf(schedule, 1))
    const first = await take(9e12, 0)
    await first?.finish({ state: 'failed', at: 7, failure: 'MAIL_REFUSED', detail: 'no', progress: {} })
    const second = await take()
    expect(second?.run).toMatchObject({
      state: 'failed',
      finishedAt: 7,
      failure: 'MAIL_REFUSED',
      detail: 'no',
    })
    await second?.finish({ state: 'delivered', at: 8, progress: {} })
    expect(await failures()).toBe(1)
    await second?.entered()
    expect((await record.schedules.runs(tenant, schedule.id, 1))[0]).toMatchObject({
      state: 'failed',
      finishedAt: 7,
    })

    await record.schedules.ask(tenant, runOf(schedule, 2))
    await drain()
    expect(await failures()).toBe(0)
  })

  it('that is removed lets go only when its last run is on record', async () => {
    await drain()
    const schedule = await add()
    await record.schedules.ask(tenant, runOf(schedule, 1))
    await record.schedules.remove(tenant, schedule.id)
    await record.schedules.prune(100)
    const last = await take()
    expect(last?.schedule).toMatchObject({ id: schedule.id, removed: true })
    await last?.finish({ state: 'dropped', at: 1, progress: {} })
    await last?.entered()
    await record.schedules.prune(100)
    expect(await record.schedules.runs(tenant, schedule.id, 1)).toEqual([])
  })

  it('sign with every secret that is good, the newest first, whatever seals it', async () => {
    const { id } = await add({ seal: schedule => ({ sealed: `one of ${schedule}` }) })
    const [one, two, three] = [
      { sealed: `one of ${id}` },
      { sealed: 'two', key: 'k1' },
      { sealed: 'three', key: 'k1' },
    ]
    await record.schedules.addSecret(id, two, 100)
    await record.schedules.addSecret(id, three, 200)
    expect(await record.schedules.secrets(id, 50)).toEqual([three, two, one])
    expect(await record.schedules.secrets(id, 100)).toEqual([three, two])
    expect(await record.schedules.secrets(id, 200)).toEqual([three])

    const others = await record.schedules.otherSecrets('k1', 1)
    expect(others).toMatchObject([{ schedule: id, ...one }])
    const [seen] = others
    if (seen === undefined) throw new Error('no secret')
    expect(await record.schedules.otherSecrets('k1', 1, seen.id)).toEqual([])
    const resealed = { sealed: 'one again', key: 'k1' }
    await record.schedules.reseal(seen, resealed)
    // Whoever saw it before and comes later changes nothing.
    await record.schedules.reseal(seen, { sealed: 'late', key: 'k0' })
    expect(await record.schedules.secrets(id, 50)).toEqual([three, two, resealed])
    await record.schedules.prune(100)
    expect(await record.schedules.secrets(id, 50)).toEqual([three, two])
  })

  it('an export is known as delivered to its tenant alone, from its sending on until the schedule is removed', async () => {
    await drain()
    const schedule = await add()
    const { export: id } = await record.schedules.ask(tenant, runOf(schedule, 1))
    const known = () => Promise.all([tenant, stranger].map(of => record.schedules.delivered(of, id)))
    const taken = await take()
    expect(await known()).toEqual([false, false])
    await taken?.step({ state: 'sending', attempts: 1, readyAt: 0, progress: {} })
    expect(await known()).toEqual([true, false])
    await taken?.finish({ state: 'delivered', at: 1, progress: {} })
    await taken?.entered()
    expect(await known()).toEqual([true, false])
    await record.schedules.remove(tenant, schedule.id)
    expect(await known()).toEqual([false, false])
  })

  it('are limited: so many of a tenant, so many asked for, so many remembered', async () => {
    const many = (await record.tenants.ensure('many')).id
    const all = await Promise.all(Array.from({ length: SCHEDULES_MAX }, () => add({}, many)))
    await expect(add({}, many)).rejects.toMatchObject({ code: 'LIMIT_REACHED' })
    await record.schedules.remove(many, all[0]?.id ?? '')
    const one = await add({}, many)

    await drain()
    for (let i = 0; i < RUNS_KEPT_MAX; i += ASKED_RUNS_MAX) {
      for (let n = 0; n < ASKED_RUNS_MAX; n++) await record.schedules.ask(many, runOf(one, i + n))
      await expect(record.schedules.ask(many, runOf(one, i))).rejects.toMatchObject({ code: 'LIMIT_REACHED' })
      await drain()
    }
    await record.schedules.ask(many, runOf(one, 5_000))
    expect(await record.schedules.backlog()).toEqual({ open: 1, oldestReadyAt: 5_000 })
    await drain()
    await record.schedules.prune(100)
    const kept = await record.schedules.runs(many, one.id, 1_000)
    expect([kept.length, kept[0]?.dueAt, kept.at(-1)?.dueAt]).toEqual([RUNS_KEPT_MAX, 5_000, 1])
  })
})
