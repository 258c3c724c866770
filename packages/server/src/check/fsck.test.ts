import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 } from 'uuid'

import type { StoredEntry } from '@daybook/record'

import { followAll, type Followers } from '../follow/followers.ts'
import { FOLLOW_ERRORS } from '../follow/errors.ts'
import { INDEX_FOLLOWER, indexFollower } from '../follow/index-follower.ts'
import { SILENT_OBSERVER } from '../follow/observer.ts'
import { buildEvents } from '../follow/testing/events.ts'
import { buildWorld, QUIET, TEST_OPTIONS, type World } from '../follow/testing/world.ts'
import { fsck, type FsckProgress } from './fsck.ts'
import { rebuild, type RebuildProgress } from './rebuild.ts'

const WAIT_MS = 20_000
const ENTRIES = 200

let world: World
let tenant: number
beforeAll(async () => {
  world = await buildWorld()
  tenant = (await world.record.tenants.ensure('default')).id
  await world.record.append(tenant, buildEvents(ENTRIES))
  await follow()
})
afterAll(async () => world.close())

async function start(): Promise<Followers> {
  const deps = { record: world.record, clock: Date.now, newId: v7, log: QUIET, observer: SILENT_OBSERVER }
  return followAll({ ...deps, owner: 'test', options: TEST_OPTIONS }, [indexFollower(world.index)])
}

async function follow(): Promise<void> {
  const followers = await start()
  for (const { tenant, next } of await world.record.heads())
    expect(await followers.waitFor(INDEX_FOLLOWER, tenant, next - 1, WAIT_MS)).toBe(true)
  await followers.close()
}

async function mend(): Promise<RebuildProgress[]> {
  const progress: RebuildProgress[] = []
  const onProgress = (one: RebuildProgress) => progress.push(one)
  const clock = Date.now
  await rebuild({
    ...world,
    log: QUIET,
    clock,
    onProgress,
    options: { ...TEST_OPTIONS, stepEntriesMax: 100 },
  })
  return progress
}

async function entryAt(index: number): Promise<StoredEntry> {
  const entry = await world.record.at(tenant, index)
  if (entry === undefined) throw new Error(`no entry ${index}`)
  // As values, which a spread copies: a newest entry makes them when it is asked.
  const { recordedAt, secret, event, text, size } = entry
  return { tenant, index, recordedAt, secret, event, text, size }
}

test('an index that equals the record is found sound, with every entry counted', async () => {
  const progress: FsckProgress[] = []

  const report = await fsck({ ...world, onProgress: one => progress.push(one) })

  expect(report).toEqual({
    ok: true,
    entries: ENTRIES,
    behind: 0,
    tenants: [{ tenant, recorded: ENTRIES, position: ENTRIES, rows: ENTRIES }],
    findings: [],
    totals: {},
  })
  expect(progress.at(0)).toEqual({ phase: 'record', done: 0, total: ENTRIES })
  expect(progress.at(-1)).toEqual({ phase: 'index', done: ENTRIES, total: ENTRIES })
})

