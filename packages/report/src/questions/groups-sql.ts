/** The three questions of a level of groups: the groups, the course of the shown ones over time, and their distinct actors. */
import { conditionsOf, type Conditions } from '../conditions.ts'
import { GROUPS_SETTINGS, QUESTION_SETTINGS } from '../settings.ts'
import type { Question } from './activity.ts'
import { CHANGE_JOIN_SQL } from './changes.ts'
import { actorName } from './facets.ts'
import type { Grouped } from './grouped.ts'
import type { GroupSort, GroupsRequest } from './groups-request.ts'
import { DAY_SQL, momentSql } from './histogram.ts'
import { countsFor, cutAtBars, DAY, HOUR, slicesOf, type Counts, type Slice } from './slices.ts'
import { latestSql, weightSql } from './weight.ts'

/** The counts that know the groups and every condition. */
function countsOf(conditions: Conditions, { counted }: Grouped, able: readonly Counts[]): Counts | undefined {
  return countsFor(
    conditions,
    able.filter(counts => counted[counts] !== undefined),
  )
}

const ORDER_SQL: Readonly<Record<GroupSort, string>> = {
  value: 'group',
  count: 'count',
  failed: 'failed',
  latest: 'last',
}

export function topQuestion(table: string, request: GroupsRequest, grouped: Grouped): Question {
  const conditions = conditionsOf(request)
  const sort = request.sort ?? 'count'
  const counts = countsOf(conditions, grouped, ['kinds', 'actors', 'deeds'])
  const { slices, params } = slicesOf(request, conditions, counts)
  // Rows tell names and moments later, of the shown groups only: there may be as many groups as rows. Of deeds there are
  // as many names as pairs of actors and what they did: they too are asked later, see `namesQuestion`.
  const known = counts !== undefined
  const named = known && !areNamesApart(request, grouped)
  const withLatest = known || sort === 'latest'
  const counted = slices.map(slice => {
    const { name, keys } = labelOf(grouped, slice)
    const columns = [
      `${valueOf(grouped, counts, slice)} AS part`,
      'outcome',
      ...(named ? [`${name} AS name`] : []),
      `${weightOf(request, conditions, grouped)} AS weight`,
      ...(withLatest ? [`${latestOf(request, grouped)} AS at`] : []),
    ]
    return `SELECT ${columns.join(', ')}
  FROM ${sourceOf(table, slice.where, conditions, grouped)}
  GROUP BY part, outcome${named ? keys : ''}`
  })
  const descending = request.descending ?? sort !== 'value'
  const told = [
    'toString(group) AS value',
    ...(named ? ['label'] : []),
    'count',
    'failed',
    ...(withLatest ? ['toUnixTimestamp64Milli(last) AS latest'] : []),
    'count() OVER () AS groups',
  ]
  const sums = [
    'part AS group',
    ...(named ? ['max(name) AS label'] : []),
    'sum(weight) AS count',
    "sumIf(weight, outcome = 'FAILURE') AS failed",
    ...(withLatest ? ['maxIf(at, weight > 0) AS last'] : []),
  ]
  const sql = `SELECT ${told.join(', ')}
FROM (
  SELECT ${sums.join(', ')}
  FROM (
  ${counted.join('\n  UNION ALL\n  ')}
  )
  GROUP BY part
  HAVING count > 0
)
ORDER BY ${ORDER_SQL[sort]} ${descending ? 'DESC' : 'ASC'}, group
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
${GROUPS_SETTINGS}`
  const page = { limit: request.limit, offset: request.offset ?? 0 }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...page } }
}

/** Whether the names of groups are a question of their own. */
export function areNamesApart(request: GroupsRequest, grouped: Grouped): boolean {
  if (grouped.label === undefined) return false
  return countsOf(conditionsOf(request), grouped, ['kinds', 'actors', 'deeds']) === 'deeds'
}

