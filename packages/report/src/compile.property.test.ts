import type { AuditEvent, Change } from '@daybook/event'
import {
  FIELDS,
  matcherOf,
  NO_FILTER,
  normaliseQuery,
  type Field,
  type Query,
  type ReportId,
} from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The query room's own arbitraries: events and questions of one small world, so that questions find something.
import { anyEvent, anyQuery } from '../../query/src/language/testing/arbitrary.ts'
import { facetOf } from './compile/query.ts'
import type { ActivityRow, ChangeRow, ReportIndex, StoredRow } from './index.ts'
import { A_DAY } from './testing/events.ts'
import { worldOn, type World } from './testing/worlds.ts'

const EVENTS = 200
/** Together more than a thousand questions; each is asked as rows and as a summary. */
const QUESTIONS_OF_A_REPORT = 520
/** Every so many of them are asked as groups, too; `groups.test.ts` asks for those in every other way. */
const GROUPS_EVERY = 4

let world: World
let index: ReportIndex
let entries: StoredRow[]
beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
  entries = fc.sample(anyEvent, { numRuns: EVENTS, seed: 42 }).map((asked, i) => {
    const { index: _, ...event } = asked
    return { tenant: 1, index: i % 7 === 0 ? i / 7 : 1000 + i, recordedAt: A_DAY + i, event }
  })
  await index.load(entries.slice(0, 80), 'first')
  await index.load(entries.slice(80), 'second')
})
afterAll(async () => world.close())

test.each(['activity', 'changes'] as const)(
  'any question of the language finds in the %s report what it finds in memory',
  { timeout: 600_000 },
  async report => {
    let asked = 0
    await fc.assert(
      fc.asyncProperty(anyQuery, async q => {
        asked++
        const expected = found(report, q)
        const { rows } = await index.rows({ tenant: 1, report, filter: NO_FILTER, q, limit: 1000 })
        expect(rows.map(placeOf)).toEqual(expected.map(placeOf))

        const { total, failed, actors, histogram, facets } = await index.summary({
          tenant: 1,
          report,
          filter: NO_FILTER,
          q,
        })
        expect({ total, failed, actors }).toEqual({
          total: expected.length,
          failed: expected.filter(row => row.event.outcome === 'FAILURE').length,
          actors: new Set(expected.map(row => row.event.actor.id)).size,
        })
        expect(histogram.buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(total)
        for (const field of FIELDS) {
          // What was chosen and does not occur is there too, at 0 and at the end.
          const counts = facets[field].map(({ value, count }) => ({ value, count }))
          const occurring = counts.filter(({ count }) => count > 0)
          expect(counts.slice(0, occurring.length), field).toEqual(occurring)
          expect(occurring, field).toEqual(facetOfRows(found(report, without(q, field)), field))
        }

        if (asked % GROUPS_EVERY > 0) return
        const { groups } = await index.groups({
          tenant: 1,
          report,
          filter: NO_FILTER,
          q,
          by: 'category',
          limit: 100,
        })
        expect(groups.map(({ value, count }) => ({ value, count }))).toEqual(
          facetOfRows(expected, 'category'),
        )
      }),
      { numRuns: QUESTIONS_OF_A_REPORT },
    )
  },
)

interface Found {
  index: number
  position: number
  event: AuditEvent
}

function found(report: ReportId, q: Query): Found[] {
  const matcher = matcherOf(q)
  return entries
    .flatMap(({ index, event }): Found[] => {
      const asked = { ...event, index }
      if (report === 'activity') return matcher.event(asked) ? [{ index, position: 0, event }] : []
      const fits = (change: Change) => matcher.change(asked, change)
      return (event.changes ?? []).flatMap((change, position) =>
        fits(change) ? [{ index, position, event }] : [],
      )
    })
    .toSorted(
      (a, b) =>
        Date.parse(b.event.occurredAt) - Date.parse(a.event.occurredAt) ||
        b.index - a.index ||
        a.position - b.position,
    )
}

function placeOf(row: ActivityRow | ChangeRow | Found): [number, number] {
  return [row.index, 'position' in row ? row.position : 0]
}

function without(q: Query, field: Field): Query {
  const normal = normaliseQuery(q)
  const items = normal.kind === 'and' ? normal.items : [normal]
  return { kind: 'and', items: items.filter(item => facetOf(item) !== field) }
}

function facetOfRows(rows: readonly Found[], field: Field): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { event } of rows) {
    const value = field === 'actor' ? event.actor.id : field === 'entity' ? event.entity.type : event[field]
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)))
    .slice(0, 100)
}
