/**
 * One level of groups under the values chosen above it: how many rows each has, how many failed, who, when last.
 * The groups are found first; what costs more, distinct actors and the course over time, is asked for the shown ones only.
 */

import { withAskedTime } from '../compile/asked-time.ts'
import type { IndexDriver } from '../driver.ts'
import type { Question } from './activity.ts'
import { groupColumn } from './group-columns.ts'
import { groupedBy } from './grouped.ts'
import { checkGroups, GROUP_BARS, type GroupsRequest } from './groups-request.ts'
import { barsQuestion, groupActorsQuestion, namesQuestion } from './groups-shown.ts'
import { topQuestion, untoldOf } from './groups-sql.ts'
import { DAY, HOUR } from './slices.ts'
import { coveredTime } from './span.ts'

/** UTF-8 bytes of the values of groups that one statement names. */
const VALUES_BYTES_MAX = 30_000

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
  /** Where the counts that were read know it. */
  latest?: number
}

interface ActorsAnswer {
  value: string
  actors: number
}

interface NameAnswer {
  value: string
  label: string
  /** Where the first question has not told it. */
  latest?: number
}

/** Rows tell names and moments here, counts in a question of their own. */
interface BarAnswer extends Partial<NameAnswer> {
  value: string
  bar: number
  n: number
}

/** @throws ReportError REQUEST_INVALID, QUERY_TOO_EXPENSIVE */
export async function askGroups(
  driver: IndexDriver,
  table: string,
  given: GroupsRequest,
): Promise<Omit<GroupsAnswer, 'tookMs'>> {
  checkGroups(given)
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
  const untold = untoldOf(request, grouped)
  const ofEach = <T>(question: (values: string[]) => Question) =>
    Promise.all(portions.map(values => ask<T>(question(values))))
  const [bars, actors, names] = await Promise.all([
    ofEach<BarAnswer>(values => barsQuestion(table, request, grouped, values, starts)),
    request.by === 'actor'
      ? []
      : ofEach<ActorsAnswer>(values => groupActorsQuestion(table, request, grouped, values)),
    untold.by === 'counts' && (untold.names || untold.latest)
      ? ofEach<NameAnswer>(values => namesQuestion(table, request, grouped, values))
      : [],
  ])
  const actorsOf = new Map(actors.flat().map(row => [row.value, row.actors]))
  const barsOf = Map.groupBy(bars.flat(), row => row.value)
  const toldOf = Map.groupBy([...names.flat(), ...bars.flat()], row => row.value)
  const groups = top.map(({ value, count, failed, latest }): Group => {
    const course = barsOf.get(value) ?? []
    const told = toldOf.get(value) ?? []
    const label = told.reduce((last, { label: one = '' }) => (one > last ? one : last), '')
    const byStart = new Map(course.map(row => [row.bar, row.n]))
    return {
      value,
      ...(label !== '' && { label }),
      count,
      failed,
      latest: latest ?? told.reduce((last, row) => Math.max(last, row.latest ?? -Infinity), -Infinity),
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
