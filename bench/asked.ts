/**
 * Every question of the report room, with what someone would write by hand on the same table to answer it,
 * and where an audit table in PostgreSQL can answer it, the statement for that.
 */
import { NO_FILTER, requireQuery, type ReportId } from '@daybook/query'
import type { GroupColumn, ReportIndex, RowsRequest } from '@daybook/report'
import { sortColumn, sortColumnsOf, readSort } from '../packages/report/src/sort.ts'

export interface AskedQuestion {
  name: string
  ask(index: ReportIndex): Promise<unknown>
  /** Run side by side where there are several. */
  bare: string[]
  /** On the audit table of bench/audit-table.ts. */
  table?: string[]
  /** Of the HTTP API, for the questions of a page. */
  path?: string
}

/** What the questions are about; found in the data by `findSubjects`. */
export interface Subjects {
  events: number
  from: number
  to: number
  /** Someone of few events, and of many. */
  rareActor: string
  busyActor: string
  entity: { type: string; id: string }
  entry: { index: number; at: number }
}

const T = 'daybook.entry'
const DAY = 86_400_000
const NEWEST = 'ORDER BY occurred_at DESC, `index` DESC LIMIT 100'
const APPLICATION = 'User Management'
const moment = (ms: number) => `fromUnixTimestamp64Milli(${ms}, 'UTC')`
const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const page = (where: string, order = NEWEST) => `SELECT * FROM ${T} WHERE tenant = 1 AND ${where} ${order}`
const encoded = encodeURIComponent

/** Statements of a summary: totals, bars, one per facet. */
function summaryBy(where: string, weight: string, zone = 'UTC'): string[] {
  const n = weight === '1' ? 'count()' : `sum(${weight})`
  const facet = (column: string) =>
    `SELECT ${column}, ${n} AS n FROM ${T} WHERE ${where} GROUP BY ${column} HAVING n > 0 ORDER BY n DESC LIMIT 100`
  return [
    `SELECT ${n}, sumIf(${weight}, outcome = 'FAILURE'), uniqExact(actor_id) FROM ${T} WHERE ${where}`,
    `SELECT toStartOfWeek(toTimeZone(occurred_at, '${zone}'), 1) AS bar, ${n}, sumIf(${weight}, outcome = 'FAILURE') FROM ${T} WHERE ${where} GROUP BY bar ORDER BY bar`,
    ...['application', 'entity_type', 'activity', 'category', 'outcome'].map(facet),
    `SELECT actor_id, any(actor_name), ${n} AS n FROM ${T} WHERE ${where} GROUP BY actor_id ORDER BY n DESC LIMIT 100`,
  ]
}

function groupsBy(column: string, { from, to }: Subjects, where = 'tenant = 1', unfold = ''): string[] {
  const source = `FROM ${T} ${unfold} WHERE ${where}`
  const bar = `intDiv((toUnixTimestamp64Milli(occurred_at) - ${from}) * 28, ${to - from})`
  const top = `SELECT ${column} AS part, count() AS n, countIf(outcome = 'FAILURE'), max(occurred_at), uniqExact(actor_id) ${source} GROUP BY part ORDER BY n DESC LIMIT 100`
  const shown = `(SELECT part FROM (SELECT ${column} AS part, count() AS n ${source} GROUP BY part ORDER BY n DESC LIMIT 100))`
  return [
    top,
    `SELECT ${column} AS part, ${bar} AS bar, count() ${source} AND part IN ${shown} GROUP BY part, bar`,
  ]
}

const TABLE_PAGE = (where: string) =>
  `select event from audit_event where tenant = 1 and ${where} order by occurred_at desc, id desc limit 100`

const asked = (q: string, more: Omit<Partial<RowsRequest>, 'sort'> = {}) => ({
  tenant: 1,
  report: 'activity' as ReportId,
  filter: NO_FILTER,
  q: requireQuery(q),
  limit: 100,
  ...more,
})
const changes = { report: 'changes' as const }
const actorIs = (who: string) =>
  `(actor_id = ${text(who)} OR actor_name = ${text(who)} OR actor_email = ${text(who)})`
