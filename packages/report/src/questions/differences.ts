/**
 * What is different in a stretch of time: the values whose share there differs most from their share in the rest.
 * A value is told only when chance hardly explains the difference, so a handful of events never ranks high.
 */

import { allOf, conditionsOf } from '../conditions.ts'
import type { IndexDriver } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'

/** Values of one field. */
export const DIFFERENCES_MAX = 10

/** Standard errors that a difference must exceed: one in some four hundred values does so by chance. */
const STANDARD_ERRORS = 3

export const DIFFERENCE_FIELDS = [
  'application',
  'entity',
  'activity',
  'actor',
  'category',
  'outcome',
  'access',
  'ip',
  'region',
  'attribute',
] as const
export type DifferenceField = (typeof DIFFERENCE_FIELDS)[number]

/** Per field its values of one event; a list where an event may have several. */
const VALUES: Readonly<Record<DifferenceField, string>> = {
  application: 'application',
  entity: 'entity_type',
  activity: 'activity',
  actor: 'actor_id',
  category: 'category',
  outcome: 'outcome',
  access: 'access_method',
  ip: 'ip',
  region: 'region',
  attribute: 'arrayJoin(arrayDistinct(changes.attribute))',
}

/** `from` and `to` of the request are the wider time, absent = all time; only its events under the filter count. */
export interface DifferencesRequest extends SummaryRequest {
  /** The stretch that is compared with the rest, ms since the epoch; `to` is exclusive. */
  here: { from: number; to: number }
}

export interface Difference {
  /** '' = the event has none. */
  value: string
  /** An actor's name. */
  label?: string
  /** Events with the value here and in the rest of the time. */
  here: number
  rest: number
  /** Their shares of all events here and there, 0 … 1. */
  hereShare: number
  restShare: number
  /** How far apart the two shares at least are, 0 … 1; see README. */
  score: number
}

export interface DifferencesAnswer {
  /** All events here and in the rest. */
  here: number
  rest: number
  /** Highest score first; empty where nothing stands out. */
  fields: Record<DifferenceField, Difference[]>
  tookMs: number
}

interface DifferenceAnswer {
  field: DifferenceField
  value: string
  label: string
  here: number
  rest: number
  score: number
}

/** @throws ReportError REQUEST_INVALID when `here` is empty */
export function totalsQuestion(table: string, request: DifferencesRequest): Question {
  const { where, params } = comparedOf(request)
  const sql = `SELECT countIf(${HERE}) AS here, count() - here AS rest
FROM ${table}
WHERE ${where}
${QUESTION_SETTINGS}`
  return { sql, params }
}

/** @throws ReportError REQUEST_INVALID when `here` is empty */
export function differencesQuestion(
  table: string,
  request: DifferencesRequest,
  totals: { here: number; rest: number },
): Question {
  const { where, params } = comparedOf(request)
  const parts = DIFFERENCE_FIELDS.flatMap(field => {
    const label = field === 'actor' ? 'any(actor_name)' : "toLowCardinality('')"
    const counted = (counts: string, condition: string) =>
      `SELECT '${field}' AS field, ${VALUES[field]} AS counted, ${label} AS named, ${counts}
    FROM ${table}
    WHERE ${condition}
    GROUP BY counted`
    // Apart, so that only the stretch itself looks at every event's time; the whole may come from the counts.
    return [
      counted('count() AS inside, 0 AS whole', `${where}\n      AND ${HERE}`),
      counted('0 AS inside, count() AS whole', where),
    ]
  })
  const sql = `SELECT field, value, label, here, rest, ${scoreSql()} AS score
FROM (
  SELECT field, toString(counted) AS value, toString(any(named)) AS label, sum(inside) AS here, sum(whole) - here AS rest
  FROM (
    ${parts.join('\n    UNION ALL\n    ')}
  )
  GROUP BY field, counted
)
WHERE score > 0
ORDER BY field, score DESC, value
LIMIT {values:UInt32} BY field
${QUESTION_SETTINGS}`
  return {
    sql,
    params: { ...params, total_here: totals.here, total_rest: totals.rest, values: DIFFERENCES_MAX },
  }
}

export async function askDifferences(
  driver: IndexDriver,
  table: string,
  request: DifferencesRequest,
): Promise<Omit<DifferencesAnswer, 'tookMs'>> {
  const counted = totalsQuestion(table, request)
  const [totals] = await driver.query<{ here: number; rest: number }>(counted.sql, counted.params)
  const { here, rest } = totals ?? { here: 0, rest: 0 }
  const { sql, params } = differencesQuestion(table, request, { here, rest })
  const answers = here === 0 || rest === 0 ? [] : await driver.query<DifferenceAnswer>(sql, params)
  const fields = Object.fromEntries(
    DIFFERENCE_FIELDS.map(field => [
      field,
      answers.filter(answer => answer.field === field).map(answer => differenceOf(answer, here, rest)),
    ]),
  ) as Record<DifferenceField, Difference[]>
  return { here, rest, fields }
}

function differenceOf(answer: DifferenceAnswer, here: number, rest: number): Difference {
  return {
    value: answer.value,
    ...(answer.label !== '' && { label: answer.label }),
    here: answer.here,
    rest: answer.rest,
    hereShare: answer.here / here,
    restShare: answer.rest / rest,
    score: answer.score,
  }
}

const HERE =
  "occurred_at >= fromUnixTimestamp64Milli({here_from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({here_to:Int64}, 'UTC')"

function comparedOf(request: DifferencesRequest): { where: string; params: Question['params'] } {
  const { from, to } = request.here
  if (!(from < to)) throw new ReportError('REQUEST_INVALID', 'The time that is compared is empty')
  const conditions = conditionsOf(request)
  const params = { ...conditions.params, here_from: from, here_to: to }
  return { where: allOf(conditions).join('\n      AND '), params }
}

/**
 * The lower end of the confidence interval of the difference of two shares (Agresti and Caffo 2000: one event with
 * and one without the value are added on each side): the difference less three of its standard errors, at least 0.
 */
function scoreSql(): string {
  const share = (side: string) => `((${side} + 1) / ({total_${side}:UInt64} + 2))`
  const variance = (side: string) => `${share(side)} * (1 - ${share(side)}) / ({total_${side}:UInt64} + 2)`
  const error = `sqrt(${variance('here')} + ${variance('rest')})`
  return `greatest(0., abs(${share('here')} - ${share('rest')}) - ${STANDARD_ERRORS} * ${error})`
}
