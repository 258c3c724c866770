/**
 * How many rows each bar of time holds, and how many of them failed; together the totals of the summary.
 * The engine counts days, or equal parts of a day; longer bars are sums of days, so no calendar is needed in SQL.
 */

import type { Zone } from '@daybook/query'

import { allOf, CHANGED, conditionsOf } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { Histogram, SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { DAY, slicesOf } from './slices.ts'
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
  const ofDays = partLength(step) === DAY
  // The daily counts know the fields of few values, but neither actors nor words.
  const daily = ofDays && conditions.fields.actor === undefined && conditions.plain
  const slices = slicesOf(request, conditions, daily)
  const base = daily ? conditions.base.filter(condition => condition !== CHANGED) : conditions.base
  const counted = slices.times.map(
    time => `SELECT ${ofDays ? 'day' : partSql()} AS part, outcome, ${weightSql(request.report, conditions)} AS weight
  FROM ${table}
  WHERE ${[...base, ...time, ...Object.values(conditions.fields), ...conditions.implied].join('\n    AND ')}
  GROUP BY part, outcome`,
  )
  const sql = `SELECT part, outcome, sum(weight) AS n
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY part, outcome
HAVING n > 0
ORDER BY part
${QUESTION_SETTINGS}`
  const length = ofDays ? {} : { part_length: partLength(step) }
  return { sql, params: { ...conditions.params, ...slices.params, ...length } }
}

/** The bars of a zone, given by their starts: the engine only looks up between which of them a moment lies. */
export function zonedHistogramQuestion(
  table: string,
  request: SummaryRequest,
  starts: readonly number[],
): Question {
  const conditions = conditionsOf(request)
  const sql = `SELECT roundDown(toUnixTimestamp64Milli(occurred_at), {starts:Array(Int64)}) AS part, outcome,
  ${weightSql(request.report, conditions)} AS n
FROM ${table}
WHERE ${allOf(conditions).join('\n  AND ')}
GROUP BY part, outcome
HAVING n > 0
ORDER BY part
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, starts } }
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
function partSql(): string {
  const at = 'toUnixTimestamp64Milli(occurred_at)'
  return `intDiv(${at} - positiveModulo(${at}, {part_length:Int64}), {part_length:Int64})`
}
