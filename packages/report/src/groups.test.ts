import { NO_FILTER, parseQuery, wallOf, type ReportId } from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import {
  GROUP_COLUMNS,
  type ActivityRow,
  type ChangeRow,
  type GroupColumn,
  type GroupsRequest,
  type GroupStep,
  type ReportIndex,
  type StoredRow,
} from './index.ts'
import { partStarts } from './questions/groups.ts'
import { stepFor } from './questions/steps.ts'
import { zoneOf } from './questions/zone.ts'
import { A_DAY, crowdEvent } from './testing/events.ts'
import { naiveRows } from './testing/naive.ts'
import { worldOn, type World } from './testing/worlds.ts'

type Row = ActivityRow | ChangeRow

const HOUR = 3_600_000
const ZONES = ['UTC', 'Europe/Lisbon', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']

let world: World
let index: ReportIndex
let entries: StoredRow[]
beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
  // Winter and summer: every zone of the test moves its clock in between.
  const events = fc.sample(crowdEvent, { numRuns: 300, seed: 11 })
  entries = events.map((event, i) => ({
    tenant: 1,
    index: i,
    recordedAt: A_DAY + i,
    event: { ...event, region: ['eu', 'us', ''][i % 3] ?? '' },
  }))
  await index.load(entries.slice(0, 140), 'first')
  await index.load(entries.slice(140), 'second')
})
afterAll(async () => world.close())

const columns: GroupColumn[] = [
  'application',
  'entity',
  'activity',
  'actor',
  'category',
  'outcome',
  'region',
  'day',
  'week',
  'month',
]
const ofReport = (report: ReportId): GroupColumn[] =>
  report === 'changes' ? [...columns, 'attribute'] : columns

test(
  'groups hold what plain loops count, level by level, and a path gives the rows of its group',
  { timeout: 600_000 },
  async () => {
    const question = fc.record({
      report: fc.constantFrom<ReportId>('activity', 'changes'),
      zone: fc.constantFrom(...ZONES),
      q: fc.constantFrom(
        undefined,
        'outcome:failure',
        '-app:Player dalloway',
        'attr:role* or login',
        '-attr:"role" -old:tier',
      ),
      levels: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      picks: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
      sort: fc.constantFrom('value', 'count', 'failed', 'latest', undefined),
      descending: fc.constantFrom(true, false, undefined),
      // Bars of days and of hours, over all time and from the middle of a day to that of an hour.
      bars: fc.constantFrom(undefined, 14),
      time: fc.constantFrom({}, { from: Date.UTC(2025, 1, 5, 3, 4), to: Date.UTC(2025, 3, 10, 1, 30) }),
    })
    await fc.assert(
      fc.asyncProperty(question, async ({ report, zone, q, levels, picks, sort, descending, bars, time }) => {
        const asked = {
          tenant: 1,
          report,
          filter: NO_FILTER,
          zone,
          q: q === undefined ? undefined : parseQuery(q).query,
          ...time,
        }
        const path: GroupStep[] = []
        for (const [level, choice] of levels.entries()) {
          const all = ofReport(report)
          const by = all[choice % all.length] ?? 'actor'
          const { rows } = await index.rows({ ...asked, path, limit: 1000 })
          const request: GroupsRequest = { ...asked, path, by, sort, descending, bars, limit: 500 }
          const { groups, total } = await index.groups(request)
          expect(groups).toEqual(expectedGroups(rows, request))
          expect(total).toBe(groups.length)
          const some = await index.groups({ ...request, limit: 2, offset: 1 })
          expect(some.groups).toEqual(groups.slice(1, 3))
          expect(some.total).toBe(total)
          const picked = groups[(picks[level] ?? 0) % Math.max(1, groups.length)]
          if (picked === undefined) return
          path.push({ column: by, value: picked.value })
          const under = await index.summary({ ...asked, path })
          expect([under.total, under.failed, under.actors]).toEqual([
            picked.count,
            picked.failed,
            picked.actors,
          ])
        }
      }),
      { numRuns: 80 },
    )
  },
)

test('every column can be grouped by where the report has it', async () => {
  for (const by of GROUP_COLUMNS) {
    const { groups } = await index.groups({ tenant: 1, report: 'changes', filter: NO_FILTER, by, limit: 500 })
    const rows = naiveRows(entries, { tenant: 1, report: 'changes', filter: NO_FILTER }, 'newest')
    expect(
      groups.reduce((sum, group) => sum + group.count, 0),
      by,
    ).toBe(rows.length)
  }
})

test('a tenant without events has no groups', async () => {
  const answer = await index.groups({
    tenant: 9,
    report: 'activity',
    filter: NO_FILTER,
    by: 'day',
    limit: 5,
    zone: 'Europe/Lisbon',
  })
  expect(answer).toMatchObject({ groups: [], total: 0 })
})

test.each(ZONES)('the bars of a histogram follow the wall clock of %s', async zone => {
  for (const [from, to] of [
    [Date.UTC(2025, 2, 1), Date.UTC(2025, 3, 20)],
    [Date.UTC(2025, 1, 3), Date.UTC(2025, 1, 10)],
    [undefined, undefined],
  ]) {
    const asked = { tenant: 1, report: 'activity' as const, filter: NO_FILTER, from, to, zone }
    const { histogram, total } = await index.summary(asked)
    const rows = naiveRows(entries, asked, 'oldest')
    expect(total).toBe(rows.length)
    const { buckets } = histogram
    const inBuckets = buckets.map((bucket, i) => {
      const within = rows.filter(row => {
        const at = Date.parse(row.occurredAt)
        return at >= bucket.at && at < (buckets[i + 1]?.at ?? Infinity)
      })
      return {
        at: bucket.at,
        count: within.length,
        failed: within.filter(row => row.outcome === 'FAILURE').length,
      }
    })
    expect(buckets).toEqual(inBuckets)
    if (from !== undefined && to !== undefined) {
      const { size } = stepFor(from, to)
      for (const { at } of buckets) expect(wallOf(zoneOf(zone), at) % Math.min(size, 24 * HOUR)).toBe(0)
    }
  }
})