/** The names of the shown groups, found in the counts by the values themselves. */
export function namesQuestion(
  table: string,
  request: GroupsRequest,
  grouped: Grouped,
  values: readonly string[],
): Question {
  const conditions = conditionsOf(request)
  const counts = countsOf(conditions, grouped, ['deeds'])
  const { slices, params } = slicesOf(request, conditions, counts)
  const found = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    const { name, keys } = labelOf(grouped, slice)
    return `SELECT ${value} AS part, ${name} AS name
  FROM ${sourceOf(table, slice.where, conditions, grouped, [`${value} IN {values:Array(${grouped.type})}`])}
  GROUP BY part${keys}`
  })
  const sql = `SELECT part AS value, max(name) AS label
FROM (
  ${found.join('\n  UNION ALL\n  ')}
)
GROUP BY part
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, ...params, values: valuesOf(grouped, values) } }
}

export function barsQuestion(
  table: string,
  request: GroupsRequest,
  grouped: Grouped,
  values: readonly string[],
  starts: readonly number[],
): Question {
  const conditions = conditionsOf(request)
  const counts = countsOf(conditions, grouped, ['kinds', 'actors'])
  const { slices, params } = cutAtBars(request, conditions, counts, starts.slice(1))
  // What counts know, the first question has told.
  const named = countsOf(conditions, grouped, ['kinds', 'actors', 'deeds']) !== undefined
  const name = grouped.label === undefined ? "''" : `any(${grouped.label})`
  const counted = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    const moment = grouped.ofChange ? momentSql(false) : barMomentSql(slice, counts, starts)
    const own = named ? '' : `, ${latestOf(request, grouped)} AS at, ${name} AS name`
    // Grouped by the column as it is stored: vocabulary is counted by its numbers, not by its texts.
    return `SELECT ${value} AS part, roundDown(${moment}, {bars:Array(Int64)}) AS bar, ${weightOf(request, conditions, grouped)} AS weight${own}
  FROM ${sourceOf(table, slice.where, conditions, grouped, [`${value} IN {values:Array(${grouped.type})}`])}
  GROUP BY part, bar`
  })
  const told = named ? '' : ', toUnixTimestamp64Milli(maxIf(at, weight > 0)) AS latest, max(name) AS label'
  const sql = `SELECT toString(part) AS value, bar, sum(weight) AS n${told}
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY part, bar
HAVING n > 0
${QUESTION_SETTINGS}`
  const own = { values: valuesOf(grouped, values), bars: starts }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...own } }
}

/**
 * The moment by which a row falls into a bar. Where bars begin with full days or hours, the number of the row's day or
 * hour tells as much as its time, for a tenth of the work; what is before the first bar's start is in the first bar.
 */
function barMomentSql({ counted }: Slice, counts: Counts | undefined, starts: readonly number[]): string {
  const later = starts.slice(1)
  if (later.every(at => at % DAY === 0) || (counted && counts === 'actors')) return DAY_SQL
  return momentSql(counted || later.every(at => at % HOUR === 0))
}

export function groupActorsQuestion(
  table: string,
  request: GroupsRequest,
  grouped: Grouped,
  values: readonly string[],
): Question {
  const conditions = conditionsOf(request)
  const counts = countsOf(conditions, grouped, ['actors', 'deeds'])
  const { slices, params } = slicesOf(request, conditions, counts)
  const weight = weightOf(request, conditions, grouped)
  const counted = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    return `SELECT ${value} AS part, actor_id
  FROM ${sourceOf(table, slice.where, conditions, grouped, [`${value} IN {values:Array(${grouped.type})}`])}
  GROUP BY part, actor_id${weight === 'count()' ? '' : `\n  HAVING ${weight} > 0`}`
  })
  const sql = `SELECT toString(part) AS value, ${slices.length === 1 ? 'count()' : 'uniqExact(actor_id)'} AS actors
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY part
${GROUPS_SETTINGS}`
  const own = { values: valuesOf(grouped, values) }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...own } }
}

function labelOf(grouped: Grouped, slice: Slice): { name: string; keys: string } {
  if (grouped.label === 'actor_name') return actorName(slice)
  return { name: grouped.label === undefined ? "''" : `any(${grouped.label})`, keys: '' }
}

function valueOf(grouped: Grouped, counts: Counts | undefined, slice: Slice): string {
  return (slice.counted && counts !== undefined ? grouped.counted[counts] : undefined) ?? grouped.value
}

/** @param also conditions on the row of the report */
function sourceOf(
  table: string,
  where: readonly string[],
  { fits }: Conditions,
  grouped: Grouped,
  also: readonly string[] = [],
): string {
  if (!grouped.ofChange) return `${table}\n  WHERE ${[...where, ...also].join('\n    AND ')}`
  const ofChange = [...(fits === undefined ? [] : ['fit']), ...also]
  return `(
    SELECT *${fits === undefined ? '' : `, ${fits} AS fits`}
    FROM ${table}
    WHERE ${where.join('\n      AND ')}
  )
  ${CHANGE_JOIN_SQL}${fits === undefined ? '' : ', fits AS fit'}${ofChange.length === 0 ? '' : `\n  WHERE ${ofChange.join(' AND ')}`}`
}

function weightOf(request: GroupsRequest, conditions: Conditions, grouped: Grouped): string {
  return grouped.ofChange ? 'count()' : weightSql(request.report, conditions)
}

/** Where changes are unfolded, every row is one. */
function latestOf(request: GroupsRequest, grouped: Grouped): string {
  return grouped.ofChange ? 'max(occurred_at)' : latestSql(request.report)
}

function valuesOf(grouped: Grouped, values: readonly string[]): readonly string[] | readonly number[] {
  return grouped.type === 'Int64' ? values.map(Number) : values
}
