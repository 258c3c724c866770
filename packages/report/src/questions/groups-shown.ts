/** What costs more than to count: the course, the distinct actors, the names and last moments of the shown groups only. */
import { conditionsOf } from '../conditions.ts'
import { DEEDS_SETTINGS, GROUPS_SETTINGS, QUESTION_SETTINGS } from '../settings.ts'
import type { Question } from './activity.ts'
import { actorName } from './facets.ts'
import type { Grouped } from './grouped.ts'
import type { GroupsRequest } from './groups-request.ts'
import { countsOf, latestOf, sourceOf, untoldOf, valueOf, weightOf } from './groups-sql.ts'
import { DAY_SQL, momentSql } from './histogram.ts'
import { cutAtBars, DAY, HOUR, slicesOf, type Counts, type Slice } from './slices.ts'

/** Names and last moments, where counts know them. */
export function namesQuestion(
  table: string,
  request: GroupsRequest,
  grouped: Grouped,
  values: readonly string[],
): Question {
  const conditions = conditionsOf(request)
  const counts = countsOf(conditions, grouped, ['kinds', 'actors', 'deeds'])
  const { slices, params } = slicesOf(request, conditions, counts)
  const { latest } = untoldOf(request, grouped)
  const found = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    const { name, keys } = labelOf(grouped, slice)
    const moments = latest
      ? `, ${weightOf(request, conditions, grouped)} AS weight, ${latestOf(request, grouped)} AS at`
      : ''
    return `SELECT ${value} AS part, ${name} AS name${moments}
  FROM ${sourceOf(table, slice.where, conditions, grouped, [isShown(value, grouped)])}
  GROUP BY part${keys}`
  })
  const told = latest ? `, ${LATEST_SQL}` : ''
  const sql = `SELECT toString(part) AS value, max(name) AS label${told}
FROM (
  ${found.join('\n  UNION ALL\n  ')}
)
GROUP BY part
${QUESTION_SETTINGS}`
  const own = { values: valuesOf(grouped, values) }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...own } }
}

export function barsQuestion(
  table: string,
  request: GroupsRequest,
  grouped: Grouped,
  values: readonly string[],
  starts: readonly number[],
): Question {
  const conditions = conditionsOf(request)
  const counts = countsOf(conditions, grouped, ['kinds', 'actors', 'dailyDeeds'])
  const { slices, params } = cutAtBars(request, conditions, counts, starts.slice(1))
  const withNames = untoldOf(request, grouped).by === 'rows'
  const name = grouped.label === undefined ? "''" : `any(${grouped.label})`
  const counted = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    const moment = grouped.ofChange ? momentSql(false) : barMomentSql(slice, counts, starts)
    const own = withNames ? `, ${latestOf(request, grouped)} AS at, ${name} AS name` : ''
    // Grouped by the column as it is stored: vocabulary is counted by its numbers, not by its texts.
    return `SELECT ${value} AS part, roundDown(${moment}, {bars:Array(Int64)}) AS bar, ${weightOf(request, conditions, grouped)} AS weight${own}
  FROM ${sourceOf(table, slice.where, conditions, grouped, [isShown(value, grouped)])}
  GROUP BY part, bar`
  })
  const told = withNames ? `, ${LATEST_SQL}, max(name) AS label` : ''
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
  if (later.every(at => at % DAY === 0) || (counted && counts !== 'kinds')) return DAY_SQL
  return momentSql(counted || later.every(at => at % HOUR === 0))
}

export function groupActorsQuestion(
  table: string,
  request: GroupsRequest,
  grouped: Grouped,
  values: readonly string[],
): Question {
  const conditions = conditionsOf(request)
  const counts = countsOf(conditions, grouped, ['audience', 'actors', 'deeds'])
  const { slices, params } = slicesOf(request, conditions, counts)
  const weight = weightOf(request, conditions, grouped)
  const counted = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    return `SELECT ${value} AS part, actor_id
  FROM ${sourceOf(table, slice.where, conditions, grouped, [isShown(value, grouped)])}
  GROUP BY part, actor_id${weight === 'count()' ? '' : `\n  HAVING ${weight} > 0`}`
  })
  const sql = `SELECT toString(part) AS value, ${slices.length === 1 ? 'count()' : 'uniqExact(actor_id)'} AS actors
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY part
${GROUPS_SETTINGS}${counts === 'deeds' ? DEEDS_SETTINGS : ''}`
  const own = { values: valuesOf(grouped, values) }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...own } }
}

const LATEST_SQL = 'toUnixTimestamp64Milli(maxIf(at, weight > 0)) AS latest'

function isShown(value: string, { type }: Grouped): string {
  return `${value} IN {values:Array(${type})}`
}

function labelOf(grouped: Grouped, slice: Slice): { name: string; keys: string } {
  if (grouped.label === 'actor_name') return actorName(slice)
  return { name: grouped.label === undefined ? "''" : `any(${grouped.label})`, keys: '' }
}

function valuesOf(grouped: Grouped, values: readonly string[]): readonly string[] | readonly number[] {
  return grouped.type === 'Int64' ? values.map(Number) : values
}
