import { afterAll, beforeAll, expect, test } from 'vitest'

import { NO_FILTER } from '@daybook/query'

import { writeCursor } from '../cursor.ts'
import type { IndexDriver } from '../driver.ts'
import { A_DAY, eventAt } from '../testing/events.ts'
import { worldOn, type World } from '../testing/worlds.ts'
import { differencesQuestion, totalsQuestion } from './differences.ts'
import { entityQuestion } from './entity.ts'
import { historyQuestion } from './history.ts'
import { placesQuestion, relatedQuestion } from './related.ts'
import { foldQuestion } from './state.ts'

const TABLE = 'daybook.entry'
const HOSTILE = "'; DROP TABLE daybook.entry; --"
const user = { type: 'User', id: 'e-4711' }
const cursor = writeCursor({
  report: 'activity',
  order: 'oldest',
  direction: 'next',
  at: 5,
  index: 7,
  position: 0,
})
const march = { tenant: 1, report: 'activity' as const, from: 1_740_787_200_000, to: 1_743_465_600_000 }
const day = { ...march, filter: NO_FILTER, here: { from: 1_741_000_000_000, to: 1_741_086_400_000 } }
const event = eventAt(A_DAY, {
  correlation: { type: 'Bulk', id: HOSTILE },
  origin: { sessionId: HOSTILE, requestId: 'r-1' },
})

const QUESTIONS = {
  'history, newest': historyQuestion(TABLE, { tenant: 1, entity: user, limit: 100 }),
  'history, oldest, from a cursor': historyQuestion(TABLE, {
    tenant: 1,
    entity: { type: HOSTILE, id: '--' },
    limit: 100,
    order: 'oldest',
    cursor,
  }),
  entity: entityQuestion(TABLE, { tenant: 1, entity: user }),
  state: foldQuestion(TABLE, 1, user),
  'state at a time': foldQuestion(TABLE, 1, user, { at: A_DAY }),
  'changes of a page': foldQuestion(TABLE, 1, user, {
    at: A_DAY,
    index: 7,
    since: { at: A_DAY - 1000, index: 3 },
  }),
  related: relatedQuestion(TABLE, { tenant: 1, entry: { index: 9, event } }),
  'related, rows': placesQuestion(TABLE, 1, [{ relation: 'actor', at: A_DAY, place: 7, n: 1 }]),
  'differences, totals': totalsQuestion(TABLE, day),
  differences: differencesQuestion(TABLE, day, { here: 1000, rest: 20_000 }),
}

let world: World
let driver: IndexDriver
beforeAll(async () => {
  world = await worldOn('chdb')
  await world.open()
  driver = world.driver()
  // Plans depend on there being rows to plan for.
  await driver.command(`INSERT INTO ${TABLE} (tenant, \`index\`, occurred_at, entity_type, entity_id)
    SELECT 1, number, toDateTime64('2025-01-01', 3, 'UTC') + number, 'User', concat('e-', toString(number % 10000)) FROM numbers(300000)`)
})
afterAll(async () => world.close())

test.each(Object.keys(QUESTIONS))('the SQL of "%s" is what was read and agreed on', async name => {
  const { sql, params } = QUESTIONS[name as keyof typeof QUESTIONS]
  const [row] = await driver.query<{ text: string }>('SELECT formatQuery({sql:String}) AS text', { sql })
  expect(`${row?.text ?? ''}\n\n${JSON.stringify(params)}`).toMatchSnapshot()
  expect(sql).not.toContain('DROP TABLE')
  await driver.query(sql, params)
})

test.each(['history, newest', 'entity', 'state', 'related'] as const)(
  '"%s" asks the word index',
  async name => {
    const { sql, params } = QUESTIONS[name]
    const plan = await driver.query<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`, params)
    expect(plan.map(row => row.explain).join('\n')).toMatch(/search_words/)
  },
)

test('the rows of a related list are found by the primary key', async () => {
  const at = Date.UTC(2025, 0, 1) + 123_456_000
  const { sql, params } = placesQuestion(TABLE, 1, [{ relation: 'actor', at, place: 123_456, n: 1 }])
  const plan = await driver.query<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`, params)
  const text = plan.map(row => row.explain).join('\n')
  expect(text).toMatch(/PrimaryKey[^]*occurred_at[^]*Granules: 1\//)
})
