/**
 * Guarantees of derived changes in the index: whatever the order of arrival, cut into whatever blocks and killed at whatever
 * step, every report shows the changes that follow from the entries in the order in which they occurred.
 */
import type { AuditEvent, Json } from '@daybook/event'
import { NO_FILTER, requireQuery, type ReportId } from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { ActivityRow, ChangeRow, ReportIndex, StoredRow } from '../index.ts'
import { isStated } from '../row.ts'
import { indexOver } from '../report-index.ts'
import { A_DAY } from '../testing/events.ts'
import { worldOn, type World } from '../testing/worlds.ts'
import { Fold } from './fold.ts'

let world: World
let index: ReportIndex
let tenants = 0

beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
})
afterAll(async () => world.close())

const state = fc.record(
  {
    role: fc.constantFrom('agent', 'lead'),
    team: fc.constantFrom('a', 'b', null),
    skills: fc.constant<Json>(['x']),
  },
  { requiredKeys: [] },
)
interface Happening {
  entity: string
  at: number
  says: Partial<AuditEvent>
}

/** One happening: about which entity, when, and what it says. */
const told = (one: Partial<AuditEvent>): Partial<AuditEvent> => one
const happening: fc.Arbitrary<Happening> = fc.record({
  entity: fc.constantFrom('u-1', 'u-2'),
  at: fc.integer({ min: 0, max: 30 }),
  says: fc.oneof(
    { weight: 5, arbitrary: state.map(value => told({ state: value })) },
    {
      weight: 2,
      arbitrary: fc.constant(told({ changes: [{ attribute: 'role', old: 'agent', new: 'chief' }] })),
    },
    { weight: 1, arbitrary: fc.constant(told({ category: 'create', state: { role: 'agent' } })) },
    { weight: 1, arbitrary: fc.constant(told({ category: 'delete' })) },
    { weight: 1, arbitrary: fc.constant(told({ outcome: 'FAILURE', state: { role: 'nobody' } })) },
    { weight: 1, arbitrary: state.map(value => told({ state: value, changes: [] })) },
  ),
})
const story = fc.array(happening, { minLength: 1, maxLength: 14 })

function entriesOf(tenant: number, happenings: readonly Happening[]): StoredRow[] {
  return happenings.map(({ entity, at, says }, i) => {
    const event: AuditEvent = {
      id: `0190aaaa-0000-7000-8000-${String(i).padStart(12, '0')}`,
      occurredAt: new Date(A_DAY + at * 1000).toISOString(),
      application: 'VCCSS',
      activity: 'Update',
      category: 'update',
      outcome: 'SUCCESS',
      actor: { type: 'user', id: 'p-1' },
      entity: { type: 'Agent', id: entity },
      ...says,
    }
    return { tenant, index: i, recordedAt: A_DAY + i, event }
  })
}

/** Every change there is, oldest first, worked out in memory over all entries in the order of occurrence. */
function expectedChanges(entries: readonly StoredRow[]): object[] {
  const folds = new Map<string, Fold>()
  return entries
    .toSorted((a, b) => Date.parse(a.event.occurredAt) - Date.parse(b.event.occurredAt) || a.index - b.index)
    .flatMap(entry => {
      const key = entry.event.entity.id ?? ''
      const fold = folds.get(key) ?? new Fold()
      folds.set(key, fold)
      const row: ActivityRow = { ...entry.event, index: entry.index, recordedAt: '' }
      const told = fold.take(row)
      const changes = isStated(entry.event) ? (told?.changes ?? []) : (entry.event.changes ?? [])
      return changes.map((change, position) => ({
        index: entry.index,
        position,
        ...change,
        ...(isStated(entry.event) && { derived: true }),
      }))
    })
}

async function shownChanges(from: ReportIndex, tenant: number): Promise<object[]> {
  const asked = { tenant, report: 'changes' as ReportId, filter: NO_FILTER, order: 'oldest' as const }
  const { rows } = await from.rows({ ...asked, limit: 1000 })
  expect((await from.summary(asked)).total).toBe(rows.length)
  return (rows as ChangeRow[]).map(({ index: at, position, attribute, old, new: now, derived }) => ({
    index: at,
    position,
    attribute,
    ...(old !== undefined && { old }),
    ...(now !== undefined && { new: now }),
    ...(derived !== undefined && { derived }),
  }))
}

/** Cut at these places into blocks that are loaded, and derived some time later. */
async function follow(
  into: ReportIndex,
  entries: readonly StoredRow[],
  cuts: readonly number[],
  lag: number,
) {
  const ends = [...new Set([...cuts.map(cut => cut % entries.length), entries.length])].toSorted(
    (a, b) => a - b,
  )
  const blocks = ends.map((end, i) => entries.slice(ends[i - 1] ?? 0, end)).filter(block => block.length > 0)
  const derive = (block: readonly StoredRow[]) => {
    const version = (block.at(-1)?.index ?? 0) + 1
    return into.derive(block, version, `derive/${block[0]?.tenant}/${version}`)
  }
  for (const [i, block] of blocks.entries()) {
    await into.load(block, `load/${block[0]?.tenant}/${i}`)
    const behind = blocks[i - lag]
    if (behind !== undefined) await derive(behind)
  }
  for (const block of blocks.slice(Math.max(0, blocks.length - lag))) await derive(block)
}

