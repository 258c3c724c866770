/** Guarantees of hidden values: no question of the language tells them apart from values that are not there. */
import type { AuditEvent, Change } from '@daybook/event'
import {
  hiddenPart,
  matcherOf,
  NO_FILTER,
  type Query,
  requireQuery,
  type ReportId,
  type SensitiveAttribute,
  withoutHidden,
} from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The query room's own arbitraries: events and questions of one small world, so that questions find something.
import { anyEvent, anyQuery } from '../../query/src/language/testing/arbitrary.ts'
import type { ReportIndex, StoredRow } from './index.ts'
import { A_DAY } from './testing/events.ts'
import { worldOn, type World } from './testing/worlds.ts'

const EVENTS = 150
const QUESTIONS = 60

let world: World
let index: ReportIndex
let entries: StoredRow[]
let hidden: SensitiveAttribute[]
/** Of this event, and of this application and type. */
const attributesOf = ({ application, entity }: AuditEvent): string[] =>
  hidden
    .filter(one => one.application === application && one.entity === entity.type)
    .map(one => one.attribute)

beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
  entries = fc.sample(anyEvent, { numRuns: EVENTS, seed: 7 }).map((asked, i) => {
    const { index: _, ...event } = asked
    return { tenant: 1, index: i, recordedAt: A_DAY + i, event }
  })
  // Every other attribute that changes is hidden where it changes.
  const all = entries.flatMap(({ event }) =>
    (event.changes ?? []).map(({ attribute }) => ({
      application: event.application,
      entity: event.entity.type,
      attribute,
    })),
  )
  hidden = all.filter((_, i) => i % 2 === 0)
  await index.load(entries, 'first')
})
afterAll(async () => world.close())

const seen = (report: ReportId, q: Query): string[] => {
  const matcher = matcherOf(q)
  return entries.flatMap(({ index: at, event }) => {
    const attributes = attributesOf(event)
    const changes = event.changes?.map((change): Change => withoutHidden(change, attributes))
    const asked = { ...event, ...(changes === undefined ? {} : { changes }), index: at }
    if (report === 'activity') return matcher.event(asked) ? [`${at}`] : []
    return (changes ?? []).flatMap((change, position) =>
      matcher.change(asked, change) ? [`${at}.${position}`] : [],
    )
  })
}

test.each(['activity', 'changes'] as const)(
  'the %s report finds for any question what it would find if hidden values were not there',
  { timeout: 300_000 },
  async report => {
    await fc.assert(
      fc.asyncProperty(anyQuery, async q => {
        const asked = { tenant: 1, report, filter: NO_FILTER, q, hidden }
        const { rows } = await index.rows({ ...asked, limit: 1000 })
        const places = rows.map(row => ('position' in row ? `${row.index}.${row.position}` : `${row.index}`))
        const expected = seen(report, q)
        expect(places.toSorted()).toEqual(expected.toSorted())
        expect((await index.summary(asked)).total).toBe(expected.length)
      }),
      { numRuns: QUESTIONS },
    )
  },
)

test('a word that stands only in a hidden value is not found by search', async () => {
  const secret = 'xyzzyplugh'
  const event: AuditEvent = {
    ...(entries[0] as StoredRow).event,
    changes: [{ attribute: 'contact.phone[0]', old: secret, new: 'other' }],
  }
  await index.load([{ tenant: 2, index: 0, recordedAt: A_DAY, event }], 'secret')
  const asked = {
    tenant: 2,
    report: 'activity' as const,
    filter: { terms: [], text: [secret] },
    hidden: [{ application: event.application, entity: event.entity.type, attribute: 'contact.phone' }],
  }
  const total = async (more: object) => (await index.summary({ ...asked, ...more })).total
  expect(hiddenPart('contact.phone[0]', ['contact.phone'])).toBe('whole')
  expect(await total({})).toBe(0)
  expect(await total({ hidden: [] })).toBe(1)
  expect(await total({ filter: NO_FILTER, q: requireQuery(`xyzzy*`) })).toBe(0)
  expect(await total({ filter: NO_FILTER, q: requireQuery(`-${secret}`) })).toBe(1)
  expect(await total({ filter: NO_FILTER, q: requireQuery(`old:${secret}`) })).toBe(0)
  expect(await total({ hidden: [{ ...asked.hidden[0], entity: 'another type' }] })).toBe(1)
})

test('rows are not sorted by values of which some are hidden', async () => {
  const asked = index.rows({
    tenant: 1,
    report: 'changes',
    filter: NO_FILTER,
    hidden,
    limit: 10,
    sort: [{ column: 'new', descending: false }],
  })
  await expect(asked).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})
