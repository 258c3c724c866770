/**
 * One level of groups under the values chosen above it: how many rows each has, how many failed, who, when last.
 * The groups are found first; what costs more, distinct actors and the course over time, is asked for the shown ones only.
 */

import { withAskedTime } from '../compile/asked-time.ts'
import { conditionsOf, type Conditions } from '../conditions.ts'
import type { IndexDriver, Param } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { CHANGE_JOIN_SQL } from './changes.ts'
import { actorName } from './facets.ts'
import { groupColumn, type GroupColumn } from './group-columns.ts'
import { atFullHours, momentSql } from './histogram.ts'
import { countsFor, cutAtBars, DAY, HOUR, slicesOf, type Counts, type Slice } from './slices.ts'
import { spanQuestion, type SpanAnswer } from './span.ts'
import { latestSql, weightSql } from './weight.ts'
import { zoneOf } from './zone.ts'
import { barStarts } from './zoned-bars.ts'

/** Groups of one answer. */
export const GROUPS_MAX = 500
/** Groups that may be passed over. */
export const GROUPS_OFFSET_MAX = 100_000
/** Bars of a group's course when nothing else is asked for, and at most. */
export const GROUP_BARS = 28
export const GROUP_BARS_MAX = 100
/** UTF-8 bytes of the values of groups that one statement names. */
const VALUES_BYTES_MAX = 30_000
/** Stretches of time that one question groups by. */
const TIME_GROUPS_MAX = 10_000

export type GroupSort = 'value' | 'count' | 'failed' | 'latest'

export interface GroupsRequest extends SummaryRequest {
  by: GroupColumn
  /** `count` unless another is asked for. Equal groups follow each other by value. */
  sort?: GroupSort | undefined
  /** Falling unless sorted by value. */
  descending?: boolean | undefined
  /** 1 … GROUPS_MAX */
  limit: number
  /** Groups to pass over, up to GROUPS_OFFSET_MAX. */
  offset?: number | undefined
  /** 1 … GROUP_BARS_MAX */
  bars?: number | undefined
}

export interface Group {
  /** The exact value ('' = none), or the start of a stretch of time in ms since the epoch. */
  value: string
  label?: string
  count: number
  failed: number
  /** ms since the epoch */
  latest: number
  /** distinct actors */
  actors: number
  /** How many rows each equal part of the asked time has, oldest first. */
  bars: number[]
}

export interface GroupsAnswer {
  groups: Group[]
  /** How many groups there are, shown or not. */
  total: number
  /** The time that the bars cover: that asked for, or from the first event to the last. */
  from: number
  to: number
  tookMs: number
}

interface TopAnswer {
  value: string
  label: string
  count: number
  failed: number
  groups: number
}

interface ActorsAnswer {
  value: string
  actors: number
}

interface BarAnswer {
  value: string
  bar: number
  n: number
  latest: number
}

/** @throws ReportError REQUEST_INVALID, QUERY_TOO_EXPENSIVE */
export async function askGroups(
  driver: IndexDriver,
  table: string,
  given: GroupsRequest,
): Promise<Omit<GroupsAnswer, 'tookMs'>> {
  check(given)
  const request = withAskedTime(given)
  const ask = <T>(question: Question) => driver.query<T>(question.sql, question.params)
  const [span] = await ask<SpanAnswer>(spanQuestion(table, request))
  const from = request.from ?? span?.first ?? 0
  const to = Math.max(from + 1, request.to ?? (span?.last ?? from) + 1)
  const grouped = groupedBy(request, from, to)
  const top = await ask<TopAnswer>(topQuestion(table, request, grouped))
  const [first] = top
  if (first === undefined) return { groups: [], total: await totalOf(), from, to }
  const portions = portionsOf(top.map(group => group.value))
  const starts = partStarts(from, to, request.bars ?? GROUP_BARS)
  const [bars, actors] = await Promise.all([
    Promise.all(
      portions.map(values => ask<BarAnswer>(barsQuestion(table, request, grouped, values, starts))),
    ),
    Promise.all(
      portions.map(values => ask<ActorsAnswer>(groupActorsQuestion(table, request, grouped, values))),
    ),
  ])
  const actorsOf = new Map(actors.flat().map(row => [row.value, row.actors]))
  const barsOf = Map.groupBy(bars.flat(), row => row.value)
  const groups = top.map(({ value, label, count, failed }): Group => {
    const course = barsOf.get(value) ?? []
    const byStart = new Map(course.map(row => [row.bar, row.n]))
    return {
      value,
      ...(label !== '' && { label }),
      count,
      failed,
      latest: course.reduce((latest, row) => Math.max(latest, row.latest), -Infinity),
      actors: actorsOf.get(value) ?? 0,
      bars: starts.map(start => byStart.get(start) ?? 0),
    }
  })
  return { groups, total: first.groups, from, to }

  /** Behind the last group nobody has counted them. */
  async function totalOf(): Promise<number> {
    if ((request.offset ?? 0) === 0) return 0
    const [any] = await ask<TopAnswer>(topQuestion(table, { ...request, limit: 1, offset: 0 }, grouped))
    return any?.groups ?? 0
  }
}

