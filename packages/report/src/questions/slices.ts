/**
 * The asked time cut so that whole days are answered by the daily counts and only the edges by rows.
 * The slices of one question are disjoint and together exactly the asked time.
 */

import type { Conditions } from '../conditions.ts'
import type { Param, Params } from '../driver.ts'
import type { SummaryRequest } from '../types.ts'

export const DAY = 86_400_000

/** Fewer whole days than this and reading the rows themselves is as quick. */
const DAYS_MIN = 14

export interface Slices {
  /** Conditions on time of each slice. */
  times: string[][]
  params: Params
}

/** @param daily whether the daily counts know everything that the question asks for */
export function slicesOf(request: SummaryRequest, conditions: Conditions, daily: boolean): Slices {
  const { from, to } = request
  const whole = { times: [conditions.time], params: {} }
  if (!daily || (from === undefined && to === undefined)) return whole
  const first = from === undefined ? undefined : Math.ceil(from / DAY)
  const end = to === undefined ? undefined : Math.floor(to / DAY)
  if (first !== undefined && end !== undefined && end - first < DAYS_MIN) return whole
  const params: Record<string, Param> = {}
  const middle: string[] = []
  const times = [middle]
  if (first !== undefined && from !== undefined) {
    params['first_day'] = first
    middle.push('day >= {first_day:Int32}')
    if (first * DAY > from) times.push([...conditions.time, before('first_day')])
  }
  if (end !== undefined && to !== undefined) {
    params['end_day'] = end
    middle.push('day < {end_day:Int32}')
    if (end * DAY < to) times.push([...conditions.time, notBefore('end_day')])
  }
  return { times, params }
}

// On occurred_at and not on `day`, so that the primary key finds the edge.
function before(name: string): string {
  return `occurred_at < ${startOf(name)}`
}

function notBefore(name: string): string {
  return `occurred_at >= ${startOf(name)}`
}

function startOf(name: string): string {
  return `fromUnixTimestamp64Milli(toInt64({${name}:Int32}) * ${DAY}, 'UTC')`
}