const rows = (
  name: string,
  q: string,
  where: string,
  more: Partial<RowsRequest> = {},
  table?: string,
): AskedQuestion => ({
  name: `rows: ${name}`,
  ask: index => index.rows(asked(q, more)),
  bare: [page(where)],
  ...(table !== undefined && { table: [TABLE_PAGE(table)] }),
  path: `/v1/reports/activity/rows?limit=100&q=${encoded(q)}`,
})
const summary = (
  name: string,
  q: string,
  where: string,
  more: Partial<RowsRequest> = {},
  table?: string,
): AskedQuestion => ({
  name: `summary: ${name}`,
  ask: index => index.summary(asked(q, more)),
  bare: summaryBy(where, more.report === 'changes' ? 'changed' : '1', more.zone),
  ...(table !== undefined && { table: tableSummary(table) }),
  path: `/v1/reports/activity/summary?q=${encoded(q)}`,
})
const groups = (s: Subjects, by: GroupColumn, column: string): AskedQuestion => ({
  name: `groups: ${by}`,
  ask: index => index.groups({ ...asked(''), by }),
  bare: groupsBy(column, s),
})
const sorted = (report: ReportId, column: string): AskedQuestion => ({
  name: `${report === 'activity' ? 'rows' : 'changes'} sorted by ${column}`,
  ask: index => index.rows({ ...asked('', { report }), sort: readSort(column, report) }),
  bare: [
    `SELECT * FROM ${T}${report === 'changes' ? ' ARRAY JOIN changes.attribute AS attribute, changes.old AS old, changes.new AS new, arrayEnumerate(changes.attribute) AS ordinal' : ''} WHERE tenant = 1 ORDER BY ${sortColumn(report, column).sql}, occurred_at DESC, \`index\` DESC LIMIT 100`,
  ],
})
const pattern = (inner: string) => `match(search, '(^|[^a-z0-9])${inner}([^a-z0-9]|$)')`

const middleOf = (s: Subjects) => Math.floor((s.from + s.to) / 2)

function rowQuestions(s: Subjects): AskedQuestion[] {
  const middle = middleOf(s)
  return [
    rows('newest', '', '1', {}, 'true'),
    {
      name: 'rows: oldest',
      ask: index => index.rows(asked('', { order: 'oldest' })),
      bare: [page('1', 'ORDER BY occurred_at, `index` LIMIT 100')],
      table: ['select event from audit_event where tenant = 1 order by occurred_at, id limit 100'],
      path: '/v1/reports/activity/rows?limit=100&sort=occurredAt',
    },
    {
      name: 'rows: from a time in the middle',
      ask: index => index.rows(asked('', { at: middle })),
      bare: [page(`occurred_at <= ${moment(middle)}`)],
      table: [TABLE_PAGE(`occurred_at <= to_timestamp(${middle / 1000})`)],
      path: `/v1/reports/activity/rows?limit=100&at=${new Date(middle).toISOString()}`,
    },
    {
      name: 'rows: number 10 million (half of all)',
      ask: index => index.rows(asked('', { skip: Math.floor(s.events / 2) })),
      bare: [page('1', `${NEWEST} OFFSET ${Math.floor(s.events / 2)}`)],
      path: `/v1/reports/activity/rows?limit=100&skip=${Math.floor(s.events / 2)}`,
    },
    {
      name: 'rows: the last of all by its number',
      ask: index => index.rows(asked('', { skip: s.events - 50 })),
      bare: [page('1', `${NEWEST} OFFSET ${s.events - 50}`)],
      path: `/v1/reports/activity/rows?limit=100&skip=${s.events - 50}`,
    },
    {
      name: 'rows: by number under a filter',
      ask: index => index.rows(asked(`app:"${APPLICATION}"`, { skip: Math.floor(s.events / 10) })),
      bare: [page(`application = '${APPLICATION}'`, `${NEWEST} OFFSET ${Math.floor(s.events / 10)}`)],
    },
    {
      name: 'rows: page of 1,000',
      ask: index => index.rows(asked('', { limit: 1000 })),
      bare: [page('1', 'ORDER BY occurred_at DESC, `index` DESC LIMIT 1000')],
    },
    rows(
      'failures of one application',
      `app:"${APPLICATION}" outcome:failure`,
      `application = '${APPLICATION}' AND outcome = 'FAILURE'`,
      {},
      `application = '${APPLICATION}' and outcome = 'FAILURE'`,
    ),
    rows(
      'actor of few events',
      `actor:"${s.rareActor}"`,
      actorIs(s.rareActor),
      {},
      `actor_id = ${text(s.rareActor)}`,
    ),
    rows(
      'actor of many events',
      `actor:"${s.busyActor}"`,
      actorIs(s.busyActor),
      {},
      `actor_id = ${text(s.busyActor)}`,
    ),
  ]
}