/** How the value of a row's group is written in SQL. */
export interface Grouped {
  value: string
  type: 'String' | 'Int64'
  label: string | undefined
  /** The same over the counts of hours, or of actors: for what they know. */
  counted: { kinds?: string; actors?: string; deeds?: string }
  ofChange: boolean
  params: Record<string, Param>
}

/** @throws ReportError REQUEST_INVALID, QUERY_TOO_EXPENSIVE when there would be too many stretches of time */
export function groupedBy(request: GroupsRequest, from: number, to: number): Grouped {
  const column = groupColumn(request.by, request.report)
  if (column.kind === 'change') {
    return {
      value: 'attribute',
      type: 'String',
      label: undefined,
      counted: {},
      ofChange: true,
      params: {},
    }
  }
  if (column.kind === 'text') {
    const { sql, label } = column
    return { value: sql, type: 'String', label, counted: countedOf(column), ofChange: false, params: {} }
  }
  const shortest = column.step.unit === 'ms' ? column.step.size : 28 * 86_400_000
  if ((to - from) / shortest > TIME_GROUPS_MAX) {
    const message = `More than ${TIME_GROUPS_MAX} groups of time: ask for a shorter time, or group by longer stretches`
    throw new ReportError('QUERY_TOO_EXPENSIVE', message)
  }
  const starts = barStarts(column.step, zoneOf(request.zone ?? 'UTC'), from, to)
  const start = (moment: string) => `roundDown(${moment}, {starts:Array(Int64)})`
  const counted = {
    ...(atFullHours(starts) && { kinds: start(momentSql(true)) }),
    ...(starts.every(at => at % DAY === 0) && { actors: start(`toInt64(day) * ${DAY}`) }),
  }
  return {
    value: start(momentSql(false)),
    type: 'Int64',
    label: undefined,
    counted,
    ofChange: false,
    params: { starts },
  }
}

function countedOf({ sql, counted }: { sql: string; counted?: 'kinds' | 'actors' }): Grouped['counted'] {
  if (counted === 'actors') return { actors: sql, deeds: sql }
  if (counted === 'kinds') return { kinds: sql, ...(sql === 'outcome' && { actors: sql }), deeds: sql }
  return {}
}

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
  latest: 'latest',
}

