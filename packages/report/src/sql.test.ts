import { afterAll, beforeAll, expect, test } from 'vitest'

import { NO_FILTER, requireQuery } from '@daybook/query'

import type { IndexDriver, Params } from './driver.ts'
import { insertSettings, QUESTION_SETTINGS } from './settings.ts'
import { activityQuestion } from './questions/activity.ts'
import { changesQuestion } from './questions/changes.ts'
import { countsQuestion, presentQuestion, removeStatement } from './questions/counts.ts'
import { actorsQuestion, distinctActorsQuestion, facetsQuestion } from './questions/facets.ts'
import { groupedBy } from './questions/grouped.ts'
import type { GroupsRequest } from './questions/groups-request.ts'
import { barsQuestion, groupActorsQuestion, namesQuestion } from './questions/groups-shown.ts'
import { topQuestion } from './questions/groups-sql.ts'
import { histogramQuestion, zonedHistogramQuestion } from './questions/histogram.ts'
import { scanQuestion } from './questions/scan.ts'
import { fetchQuestion, keysQuestion } from './questions/sorted.ts'
import { DAY, monthOf } from './questions/slices.ts'
import { spanQuestion } from './questions/span.ts'
import { createStatements, dropStatements, monthSql, onCluster, storedTable } from './schema.ts'
import { writeCursor } from './cursor.ts'
import { readSort } from './sort.ts'
import { worldOn, type World } from './testing/worlds.ts'

const TABLE = 'daybook.entry'
const CLUSTER = { database: 'daybook', cluster: 'audit' }
const HOSTILE = "'; DROP TABLE daybook.entry; --"

const plain = { tenant: 1, report: 'activity' as const, filter: NO_FILTER, limit: 100 }
const place = {
  report: 'activity',
  order: 'newest',
  direction: 'next',
  at: 5,
  index: 7,
  position: 0,
} as const
const filtered = {
  tenant: 1,
  from: 1_700_000_000_001,
  to: 1_750_000_000_001,
  limit: 50,
  filter: {
    terms: [
      { field: 'application' as const, values: ['UserHub', HOSTILE] },
      { field: 'category' as const, values: ['read'], not: true },
    ],
    text: ['dalloway'],
  },
}
const byActor = {
  ...plain,
  filter: { terms: [{ field: 'actor' as const, values: ['u-1', 'Peter Walsh'] }], text: [] },
}

const asked = {
  ...plain,
  q: requireQuery(
    'app:UserHub,"Media Player" -category:read actor:dalloway attr:role* (new:supervisor or old:"Agent") ip:10.0.0.0/8 "weekly call" has:comment',
  ),
}
const askedChanges = { ...asked, report: 'changes' as const }
const byActivity: GroupsRequest = {
  ...plain,
  by: 'activity',
  path: [{ column: 'application', value: HOSTILE }],
  from: 1_700_000_000_001,
  to: 1_750_000_000_001,
}
const grouped = groupedBy(byActivity)
const byActorInOne: GroupsRequest = {
  ...plain,
  by: 'actor',
  path: [
    { column: 'application', value: 'UserHub' },
    { column: 'activity', value: HOSTILE },
  ],
}
const actors = groupedBy(byActorInOne)
const byAttribute: GroupsRequest = { ...askedChanges, by: 'attribute', sort: 'latest' }
const ofAttribute = groupedBy(byAttribute)
const order = {
  report: 'activity' as const,
  sort: readSort('actor,-changes', 'activity'),
  ties: 'newest' as const,
}
const sortedPlace = { values: [HOSTILE, 3], at: 5, index: 7, position: 0 }