function wordQuestions(s: Subjects): AskedQuestion[] {
  const { entity } = s
  return [
    rows(
      'rare word',
      'kilman',
      `hasAllTokens(search, ['kilman'])`,
      {},
      `search @@ to_tsquery('simple', 'kilman')`,
    ),
    rows(
      'frequent word',
      'login',
      `hasAllTokens(search, ['login'])`,
      {},
      `search @@ to_tsquery('simple', 'login')`,
    ),
    rows('two frequent words', 'login chrome user', `hasAllTokens(search, ['login', 'chrome', 'user'])`),
    rows(
      'no such word',
      'nosuchword',
      `hasAllTokens(search, ['nosuchword'])`,
      {},
      `search @@ to_tsquery('simple', 'nosuchword')`,
    ),
    rows(
      'phrase',
      '"card number"',
      `hasAllTokens(search, ['card', 'number']) AND ${pattern('card[^a-z0-9]+number')}`,
    ),
    rows(
      'phrase of frequent words',
      '"user management"',
      `hasAllTokens(search, ['user', 'management']) AND ${pattern('user[^a-z0-9]+management')}`,
    ),
    rows('wildcard', 'kilm*', pattern('kilm[^ ]*')),
    rows('wildcard without a match', 'nosuch*', pattern('nosuch[^ ]*')),
    rows('attribute', 'attr:role', `arrayExists(a -> lowerUTF8(a) = 'role', changes.attribute)`),
    rows(
      'value',
      'new:administrator',
      `hasAllTokens(search, ['administrator']) AND arrayExists(n -> positionCaseInsensitive(ifNull(n, ''), 'administrator') > 0, changes.new)`,
    ),
    rows(
      'network',
      'ip:192.0.2.0/24',
      `isIPv4String(ip) AND isIPAddressInRange(if(isIPv4String(ip), toString(ip), '0.0.0.0'), '192.0.2.0/24')`,
    ),
    rows(
      'entity by id',
      `instance:"${entity.id}"`,
      `entity_id = ${text(entity.id)}`,
      {},
      `entity_type = ${text(entity.type)} and entity_id = ${text(entity.id)}`,
    ),
  ]
}

function changeQuestions(): AskedQuestion[] {
  return [
    {
      name: 'changes: newest',
      ask: index => index.rows(asked('', changes)),
      bare: [
        `SELECT * FROM (SELECT * FROM ${T} WHERE tenant = 1 AND changed > 0 ${NEWEST}) ARRAY JOIN changes.attribute AS attribute, changes.old AS old, changes.new AS new LIMIT 100`,
      ],
      path: '/v1/reports/changes/rows?limit=100',
    },
    {
      name: 'changes: of one attribute',
      ask: index => index.rows(asked('attr:role', changes)),
      bare: [
        `SELECT * FROM (SELECT * FROM ${T} WHERE tenant = 1 AND arrayExists(a -> lowerUTF8(a) = 'role', changes.attribute) ${NEWEST}) ARRAY JOIN changes.attribute AS attribute, changes.old AS old, changes.new AS new WHERE lowerUTF8(attribute) = 'role' LIMIT 100`,
      ],
    },
    ...sortColumnsOf('activity').map(column => sorted('activity', column)),
    ...['attribute', 'old', 'new', 'actor'].map(column => sorted('changes', column)),
  ]
}

