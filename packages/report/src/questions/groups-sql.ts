/** The first question of a level of groups: which there are, with how many rows and failures. And how the others read the same rows. */
import { conditionsOf, type Conditions } from '../conditions.ts'
import { GROUPS_SETTINGS } from '../settings.ts'
import type { Question } from './activity.ts'
import { CHANGE_JOIN_SQL } from './changes.ts'
import type { Grouped } from './grouped.ts'
import type { GroupSort, GroupsRequest } from './groups-request.ts'
import { countsFor, slicesOf, type Counts, type Slice } from './slices.ts'
import { failedSql, latestSql, weightSql } from './weight.ts'

/** The counts that know the groups and every condition. */
export function countsOf(
  conditions: Conditions,
  { counted }: Grouped,
  able: readonly Counts[],
): Counts | undefined {
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
  const counts = topCountsOf(request, conditions, grouped)
  const { slices, params } = slicesOf(request, conditions, counts)
  const withLatest = sort === 'latest' || knowsMoments(counts)
  const counted = slices.map(slice => {
    const columns = [
      `${valueOf(grouped, counts, slice)} AS part`,
      `${weightOf(request, conditions, grouped)} AS weight`,
      `${grouped.ofChange ? failedSql('activity', conditions) : failedSql(request.report, conditions)} AS failures`,
      ...(withLatest ? [`${latestOf(request, grouped)} AS at`] : []),
    ]
    return `SELECT ${columns.join(', ')}
  FROM ${sourceOf(table, slice.where, conditions, grouped)}
  GROUP BY part`
  })
  const descending = request.descending ?? sort !== 'value'
  const told = [
    'toString(group) AS value',
    'count',
    'failed',
    ...(withLatest ? ['toUnixTimestamp64Milli(last) AS latest'] : []),
    'count() OVER () AS groups',
  ]
  const sums = [
    'part AS group',
    'sum(weight) AS count',
    'sum(failures) AS failed',
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

/** What the first question does not tell: names, and moments where only rows or other counts know them. */
export interface Untold {
  names: boolean
  latest: boolean
  /** Rows tell it with the course of the shown groups, for they are read anyway; counts in a question of their own. */
  by: 'rows' | 'counts'
}

/** There may be as many groups as rows, and as many names as actors: both are asked for the shown groups only. */
export function untoldOf(request: GroupsRequest, grouped: Grouped): Untold {
  const counts = topCountsOf(request, conditionsOf(request), grouped)
  const latest = request.sort !== 'latest' && !knowsMoments(counts)
  return { names: grouped.label !== undefined, latest, by: counts === undefined ? 'rows' : 'counts' }
}

function topCountsOf(request: GroupsRequest, conditions: Conditions, grouped: Grouped): Counts | undefined {
  // In the order of kinds, actors of one application lie together; others are fewer in the order of actors.
  const together = conditions.of.application || conditions.fields.application !== undefined
  const daily: Counts[] = together && !conditions.of.actor && request.sort !== 'latest' ? ['dailyDeeds'] : []
  return countsOf(conditions, grouped, ['kinds', 'actors', ...daily, 'deeds'])
}

function knowsMoments(counts: Counts | undefined): boolean {
  return counts !== undefined && counts !== 'dailyDeeds'
}

export function valueOf(grouped: Grouped, counts: Counts | undefined, slice: Slice): string {
  return (slice.counted && counts !== undefined ? grouped.counted[counts] : undefined) ?? grouped.value
}

/** @param also conditions on the row of the report */
export function sourceOf(
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

export function weightOf(request: GroupsRequest, conditions: Conditions, grouped: Grouped): string {
  return grouped.ofChange ? 'count()' : weightSql(request.report, conditions)
}

/** Where changes are unfolded, every row is one. */
export function latestOf(request: GroupsRequest, grouped: Grouped): string {
  return grouped.ofChange ? 'max(occurred_at)' : latestSql(request.report)
}