const QUESTIONS = {
  'activity, a question of the language': activityQuestion(TABLE, asked),
  'changes, a question of the language': changesQuestion(TABLE, askedChanges),
  'summary, facets, a question of the language': facetsQuestion(TABLE, askedChanges),
  'summary, histogram of a zone': zonedHistogramQuestion(
    TABLE,
    plain,
    [1_700_000_000_000, 1_700_003_600_000],
  ),
  'sorted, keys from a place': keysQuestion(TABLE, plain, order, { ...sortedPlace, direction: 'next' }),
  'sorted, keys of changes': keysQuestion(TABLE, askedChanges, {
    report: 'changes',
    sort: readSort('-attribute', 'changes'),
    ties: 'oldest',
  }),
  'sorted, rows of the page': fetchQuestion(TABLE, plain, [sortedPlace]),
  'sorted, changes of the page': fetchQuestion(TABLE, askedChanges, [sortedPlace]),
  'groups, from counts': topQuestion(TABLE, byActivity, grouped),
  'groups, bars': barsQuestion(TABLE, byActivity, grouped, [HOSTILE], [1_700_000_000_001, 1_725_000_000_000]),
  'groups, actors': groupActorsQuestion(TABLE, byActivity, grouped, [HOSTILE]),
  'groups, names and moments': namesQuestion(TABLE, byActorInOne, actors, [HOSTILE]),
  'groups of actors, bars of days': barsQuestion(TABLE, byActorInOne, actors, [HOSTILE], [5, 20 * DAY]),
  'groups of changes by attribute, latest': topQuestion(TABLE, byAttribute, ofAttribute),
  'activity, filtered': activityQuestion(TABLE, { ...filtered, report: 'activity' }),
  'activity, newest': activityQuestion(TABLE, plain),
  'activity, filtered, from a cursor': activityQuestion(TABLE, {
    ...filtered,
    report: 'activity',
    cursor: writeCursor(place),
  }),
  'activity, one actor, oldest': activityQuestion(TABLE, { ...byActor, order: 'oldest' }),
  'changes, newest': changesQuestion(TABLE, { ...plain, report: 'changes' }),
  'changes, back from a cursor': changesQuestion(TABLE, {
    ...filtered,
    report: 'changes',
    cursor: writeCursor({ ...place, report: 'changes', direction: 'prev' }),
  }),
  'summary, span': spanQuestion(TABLE, { ...filtered, report: 'activity' }),
  'summary, histogram of days': histogramQuestion(
    TABLE,
    { ...filtered, report: 'activity', filter: NO_FILTER },
    { unit: 'month', size: 1 },
  ),
  'summary, histogram of hours': histogramQuestion(
    TABLE,
    { ...filtered, report: 'changes' },
    { unit: 'ms', size: 3_600_000 },
  ),
  'summary, facets': facetsQuestion(TABLE, { ...plain, report: 'activity' }),
  'summary, facets, filtered': facetsQuestion(TABLE, { ...filtered, report: 'changes' }),
  'summary, actors': actorsQuestion(TABLE, { ...byActor, report: 'activity' }),
  'summary, distinct actors': distinctActorsQuestion(TABLE, { ...byActor, report: 'activity' }),
  'summary, facets of one actor': facetsQuestion(TABLE, { ...byActor, report: 'activity' }),
  scan: scanQuestion(TABLE, 1, 0, 100),
  counts: countsQuestion(TABLE),
  present: presentQuestion(TABLE, { tenant: 1, from: 0, to: 10 }),
  remove: removeStatement(TABLE, '', { tenant: 1, from: 0, to: 10 }),
  'remove on a cluster': removeStatement(storedTable(CLUSTER), onCluster(CLUSTER), {
    tenant: 1,
    from: 0,
    to: 10,
  }),
}

let world: World
let driver: IndexDriver
beforeAll(async () => {
  world = await worldOn('chdb')
  await world.open()
  driver = world.driver()
  // Plans depend on there being rows to plan for.
  await driver.command(`INSERT INTO daybook.entry (tenant, \`index\`, occurred_at, application, comment)
    SELECT 1, number, toDateTime64('2025-01-01', 3, 'UTC') + number, 'UserHub', 'dalloway' FROM numbers(300000)`)
})
afterAll(async () => world.close())

test.each(Object.keys(QUESTIONS))('the SQL of "%s" is what was read and agreed on', async name => {
  const { sql, params } = QUESTIONS[name as keyof typeof QUESTIONS]
  expect(`${await formatted(sql)}\n\n${JSON.stringify(params)}`).toMatchSnapshot()
  expect(sql).not.toContain('DROP TABLE')
})

test('the schema of one server and of a cluster are what was read and agreed on, and the engine can parse both', async () => {
  const embedded = createStatements({ database: 'daybook' })
  const clustered = [...createStatements(CLUSTER), ...dropStatements(CLUSTER)]
  for (const statement of [...embedded, ...clustered]) {
    expect(await formatted(statement)).toMatchSnapshot()
    // formatQuery forgives more than the parser of statements does.
    const tree = await driver.query<{ explain: string }>(`EXPLAIN AST ${statement}`)
    expect(tree.length).toBeGreaterThan(0)
  }
})

test('the settings of an insert are ones that the engine has', async () => {
  await driver.command(`CREATE TABLE daybook.trial (n UInt8) ENGINE = MergeTree ORDER BY n`)
  const block = Buffer.from('\x01\x01\x01n\x05UInt8\x01', 'latin1')
  await driver.insertBlock('daybook.trial (n)', insertSettings('t#0'), block)
  expect(await driver.query('SELECT n FROM daybook.trial')).toEqual([{ n: 1 }])
})