function summaryQuestions(s: Subjects): AskedQuestion[] {
  const month = { from: s.to - 30 * DAY, to: s.to }
  const inMonth = `tenant = 1 AND occurred_at >= ${moment(month.from)} AND occurred_at < ${moment(month.to)}`
  return [
    summary('everything', '', 'tenant = 1', {}, 'true'),
    summary('everything, in a zone', '', 'tenant = 1', { zone: 'Europe/Lisbon' }),
    summary('30 days', '', inMonth, month),
    summary(
      'one application',
      `app:"${APPLICATION}"`,
      `tenant = 1 AND application = '${APPLICATION}'`,
      {},
      `application = '${APPLICATION}'`,
    ),
    summary(
      'application, entity and outcome',
      `app:"${APPLICATION}" entity:User outcome:failure`,
      `tenant = 1 AND application = '${APPLICATION}' AND entity_type = 'User' AND outcome = 'FAILURE'`,
    ),
    summary(
      'actor of many events',
      `actor:"${s.busyActor}"`,
      `tenant = 1 AND ${actorIs(s.busyActor)}`,
      {},
      `actor_id = ${text(s.busyActor)}`,
    ),
    summary(
      'rare word',
      'kilman',
      `tenant = 1 AND hasAllTokens(search, ['kilman'])`,
      {},
      `search @@ to_tsquery('simple', 'kilman')`,
    ),
    summary('frequent word', 'login', `tenant = 1 AND hasAllTokens(search, ['login'])`),
    summary(
      'attribute',
      'attr:role',
      `tenant = 1 AND arrayExists(a -> lowerUTF8(a) = 'role', changes.attribute)`,
    ),
    summary(
      'network',
      'ip:192.0.2.0/24',
      `tenant = 1 AND isIPv4String(ip) AND isIPAddressInRange(if(isIPv4String(ip), toString(ip), '0.0.0.0'), '192.0.2.0/24')`,
    ),
    summary('changes', '', 'tenant = 1 AND changed > 0', changes),
  ]
}

function groupQuestions(s: Subjects): AskedQuestion[] {
  return [
    groups(s, 'application', 'application'),
    groups(s, 'entity', 'entity_type'),
    groups(s, 'actor', 'actor_id'),
    groups(s, 'outcome', 'outcome'),
    groups(s, 'day', 'toDate(occurred_at)'),
    groups(s, 'month', 'toStartOfMonth(occurred_at)'),
    groups(s, 'ip', 'ip'),
    groups(s, 'access', 'access_method'),
    groups(s, 'instance', 'entity_id'),
    {
      name: 'groups: activity in one application',
      ask: index =>
        index.groups({ ...asked(''), by: 'activity', path: [{ column: 'application', value: APPLICATION }] }),
      bare: groupsBy('activity', s, `tenant = 1 AND application = '${APPLICATION}'`),
    },
    {
      name: 'groups: actor in one activity of one application',
      ask: index =>
        index.groups({
          ...asked(''),
          by: 'actor',
          path: [
            { column: 'application', value: APPLICATION },
            { column: 'activity', value: 'Login' },
          ],
        }),
      bare: groupsBy('actor_id', s, `tenant = 1 AND application = '${APPLICATION}' AND activity = 'Login'`),
    },
    {
      name: 'groups: changes by attribute',
      ask: index => index.groups({ ...asked('', changes), by: 'attribute' }),
      bare: groupsBy('attribute', s, 'tenant = 1', 'ARRAY JOIN changes.attribute AS attribute'),
    },
  ]
}