export function topQuestion(table: string, request: GroupsRequest, grouped: Grouped): Question {
  const conditions = conditionsOf(request)
  const sort = request.sort ?? 'count'
  const counts = countsOf(conditions, grouped, ['kinds', 'actors', 'deeds'])
  const { slices, params } = slicesOf(request, conditions, counts)
  const latest = sort === 'latest' ? `, ${latestOf(request, grouped)} AS at` : ''
  const counted = slices.map(slice => {
    const { name, keys } = labelOf(grouped, counts, slice)
    return `SELECT ${valueOf(grouped, counts, slice)} AS part, outcome, ${name} AS name, ${weightOf(request, conditions, grouped)} AS weight${latest}
  FROM ${sourceOf(table, slice.where, conditions, grouped)}
  GROUP BY part, outcome${keys}`
  })
  const descending = request.descending ?? sort !== 'value'
  const sql = `SELECT toString(group) AS value, label, count, failed, count() OVER () AS groups
FROM (
  SELECT part AS group, max(name) AS label, sum(weight) AS count, sumIf(weight, outcome = 'FAILURE') AS failed${sort === 'latest' ? ', maxIf(at, weight > 0) AS latest' : ''}
  FROM (
  ${counted.join('\n  UNION ALL\n  ')}
  )
  GROUP BY part
  HAVING count > 0
)
ORDER BY ${ORDER_SQL[sort]} ${descending ? 'DESC' : 'ASC'}, group
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
${QUESTION_SETTINGS}`
  const page = { limit: request.limit, offset: request.offset ?? 0 }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...page } }
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
  const counted = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    const moment = counts === 'actors' && slice.counted ? `toInt64(day) * ${DAY}` : momentSql(slice.counted)
    // Grouped by the column as it is stored: vocabulary is counted by its numbers, not by its texts.
    return `SELECT ${value} AS part, roundDown(${moment}, {bars:Array(Int64)}) AS bar, ${weightOf(request, conditions, grouped)} AS weight, ${latestOf(request, grouped)} AS at
  FROM ${sourceOf(table, slice.where, conditions, grouped, [`${value} IN {values:Array(${grouped.type})}`])}
  GROUP BY part, bar`
  })
  const sql = `SELECT toString(part) AS value, bar, sum(weight) AS n, toUnixTimestamp64Milli(maxIf(at, weight > 0)) AS latest
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY part, bar
HAVING n > 0
${QUESTION_SETTINGS}`
  const own = { values: valuesOf(grouped, values), bars: starts }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...own } }
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
  const counted = slices.map(slice => {
    const value = valueOf(grouped, counts, slice)
    return `SELECT ${value} AS part, actor_id, ${weightOf(request, conditions, grouped)} AS weight
  FROM ${sourceOf(table, slice.where, conditions, grouped, [`${value} IN {values:Array(${grouped.type})}`])}
  GROUP BY part, actor_id`
  })
  const sql = `SELECT toString(part) AS value, uniqExactIf(actor_id, weight > 0) AS actors
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY part
${QUESTION_SETTINGS}`
  const own = { values: valuesOf(grouped, values) }
  return { sql, params: { ...conditions.params, ...params, ...grouped.params, ...own } }
}

function labelOf(grouped: Grouped, counts: Counts | undefined, slice: Slice): { name: string; keys: string } {
  if (grouped.label === 'actor_name') return actorName(counts, slice)
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

/** The values in portions that a statement has room for. */
function portionsOf(values: readonly string[]): string[][] {
  const portions: string[][] = []
  let bytes = Infinity
  for (const value of values) {
    const length = Buffer.byteLength(value)
    if (bytes + length > VALUES_BYTES_MAX) {
      portions.push([])
      bytes = 0
    }
    portions.at(-1)?.push(value)
    bytes += length
  }
  return portions
}

/**
 * Starts of parts of a stretch of time that are equal but for rounding: long ones begin with a full hour or day, so that
 * counts of hours and days know them.
 */
export function partStarts(from: number, to: number, count: number): number[] {
  const length = (to - from) / count
  const unit = length >= 4 * DAY ? DAY : length >= 4 * HOUR ? HOUR : 1
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? from : Math.floor((from + Math.floor(length * i)) / unit) * unit,
  )
}

function check({ limit, offset = 0, bars = GROUP_BARS }: GroupsRequest): void {
  const within = (value: number, least: number, most: number) =>
    Number.isSafeInteger(value) && value >= least && value <= most
  if (!within(limit, 1, GROUPS_MAX))
    throw new ReportError('REQUEST_INVALID', `An answer has 1 to ${GROUPS_MAX} groups`)
  if (!within(offset, 0, GROUPS_OFFSET_MAX))
    throw new ReportError('REQUEST_INVALID', `At most ${GROUPS_OFFSET_MAX} groups are passed over`)
  if (!within(bars, 1, GROUP_BARS_MAX))
    throw new ReportError('REQUEST_INVALID', `A group has 1 to ${GROUP_BARS_MAX} bars`)
}
