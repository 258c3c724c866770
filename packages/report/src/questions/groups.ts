/**
 * One level of groups under the values chosen above it: how many rows each has, how many failed, who, when last.
 * The groups are found first; what costs more, distinct actors and the course over time, is asked for the shown ones only.
 */

import { withAskedTime } from '../compile/asked-time.ts'
import { conditionsOf, type Conditions } from '../conditions.ts'
import type { IndexDriver, Param } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { GROUPS_SETTINGS, QUESTION_SETTINGS } from '../settings.ts'
import type { SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { CHANGE_JOIN_SQL } from './changes.ts'
import { actorName } from './facets.ts'
import { groupColumn, type GroupColumn } from './group-columns.ts'
import { atFullHours, momentSql } from './histogram.ts'
import {
  countsFor,
  cutAtBars,
  DAY,
  HOUR,
  monthOf,
  slicesOf,
  startOfMonth,
  type Counts,
  type Slice,
} from './slices.ts'
import { coveredTime } from './span.ts'
import type { Step } from './steps.ts'
import { latestSql, weightSql } from './weight.ts'
import { zoneOf } from './zone.ts'
import { barStarts } from './zoned-bars.ts'

/** The day of a row, or of counts, in ms. */
const DAY_SQL = `toInt64(day) * ${DAY}`

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
  count: number
  failed: number
  groups: number
  /** Where the engine's counts know them. */
  label?: string
  latest?: number
}

interface ActorsAnswer {
  value: string
  actors: number
}

interface BarAnswer {
  value: string
  bar: number
  n: number
  /** Where the first question has not told them. */
  label: string
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
  // Only groups of time depend on it; others are found meanwhile.
  const ofTime = groupColumn(request.by, request.report).kind === 'time'
  const known = ofTime ? await coveredTime(driver, table, request) : undefined
  const grouped = groupedBy(request, known)
  const question = topQuestion(table, request, grouped)
  const [top, { from, to }] = await Promise.all([
    ask<TopAnswer>(question),
    known ?? coveredTime(driver, table, request),
  ])
  const [first] = top
  if (first === undefined) return { groups: [], total: await totalOf(), from, to }
  const portions = portionsOf(top.map(group => group.value))
  const starts = partStarts(from, to, request.bars ?? GROUP_BARS)
  const [bars, actors] = await Promise.all([
    Promise.all(
      portions.map(values => ask<BarAnswer>(barsQuestion(table, request, grouped, values, starts))),
    ),
    request.by === 'actor'
      ? []
      : Promise.all(
          portions.map(values => ask<ActorsAnswer>(groupActorsQuestion(table, request, grouped, values))),
        ),
  ])
  const actorsOf = new Map(actors.flat().map(row => [row.value, row.actors]))
  const barsOf = Map.groupBy(bars.flat(), row => row.value)
  const groups = top.map(({ value, label: named, count, failed, latest }): Group => {
    const course = barsOf.get(value) ?? []
    const label = named ?? course.reduce((last, row) => (row.label > last ? row.label : last), '')
    const byStart = new Map(course.map(row => [row.bar, row.n]))
    return {
      value,
      ...(label !== '' && { label }),
      count,
      failed,
      latest: latest ?? course.reduce((last, row) => Math.max(last, row.latest), -Infinity),
      actors: request.by === 'actor' ? 1 : (actorsOf.get(value) ?? 0),
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

/**
 * @param covered for groups of time
 * @throws ReportError REQUEST_INVALID, QUERY_TOO_EXPENSIVE when there would be too many stretches of time
 */
export function groupedBy(request: GroupsRequest, covered = { from: 0, to: 1 }): Grouped {
  const { from, to } = covered
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
  const ofDays = starts.every(at => at % DAY === 0)
  const counted = ofDays
    ? { kinds: start(DAY_SQL), actors: start(DAY_SQL) }
    : { ...(atFullHours(starts) && { kinds: start(momentSql(true)) }) }
  const months = request.from === undefined && request.to === undefined ? monthsOf(column.step, starts) : {}
  return {
    value: start(momentSql(false)),
    type: 'Int64',
    label: undefined,
    counted: { ...counted, ...months.counted },
    ofChange: false,
    params: { starts, ...months.params },
  }
}

/** Calendar months one after the other: the counts of months know them. */
function monthsOf(
  step: Step,
  starts: readonly number[],
): { counted?: Grouped['counted']; params?: Grouped['params'] } {
  const [first] = starts
  if (step.unit !== 'month' || step.size !== 1 || first === undefined) return {}
  if (!starts.every((at, i) => startOfMonth(monthOf(first) + i) === at)) return {}
  const actors = 'arrayElement({starts:Array(Int64)}, month - {first_month:Int32} + 1)'
  return { counted: { actors }, params: { first_month: monthOf(first) } }
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
  latest: 'last',
}

export function topQuestion(table: string, request: GroupsRequest, grouped: Grouped): Question {
  const conditions = conditionsOf(request)
  const sort = request.sort ?? 'count'
  const counts = countsOf(conditions, grouped, ['kinds', 'actors', 'deeds'])
  const { slices, params } = slicesOf(request, conditions, counts)
  // Rows tell names and moments later, of the shown groups only: there may be as many groups as rows.
  const named = counts !== undefined
  const withLatest = named || sort === 'latest'
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