function entityQuestions(s: Subjects): AskedQuestion[] {
  const middle = middleOf(s)
  const { entity } = s
  const involved = `((entity_type = ${text(entity.type)} AND entity_id = ${text(entity.id)}) OR arrayExists((t, i) -> t = ${text(entity.type)} AND i = ${text(entity.id)}, related.type, related.id))`
  const here = `occurred_at >= ${moment(middle)} AND occurred_at < ${moment(middle + DAY)}`
  return [
    {
      name: 'entity: at a glance',
      ask: index => index.entity({ tenant: 1, entity }),
      bare: [
        `SELECT anyLast(entity_name), anyLast(application), count(), countIf(category IN ('read', 'search', 'login', 'logout')) FROM ${T} WHERE tenant = 1 AND ${involved}`,
      ],
    },
    {
      name: 'entity: history',
      ask: index => index.history({ tenant: 1, entity, limit: 50 }),
      bare: [page(involved, 'ORDER BY occurred_at DESC, `index` DESC LIMIT 50')],
      table: [
        `select event from audit_event where tenant = 1 and entity_type = ${text(entity.type)} and entity_id = ${text(entity.id)} order by occurred_at desc limit 50`,
      ],
      path: `/v1/entities/${encoded(entity.type)}/${encoded(entity.id)}/history?limit=50`,
    },
    {
      name: 'entity: state in the middle',
      ask: index => index.state({ tenant: 1, entity, at: middle }),
      bare: [
        page(
          `entity_type = ${text(entity.type)} AND entity_id = ${text(entity.id)} AND occurred_at <= ${moment(middle)}`,
          'ORDER BY occurred_at DESC LIMIT 5000',
        ),
      ],
      path: `/v1/entities/${encoded(entity.type)}/${encoded(entity.id)}/state?at=${new Date(middle).toISOString()}`,
    },
    {
      name: 'differences of a day',
      ask: index =>
        index.differences({
          tenant: 1,
          report: 'activity',
          filter: NO_FILTER,
          here: { from: middle, to: middle + DAY },
        }),
      bare: [
        'application',
        'entity_type',
        'activity',
        'actor_id',
        'category',
        'outcome',
        'access_method',
        'ip',
        'region',
        'arrayJoin(arrayDistinct(changes.attribute))',
      ].map(
        column => `SELECT ${column} AS v, countIf(${here}), count() FROM ${T} WHERE tenant = 1 GROUP BY v`,
      ),
    },
    {
      name: 'observed',
      ask: index => index.observed(1),
      bare: [
        `SELECT application, entity_type, activity, count() AS n, min(occurred_at), max(occurred_at) FROM ${T} WHERE tenant = 1 GROUP BY application, entity_type, activity ORDER BY n DESC`,
      ],
    },
  ]
}

export function askedQuestions(s: Subjects): AskedQuestion[] {
  return [
    ...rowQuestions(s),
    ...wordQuestions(s),
    ...changeQuestions(),
    ...summaryQuestions(s),
    ...groupQuestions(s),
    ...entityQuestions(s),
  ]
}

function tableSummary(where: string): string[] {
  const facet = (column: string) =>
    `select ${column}, count(*) from audit_event where tenant = 1 and ${where} group by 1 order by 2 desc limit 100`
  return [
    `select count(*), count(*) filter (where outcome = 'FAILURE'), count(distinct actor_id) from audit_event where tenant = 1 and ${where}`,
    `select date_trunc('week', occurred_at), count(*), count(*) filter (where outcome = 'FAILURE') from audit_event where tenant = 1 and ${where} group by 1 order by 1`,
    ...['application', 'entity_type', 'activity', 'category', 'outcome', 'actor_id'].map(facet),
  ]
}