describe('a broken index is found, the entry is named, and a rebuild mends it', () => {
  test('a field of one row was altered', async () => {
    const entry = await entryAt(57)
    const altered = { ...entry.event, entity: { ...entry.event.entity, name: 'somebody else' } }
    await world.index.remove([{ tenant, from: 57, to: 58 }])
    await world.index.load([{ ...entry, event: altered }], v7())

    const report = await fsck(world)

    expect(report.ok).toBe(false)
    expect(report.findings).toEqual([
      {
        kind: 'INDEX_DIFFERENT',
        tenant,
        index: 57,
        id: entry.event.id,
        field: 'entity_name',
        expected: '"Entity 57"',
        actual: '"somebody else"',
      },
    ])
    const progress = await mend()
    expect(progress.at(-1)).toMatchObject({ done: ENTRIES, total: ENTRIES })
    expect(progress.map(one => one.done)).toEqual(progress.map(one => one.done).sort((a, b) => a - b))
    expect((await fsck(world)).ok).toBe(true)
  })

  test('a value within a list was altered', async () => {
    const entry = await entryAt(58)
    const changes = [{ attribute: 'role', old: null, new: 'admin' }]
    await world.index.remove([{ tenant, from: 58, to: 59 }])
    await world.index.load([{ ...entry, event: { ...entry.event, changes } }], v7())

    const { findings } = await fsck(world)

    expect(findings.map(one => [one.kind, one.index, one.field])).toEqual([
      ['INDEX_DIFFERENT', 58, 'changes.new.0'],
    ])
    await mend()
    expect((await fsck(world)).ok).toBe(true)
  })

  test('one row was deleted', async () => {
    await world.index.remove([{ tenant, from: 100, to: 101 }])

    const report = await fsck(world)

    expect(report.totals).toEqual({ INDEX_MISSING: 1 })
    expect(report.findings).toEqual([
      { kind: 'INDEX_MISSING', tenant, index: 100, id: (await entryAt(100)).event.id },
    ])
    await mend()
    expect((await fsck(world)).ok).toBe(true)
  })

  test('one row was inserted twice', async () => {
    const entry = await entryAt(0)
    await world.index.load([entry], v7())

    const report = await fsck(world)

    expect(report.findings).toEqual([{ kind: 'INDEX_DOUBLED', tenant, index: 0, id: entry.event.id }])
    await mend()
    expect((await fsck(world)).ok).toBe(true)
  })

  test('rows were inserted that the record never gave: beyond the position, and of an unknown tenant', async () => {
    const entry = await entryAt(3)
    await world.index.load([{ ...entry, index: 5_000 }], v7())
    await world.index.load([{ ...entry, tenant: 999 }], v7())
    await world.index.load([{ ...entry, tenant: 1_000, index: 9_000_000_000_000 }], v7())

    const report = await fsck(world)

    expect(report.findings).toEqual([
      { kind: 'INDEX_FOREIGN', tenant, index: 5_000, id: entry.event.id },
      { kind: 'INDEX_FOREIGN', tenant: 999, index: 3, id: entry.event.id },
      { kind: 'INDEX_FOREIGN', tenant: 1_000, index: 9_000_000_000_000, detail: '1 rows up to here' },
    ])
    await mend()
    expect((await fsck(world)).ok).toBe(true)
  })
})

test('an index that is behind the record is sound as far as it goes', async () => {
  await world.record.append(tenant, buildEvents(30, { seed: ENTRIES }))

  expect(await fsck(world)).toMatchObject({ ok: true, entries: ENTRIES + 30, behind: 30 })

  await follow()
  expect(await fsck(world)).toMatchObject({ ok: true, behind: 0 })
})

test('a check while entries are recorded and followed finds nothing wrong', async () => {
  const followers = await start()
  const busy = (async () => {
    for (let round = 0; round < 10; round += 1) await world.record.append(tenant, buildEvents(50))
  })()

  for (let round = 0; round < 5; round += 1)
    expect(await fsck(world)).toMatchObject({ ok: true, findings: [] })

  await busy
  await followers.close()
  await follow()
})

test('a rebuild beside a process that follows is refused and changes nothing', async () => {
  const followers = await start()
  expect(await followers.waitFor(INDEX_FOLLOWER, tenant, 0, WAIT_MS)).toBe(true)

  const refused = rebuild({
    ...world,
    log: QUIET,
    clock: Date.now,
    options: { ...TEST_OPTIONS, leaseMs: 300 },
  })

  await expect(refused).rejects.toThrow(FOLLOW_ERRORS.FOLLOWER_BUSY.text)
  await followers.close()
  expect(await fsck(world)).toMatchObject({ ok: true, behind: 0 })
})

test('a rebuild that is stopped is brought to its end by the next start', async () => {
  const stop = new AbortController()
  const stopped = rebuild({
    ...world,
    log: QUIET,
    clock: Date.now,
    signal: stop.signal,
    onProgress: ({ done }) => done > 0 && stop.abort(),
    options: { ...TEST_OPTIONS, stepEntriesMax: 50 },
  })
  await expect(stopped).rejects.toThrow(FOLLOW_ERRORS.FOLLOWER_STOPPED.text)
  expect((await fsck(world)).behind).toBeGreaterThan(0)

  await follow()

  expect(await fsck(world)).toMatchObject({ ok: true, behind: 0 })
})

test('an index that was taken away is filled again at the next start', async () => {
  await world.index.drop()
  expect((await fsck(world)).totals.INDEX_MISSING).toBeGreaterThan(ENTRIES)

  const followers = await start()
  const next = (await world.record.heads())[0]?.next ?? 0
  await expect.poll(async () => (await world.index.counts())[0]?.count, { timeout: WAIT_MS }).toBe(next)
  await followers.close()

  expect(await fsck(world)).toMatchObject({ ok: true, behind: 0 })
})

test('a check ends with its signal', async () => {
  await expect(fsck({ ...world, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
})