test('the newest page reads in the order of the primary key and fetches wide columns for its own rows only', async () => {
  const { sql, params } = QUESTIONS['activity, newest']
  const plan = await explained(`EXPLAIN ${sql}`, params)
  expect(plan).toMatch(/InReverseOrder/)
  expect(plan).toMatch(/LazilyReadFromMergeTree/)
})

test('a search asks the word index and never computes the words of a row', async () => {
  const { sql, params } = QUESTIONS['activity, filtered']
  const plan = await explained(`EXPLAIN indexes = 1 ${sql}`, params)
  expect(plan).toMatch(/search_words/)
  expect(plan).toMatch(/__text_index_search_words/)
  expect(plan).not.toMatch(/lowerUTF8/)
})

test('a summary over all time reads the smallest counts', async () => {
  const one = { ...plain, q: requireQuery('app:UserHub') }
  const byMonth: GroupsRequest = { ...plain, by: 'month' }
  const byApplication: GroupsRequest = { ...plain, by: 'application' }
  const months = groupedBy(byMonth, { from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 6, 1) })
  const counted: [RegExp, { sql: string; params: Params }][] = [
    [/daily_kinds/, QUESTIONS['summary, facets']],
    [/daily_kinds/, histogramQuestion(TABLE, plain, { unit: 'month', size: 1 })],
    [/hourly_kinds/, QUESTIONS['summary, histogram of days']],
    [/daily_kinds/, spanQuestion(TABLE, plain)],
    [/hourly_kinds/, zonedHistogramQuestion(TABLE, plain, [1_699_999_200_000, 1_700_002_800_000])],
    [/monthly_actors/, actorsQuestion(TABLE, plain)],
    [/monthly_actors/, groupActorsQuestion(TABLE, byMonth, months, [String(Date.UTC(2024, 1, 1))])],
    [/\(deeds\)/, actorsQuestion(TABLE, one)],
    [/audience/, groupActorsQuestion(TABLE, byApplication, groupedBy(byApplication), ['UserHub'])],
    [/daily_deeds/, QUESTIONS['groups of actors, bars of days']],
    [/\(deeds\)/, QUESTIONS['groups, names and moments']],
  ]
  for (const [name, { sql, params }] of counted)
    expect(await explained(`EXPLAIN ${sql}`, params), String(name)).toMatch(name)
})

test.each([
  ['every day of four centuries', Date.UTC(1900, 0, 1) / DAY, 1],
  ['days of ten thousand years', Date.parse('0000-01-01T00:00:00Z') / DAY, 25],
])('the engine and the calendar agree on the month: %s', async (_, first, step) => {
  const days = 146_097
  const found = await driver.query<{ months: number[] }>(
    `SELECT groupArray(m) AS months FROM (
      SELECT ${monthSql('day')} AS m FROM (SELECT toInt32({first:Int64} + number * {step:Int64}) AS day FROM numbers({days:UInt64}))
    ) ${QUESTION_SETTINGS}, max_threads = 1`,
    { first, step, days },
  )
  expect(found[0]?.months).toEqual(Array.from({ length: days }, (__, i) => monthOf((first + i * step) * DAY)))
})

test('a question for an actor or a change asks the word index first', async () => {
  for (const q of ['actor:dalloway', 'attr:role new:supervisor', 'instance:"e-4711"', '"weekly call"']) {
    const { sql, params } = activityQuestion(TABLE, { ...plain, q: requireQuery(q) })
    expect(await explained(`EXPLAIN indexes = 1 ${sql}`, params), q).toMatch(/__text_index_search_words/)
  }
})

test('groups of few values read the counts', async () => {
  const request = { ...byActivity, path: [] }
  const { sql, params } = topQuestion(TABLE, request, grouped)
  expect(await explained(`EXPLAIN ${sql}`, params)).toMatch(/hourly_kinds/)
})

test('removed entries are in no total any more, where counts had answered before', async () => {
  const index = await world.open()
  expect((await index.summary(plain)).total).toBe(300_000)

  await index.remove([{ tenant: 1, from: 1000, to: 6000 }])

  for (const merged of [false, true]) {
    if (merged) await driver.command('OPTIMIZE TABLE daybook.entry FINAL')
    const { total, facets } = await index.summary(plain)
    expect([total, facets.application]).toEqual([295_000, [{ value: 'UserHub', count: 295_000 }]])
  }
})

async function formatted(sql: string): Promise<string> {
  const [row] = await driver.query<{ text: string }>('SELECT formatQuery({sql:String}) AS text', { sql })
  return row?.text ?? ''
}

async function explained(sql: string, params: Parameters<IndexDriver['query']>[1]): Promise<string> {
  const rows = await driver.query<{ explain: string }>(sql, params)
  return rows.map(row => row.explain).join('\n')
}
