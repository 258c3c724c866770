/**
 * How many rows each bar of time holds, and how many of them failed; together the totals of the summary.
 * The engine counts days, or equal parts of a day; longer bars are sums of days, so no calendar is needed in SQL.
 */

import type { Zone } from '@daybook/query'

import { conditionsOf, type Conditions } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { Histogram, SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { countsFor, DAY, HOUR, slicesOf, type Slice } from './slices.ts'
import { barOf, meanLength, startOfBar, type Step } from './steps.ts'
import { weightSql } from './weight.ts'

export interface PartAnswer {
  /** Number of a day, or of a part of `step` ms, counted from the epoch. */
  part: number
  outcome: string
  n: number
}

export function histogramQuestion(table: string, request: SummaryRequest, step: Step): Question {
  const conditions = conditionsOf(request)
  const length = partLength(step)
  const able =
    length === DAY ? (['kinds', 'actors'] as const) : length % HOUR === 0 ? (['kinds'] as const) : []
  const { slices, params } = slicesOf(request, conditions, countsFor(conditions, able))
  const partOf = ({ counted }: Slice) => (length === DAY ? 'day' : counted ? HOURS_PART : MS_PART)
  const sql = countedSql(table, request, conditions, slices, partOf)
  const lengths =
    length === DAY ? {} : { part_length: length, ...(length % HOUR === 0 && { part_hours: length / HOUR }) }
  return { sql, params: { ...conditions.params, ...params, ...lengths } }
}

/** The bars of a zone, given by their starts: the engine only looks up between which of them a moment lies. */
export function zonedHistogramQuestion(
  table: string,
  request: SummaryRequest,
  starts: readonly number[],
): Question {
  const conditions = conditionsOf(request)
  // The clocks of most zones are whole hours from UTC, so that no hour of the counts lies in two bars.
  const counts = atFullHours(starts) ? countsFor(conditions, ['kinds']) : undefined
  const { slices, params } = slicesOf(request, conditions, counts)
  const partOf = ({ counted }: Slice) => `roundDown(${momentSql(counted)}, {starts:Array(Int64)})`
  return {
    sql: countedSql(table, request, conditions, slices, partOf),
    params: { ...conditions.params, ...params, starts },
  }
}

export function atFullHours(starts: readonly number[]): boolean {
  return starts.every(start => start % HOUR === 0)
}

/** The day of a row, or of counts, in ms. */
export const DAY_SQL = `toInt64(day) * ${DAY}`

/** When a row occurred, or the hour of counts began, in ms. */
export function momentSql(counted: boolean): string {
  return counted ? `toInt64(hour) * ${HOUR}` : 'toUnixTimestamp64Milli(occurred_at)'
}

function countedSql(
  table: string,
  request: SummaryRequest,
  conditions: Conditions,
  slices: readonly Slice[],
  partOf: (slice: Slice) => string,
): string {
  const counted = slices.map(
    slice => `SELECT ${partOf(slice)} AS part, outcome, ${weightSql(request.report, conditions)} AS weight
  FROM ${table}
  WHERE ${slice.where.join('\n    AND ')}
  GROUP BY part, outcome`,
  )
  return `SELECT part, outcome, sum(weight) AS n
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY part, outcome
HAVING n > 0
ORDER BY part
${QUESTION_SETTINGS}`
}

export function zonedHistogramOf(
  step: Step,
  zone: Zone,
  starts: readonly number[],
  answers: readonly PartAnswer[],
): Histogram {
  const buckets = new Map(starts.map(at => [at, { at, count: 0, failed: 0 }]))
  for (const { part, outcome, n } of answers) {
    const bucket = buckets.get(part)
    if (bucket === undefined) continue
    bucket.count += n
    if (outcome === 'FAILURE') bucket.failed += n
  }
  const { unit, size } = step
  return { step: meanLength(step), unit, size, zone: zone.name, buckets: [...buckets.values()] }
}

/** Every bar between the two moments, empty ones included, so that a chart needs no arithmetic. */
export function histogramOf(step: Step, from: number, to: number, answers: readonly PartAnswer[]): Histogram {
  const counts = new Map<number, { count: number; failed: number }>()
  for (const { part, outcome, n } of answers) {
    const bar = barOf(step, part * partLength(step))
    const sum = counts.get(bar) ?? { count: 0, failed: 0 }
    sum.count += n
    if (outcome === 'FAILURE') sum.failed += n
    counts.set(bar, sum)
  }
  const buckets: Histogram['buckets'] = []
  for (let bar = barOf(step, from); bar <= barOf(step, to - 1); bar++) {
    buckets.push({ at: startOfBar(step, bar), count: 0, failed: 0, ...counts.get(bar) })
  }
  return { step: meanLength(step), unit: step.unit, size: step.size, buckets }
}

/** ms of the parts that the engine counts: whole days, or a step that divides a day. */
export function partLength(step: Step): number {
  return step.unit === 'ms' && step.size < DAY ? step.size : DAY
}

// intDiv rounds towards zero; moments before the epoch are counted downwards, hence the remainder.
const AT = 'toUnixTimestamp64Milli(occurred_at)'
const MS_PART = `intDiv(${AT} - positiveModulo(${AT}, {part_length:Int64}), {part_length:Int64})`
const HOURS_PART = 'intDiv(hour - positiveModulo(hour, {part_hours:Int32}), {part_hours:Int32})'