test(
  'late or out of order, in any blocks: the change report shows what follows',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        story,
        fc.array(fc.nat(20), { maxLength: 5 }),
        fc.nat(2),
        async (happenings, cuts, lag) => {
          const tenant = ++tenants
          const entries = entriesOf(tenant, happenings)
          await follow(index, entries, cuts, lag)
          expect(await shownChanges(index, tenant)).toEqual(expectedChanges(entries))
          for await (const wrong of index.wronglyDerived(tenant, entries.length))
            expect(wrong).toBeUndefined()
        },
      ),
      { numRuns: 60 },
    )
  },
)

test('every question sees them: filters, words, totals, groups, sorted rows, whole events', async () => {
  const tenant = ++tenants
  const entries = entriesOf(tenant, [
    { entity: 'u-1', at: 0, says: { category: 'create', state: { role: 'agent' } } },
    { entity: 'u-1', at: 20, says: { state: { role: 'lead', team: 'a' } } },
    { entity: 'u-1', at: 10, says: { state: { role: 'chief' } } },
  ])
  await follow(index, entries, [1, 2], 0)
  const asked = { tenant, filter: NO_FILTER }
  const total = async (report: ReportId, q: string) =>
    (await index.summary({ ...asked, report, q: requireQuery(q) })).total
  expect(await total('changes', 'attr:role')).toBe(3)
  expect(await total('changes', 'attr:role old:chief new:lead')).toBe(1)
  expect(await total('activity', 'old:chief')).toBe(1)
  expect(await total('activity', 'chief')).toBe(2)
  expect(await total('activity', 'has:changes')).toBe(3)
  expect(await total('changes', 'old:agent new:lead')).toBe(0)
  const { groups } = await index.groups({ ...asked, report: 'changes', by: 'attribute', limit: 10 })
  expect(groups.map(({ value, count }) => [value, count])).toEqual([
    ['role', 3],
    ['team', 1],
  ])
  const sorted = await index.rows({
    ...asked,
    report: 'changes',
    limit: 10,
    sort: [{ column: 'new', descending: false }],
  })
  expect((sorted.rows as ChangeRow[]).map(row => row.new)).toEqual(['a', 'agent', 'chief', 'lead'])
  const events = await index.rows({ ...asked, report: 'activity', limit: 10, order: 'newest' })
  expect((events.rows as ActivityRow[])[0]).toMatchObject({
    derived: true,
    changes: [
      { attribute: 'role', old: 'chief', new: 'lead' },
      { attribute: 'team', new: 'a' },
    ],
    state: { role: 'lead', team: 'a' },
  })
  expect(await index.present([{ tenant, from: 0, to: 3 }])).toMatchObject([{ count: 3, distinct: 3 }])
})

test(
  'killed at any step, doing it again leaves what one undisturbed doing leaves',
  { timeout: 120_000 },
  async () => {
    const driver = world.driver()
    let left = Infinity
    const dying = {
      ...driver,
      query: async <T>(...args: Parameters<typeof driver.query>) => {
        if (left-- <= 0) throw new Error('killed')
        return driver.query<T>(...args)
      },
      insertBlock: async (...args: Parameters<typeof driver.insertBlock>) => {
        if (left-- <= 0) throw new Error('killed')
        return driver.insertBlock(...args)
      },
      command: async (...args: Parameters<typeof driver.command>) => driver.command(...args),
      stream: (...args: Parameters<typeof driver.stream>) => driver.stream(...args),
      close: async () => {},
    }
    for (let step = 0; step < 8; step++) {
      const tenant = ++tenants
      const entries = entriesOf(tenant, [
        { entity: 'u-1', at: 0, says: { state: { role: 'agent' } } },
        { entity: 'u-1', at: 20, says: { state: { role: 'lead' } } },
        { entity: 'u-2', at: 20, says: { state: { role: 'lead' } } },
        { entity: 'u-1', at: 10, says: { state: { role: 'chief' } } },
      ])
      await follow(index, entries.slice(0, 3), [], 0)
      await index.load(entries.slice(3), `late/${tenant}`)
      // A process of its own knows nothing of what the index holds.
      left = Infinity
      const restarted = await indexOver(dying, { database: 'daybook' })
      left = step
      await restarted.derive(entries.slice(3), 4, `derive/${tenant}/4`).catch((error: Error) => {
        expect(error.message).toBe('killed')
      })
      left = Infinity
      await restarted.derive(entries.slice(3), 4, `derive/${tenant}/again`)
      expect(await shownChanges(index, tenant)).toEqual(expectedChanges(entries))
    }
  },
)

test('a tenant without stated rows is asked where it always was', async () => {
  const tenant = ++tenants
  const entries = entriesOf(tenant, [
    { entity: 'u-1', at: 0, says: { changes: [{ attribute: 'role', old: 'agent', new: 'chief' }] } },
  ])
  await follow(index, entries, [], 0)
  expect(await index.derive(entries, 1, 'nothing')).toEqual({ rows: 0 })
  expect(await shownChanges(index, tenant)).toHaveLength(1)
})
