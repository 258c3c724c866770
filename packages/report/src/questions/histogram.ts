/**
 * How many rows each bar of time holds, and how many of them failed; together the totals of the summary.
 * Bars are numbered by the engine exactly as `barOf` numbers them.
 */

import { conditionsOf, whereOf } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { Histogram, SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { barOf, meanLength, originOf, startOfBar, type Step } from './steps.ts'
import { failedSql, weightSql } from './weight.ts'

export interface BarAnswer {
  bar: number
  n: number
  failed: number
}

export function histogramQuestion(table: string, request: SummaryRequest, step: Step): Question {
  const conditions = conditionsOf(request)
  const sql = `SELECT ${barSql(step)} AS bar, ${weightSql(request.report)} AS n, ${failedSql(request.report)} AS failed
FROM ${table}
WHERE ${whereOf(conditions)}
GROUP BY bar
ORDER BY bar
${QUESTION_SETTINGS}`
  const origin = step.unit === 'ms' ? { bar_origin: originOf(step) } : {}
  return { sql, params: { ...conditions.params, bar_size: step.size, ...origin } }
}

/** Every bar between the two moments, empty ones included, so that a chart needs no arithmetic. */
export function histogramOf(step: Step, from: number, to: number, answers: readonly BarAnswer[]): Histogram {
  const found = new Map(answers.map(answer => [answer.bar, answer]))
  const buckets: Histogram['buckets'] = []
  for (let bar = barOf(step, from); bar <= barOf(step, to - 1); bar++) {
    const answer = found.get(bar)
    buckets.push({ at: startOfBar(step, bar), count: answer?.n ?? 0, failed: answer?.failed ?? 0 })
  }
  return { step: meanLength(step), unit: step.unit, size: step.size, buckets }
}

function barSql(step: Step): string {
  // intDiv rounds towards zero, but bars before the origin are counted downwards: hence the remainder.
  if (step.unit === 'ms') {
    const at = '(toUnixTimestamp64Milli(occurred_at) - {bar_origin:Int64})'
    return `intDiv(${at} - positiveModulo(${at}, {bar_size:Int64}), {bar_size:Int64})`
  }
  return 'intDiv(toYear(occurred_at) * 12 + toMonth(occurred_at) - 1, {bar_size:Int64})'
}