test.each([
  ['an unknown column', { by: 'aplication' as GroupColumn }],
  ['the attribute of an event', { by: 'attribute' as const }],
  ['too many groups', { limit: 501 }],
  ['no groups', { limit: 0 }],
  ['too many bars', { bars: 101 }],
  ['a zone that does not exist', { zone: 'Europe/Atlantis', by: 'day' as const }],
  ['a day that begins at another time', { path: [{ column: 'day' as const, value: '5' }] }],
  ['a day that is no time', { path: [{ column: 'day' as const, value: 'monday' }] }],
  [
    'too long a path',
    { path: Array.from({ length: 9 }, (): GroupStep => ({ column: 'actor', value: 'u-1' })) },
  ],
])('%s is refused', async (_, more) => {
  const asked = index.groups({
    tenant: 1,
    report: 'activity',
    filter: NO_FILTER,
    by: 'actor',
    limit: 5,
    ...more,
  })
  await expect(asked).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})

test('more groups of time than one answer can count are refused', async () => {
  const asked = index.groups({
    tenant: 1,
    report: 'activity',
    filter: NO_FILTER,
    by: 'hour',
    from: 0,
    to: 2e12,
    limit: 5,
  })
  await expect(asked).rejects.toMatchObject({ code: 'QUERY_TOO_EXPENSIVE' })
})

function expectedGroups(rows: readonly Row[], request: GroupsRequest): unknown[] {
  const all = naiveRows(entries, { tenant: 1, report: 'activity', filter: NO_FILTER }, 'oldest').map(row =>
    Date.parse(row.occurredAt),
  )
  const { from = Math.min(...all), to = Math.max(...all) + 1 } = request
  const groups = [...Map.groupBy(rows, row => valueOf(row, request))].map(([value, own]) => {
    const times = own.map(row => Date.parse(row.occurredAt))
    const starts = partStarts(from, to, request.bars ?? 28)
    const names = request.by === 'actor' ? own.map(row => row.actor.name ?? '').toSorted() : []
    const label = names.at(-1) ?? ''
    return {
      value,
      ...(label !== '' && { label }),
      count: own.length,
      failed: own.filter(row => row.outcome === 'FAILURE').length,
      latest: Math.max(...times),
      actors: new Set(own.map(row => row.actor.id)).size,
      bars: starts.map((start, i) => times.filter(at => at >= start && at < (starts[i + 1] ?? to)).length),
    }
  })
  const { sort = 'count' } = request
  const sign = (request.descending ?? sort !== 'value') ? -1 : 1
  const byValue = (a: string, b: string) =>
    ['day', 'week', 'month'].includes(request.by)
      ? Number(a) - Number(b)
      : Buffer.compare(Buffer.from(a), Buffer.from(b))
  return groups.toSorted((a, b) =>
    sort === 'value'
      ? sign * byValue(a.value, b.value)
      : sign * (a[sort] - b[sort]) || byValue(a.value, b.value),
  )
}

function valueOf(row: Row, { by, zone = 'UTC' }: GroupsRequest): string {
  const event: Partial<ActivityRow> & Partial<ChangeRow> & Row = row
  if (by === 'entity') return row.entity.type
  if (by === 'actor') return row.actor.id
  if (by === 'region') return entries[row.index]?.event.region ?? ''
  if (by === 'attribute') return event.attribute ?? ''
  if (by === 'day' || by === 'week' || by === 'month') return String(startOf(by, row, zone))
  if (by === 'application' || by === 'activity' || by === 'category' || by === 'outcome') return row[by]
  throw new RangeError(`how is ${by} grouped?`)
}

/** The first quarter of an hour of the local day, week or month, found by going back from the row. */
function startOf(by: 'day' | 'week' | 'month', row: Row, zone: string): number {
  const clock = zoneOf(zone)
  const nameOf = (at: number) => {
    const wall = new Date(wallOf(clock, at))
    if (by === 'month') return wall.toISOString().slice(0, 7)
    const day = Math.floor(wall.getTime() / (24 * HOUR))
    return by === 'day' ? day : Math.floor((day + 3) / 7)
  }
  let at = Date.parse(row.occurredAt)
  const name = nameOf(at)
  at -= at % (HOUR / 4)
  while (nameOf(at - HOUR / 4) === name) at -= HOUR / 4
  return at
}

test.each([
  ['a year', 365 * 24, 24],
  ['some weeks', 40 * 24, 1],
])('parts of %s begin with full days or hours and cover it', (_, hours, unit) => {
  const from = Date.UTC(2026, 2, 3, 4, 5, 6, 7)
  const to = from + hours * 3_600_000
  const starts = partStarts(from, to, 28)
  expect(starts[0]).toBe(from)
  expect(starts.slice(1).every(start => start % (unit * 3_600_000) === 0)).toBe(true)
  const bounds = [...starts, to]
  const lengths = starts.map((start, i) => ((bounds[i + 1] ?? 0) - start) / (to - from))
  expect(Math.min(...lengths)).toBeGreaterThan(0.75 / 28)
  expect(Math.max(...lengths)).toBeLessThan(1.25 / 28)
})
