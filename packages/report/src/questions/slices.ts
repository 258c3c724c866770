/**
 * The asked time cut so that whole hours, days or months are answered by the engine's counts and only the edges by rows.
 * The slices of one question are disjoint and together exactly the asked time.
 */

import { CHANGED, type Conditions } from '../conditions.ts'
import type { Param, Params } from '../driver.ts'
import type { SummaryRequest } from '../types.ts'
import { barOf, startOfBar, type Step } from './steps.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/**
 * `kinds` know no actors; `actors` know nothing of what they did but its outcome; `audience` only in which application.
 * `deeds` know both; `dailyDeeds` also on which day, but of actors only the ids, and no moments. See schema.ts.
 */
export type Counts = 'kinds' | 'actors' | 'audience' | 'deeds' | 'dailyDeeds'

/** Stretches of time that counts are kept for, counted from the epoch. */
interface Grain {
  column: 'hour' | 'day' | 'month'
  /** The number of the one that a moment lies in, and when one begins; ms. */
  numberOf: (at: number) => number
  startOf: (number: number) => number
  /** With fewer whole ones, reading the rows themselves is as quick. */
  least: number
}

const MONTH: Step = { unit: 'month', size: 1 }
const EPOCH_MONTH = barOf(MONTH, 0)

const GRAINS: Readonly<Record<Counts, Grain>> = {
  kinds: { column: 'hour', ...equal(HOUR), least: 7 * 24 },
  actors: { column: 'day', ...equal(DAY), least: 14 },
  audience: { column: 'month', numberOf: monthOf, startOf: startOfMonth, least: 1 },
  deeds: { column: 'month', numberOf: monthOf, startOf: startOfMonth, least: 1 },
  dailyDeeds: { column: 'day', ...equal(DAY), least: 14 },
}

/** The calendar month of a moment in UTC, counted from the epoch as the column is. */
export function monthOf(at: number): number {
  return barOf(MONTH, at) - EPOCH_MONTH
}

export function startOfMonth(number: number): number {
  return startOfBar(MONTH, number + EPOCH_MONTH)
}

function equal(length: number): Pick<Grain, 'numberOf' | 'startOf'> {
  return { numberOf: at => Math.floor(at / length), startOf: number => number * length }
}

export interface Slice {
  /** Conditions that select it. */
  where: string[]
  /** Of these, those on time. */
  time: string[]
  /** Only whole hours, days or months lie in it. */
  counted: boolean
}

export interface Slices {
  slices: Slice[]
  params: Params
}

/** The counts that know every condition: the coarsest that fit, of those that the question can do with. */
export function countsFor(conditions: Conditions, able: readonly Counts[]): Counts | undefined {
  if (!conditions.plain) return undefined
  const { actor, application, outcome, ...others } = conditions.fields
  const ofActors = actor !== undefined || conditions.of.actor
  const ofApplication = application !== undefined || conditions.of.application
  const ofOutcome = outcome !== undefined || conditions.of.outcome
  const ofOthers = Object.keys(others).length > 0 || conditions.of.others
  const knows: Readonly<Record<Counts, boolean>> = {
    kinds: !ofActors,
    actors: !ofApplication && !ofOthers,
    audience: !ofActors && !ofOutcome && !ofOthers,
    deeds: true,
    dailyDeeds: actor === undefined,
  }
  return able.find(counts => knows[counts])
}

/** @param counts what knows everything that the question asks for; undefined = only the rows do */
export function slicesOf(
  request: SummaryRequest,
  conditions: Conditions,
  counts: Counts | undefined,
): Slices {
  const { from, to } = request
  const slice = (time: string[], counted: boolean): Slice => ({
    where: whereOf(conditions, time, counted),
    time,
    counted,
  })
  const rows = { slices: [slice(conditions.time, false)], params: {} }
  if (counts === undefined) return rows
  if (from === undefined && to === undefined) {
    return { slices: [slice([], true)], params: {} }
  }
  const { column, numberOf, startOf, least } = GRAINS[counts]
  const first = from === undefined ? undefined : firstWhole(GRAINS[counts], from)
  const end = to === undefined ? undefined : numberOf(to)
  if (first !== undefined && end !== undefined && end - first < least) return rows
  const params: Record<string, Param> = {}
  const middle: string[] = []
  const edges: string[][] = []
  if (first !== undefined && from !== undefined) {
    params['first_whole'] = first
    middle.push(`${column} >= {first_whole:Int32}`)
    if (startOf(first) > from) edges.push([`occurred_at < ${momentSql(startOf(first))}`])
  }
  if (end !== undefined && to !== undefined) {
    params['end_whole'] = end
    middle.push(`${column} < {end_whole:Int32}`)
    if (startOf(end) < to) edges.push([`occurred_at >= ${momentSql(startOf(end))}`])
  }
  const slices = [
    slice(middle, true),
    // On occurred_at and not on the hour, so that the primary key finds the edge.
    ...edges.map(edge => slice([...conditions.time, ...edge], false)),
  ]
  return { slices, params }
}

/**
 * The same, cut also where bars meet: an hour or day in which one ends and another begins is read from rows.
 *
 * @param bounds where they meet, in ms, ascending
 */
export function cutAtBars(
  request: SummaryRequest,
  conditions: Conditions,
  counts: Counts | undefined,
  bounds: readonly number[],
): Slices {
  const { slices, params } = slicesOf(request, conditions, counts)
  const [middle, ...edges] = slices
  if (counts === undefined || middle === undefined || !middle.counted) return { slices, params }
  const { column, numberOf, startOf } = GRAINS[counts]
  const cut = [...new Set(bounds.filter(at => startOf(numberOf(at)) !== at).map(numberOf))]
  if (cut.length === 0) return { slices, params }
  const ranges = cut.map(
    n => `(occurred_at >= ${momentSql(startOf(n))} AND occurred_at < ${momentSql(startOf(n + 1))})`,
  )
  const apart = `${column} NOT IN {cut:Array(Int32)}`
  const whole = { where: [...middle.where, apart], time: [...middle.time, apart], counted: true }
  const time = [...middle.time, `(${ranges.join(' OR ')})`]
  const rows = { where: whereOf(conditions, time, false), time, counted: false }
  return { slices: [whole, rows, ...edges], params: { ...params, cut } }
}

/** The counts hold sums over all events: those without changes add nothing, and words they know none. */
export function whereOf(conditions: Conditions, time: readonly string[], counted: boolean): string[] {
  const base = counted ? conditions.base.filter(condition => condition !== CHANGED) : conditions.base
  const implied = counted ? [] : conditions.implied
  return [...base, ...time, ...Object.values(conditions.fields), ...implied]
}

function firstWhole({ numberOf, startOf }: Grain, from: number): number {
  const number = numberOf(from)
  return startOf(number) === from ? number : number + 1
}

function momentSql(ms: number): string {
  return `fromUnixTimestamp64Milli(${ms}, 'UTC')`
}
