/**
 * The most frequent values of each field, each field counted under the conditions of all others.
 * One scan: a row takes part when it misses at most one field's condition, and counts for a field when it misses no other.
 */

import { FIELDS, type Field } from '@daybook/query'

import { allOf, CHANGED, conditionsOf, type Conditions } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { slicesOf } from './slices.ts'
import { weightSql } from './weight.ts'

/** Values of one facet. */
export const FACET_VALUES_MAX = 100

export interface FacetAnswer {
  field: Field
  value: string
  n: number
}

export interface ActorAnswer {
  value: string
  label: string
  n: number
  /** Distinct actors under every condition but the actor's own; the same in every row. */
  actors: number
}

/** Fields of few values: they are counted together, first by their combinations. */
const VOCABULARY: readonly (readonly [Field, string])[] = [
  ['application', 'application'],
  ['entity', 'entity_type'],
  ['activity', 'activity'],
  ['category', 'category'],
  ['outcome', 'outcome'],
]

export function facetsQuestion(table: string, request: SummaryRequest): Question {
  const conditions = conditionsOf(request)
  // The daily counts know the fields of few values, but neither actors nor words.
  const daily = conditions.fields.actor === undefined && conditions.plain
  const slices = slicesOf(request, conditions, daily)
  const columns = VOCABULARY.map(([, column]) => column).join(', ')
  const counted = slices.times.map(
    time => `SELECT ${columns}, ${missedSql(conditions)} AS missed, ${weightSql(request.report, conditions)} AS weight
  FROM ${table}
  WHERE ${[...baseOf(conditions, daily), ...time, ...actorOf(conditions), ...atMostOneMissed(conditions)].join('\n    AND ')}
  GROUP BY ${columns}, missed`,
  )
  const names = VOCABULARY.map(([field]) => `'${field}'`).join(', ')
  const values = VOCABULARY.map(([, column]) => `toString(${column})`).join(', ')
  const others = VOCABULARY.map(([field]) => 255 - bitOf(field)).join(', ')
  const sql = `SELECT field, value, sum(weight) AS n
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
ARRAY JOIN [${names}] AS field, [${values}] AS value, [${others}] AS others
WHERE bitAnd(missed, others) = 0
GROUP BY field, value
HAVING n > 0
ORDER BY field, n DESC, value
LIMIT {values:UInt32} BY field
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, ...slices.params, values: FACET_VALUES_MAX } }
}

/** Actors with their counts, under every condition but the actor's own. */
export function actorsQuestion(table: string, request: SummaryRequest): Question {
  const conditions = conditionsOf(request)
  const { actor: _, ...others } = conditions.fields
  // The daily counts of actors know outcomes, but no other field and no words.
  const unknown = Object.keys(others).some(field => field !== 'outcome')
  const daily = !unknown && conditions.plain
  const slices = slicesOf(request, conditions, daily)
  const counted = slices.times.map(
    time => `SELECT actor_id, any(actor_name) AS name, ${weightSql(request.report, conditions)} AS weight
  FROM ${table}
  WHERE ${[...baseOf(conditions, daily), ...time, ...Object.values(others)].join('\n    AND ')}
  GROUP BY actor_id`,
  )
  const sql = `SELECT value, label, n, count() OVER () AS actors
FROM (
  SELECT actor_id AS value, any(name) AS label, sum(weight) AS n
  FROM (
  ${counted.join('\n  UNION ALL\n  ')}
  )
  GROUP BY actor_id
  HAVING n > 0
)
ORDER BY n DESC, value
LIMIT {values:UInt32}
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, ...slices.params, values: FACET_VALUES_MAX } }
}

/** How many actors there are under every condition, for a question that has one on actors. */
export function distinctActorsQuestion(table: string, request: SummaryRequest): Question {
  const conditions = conditionsOf(request)
  const sql = `SELECT uniqExact(actor_id) AS actors
FROM ${table}
WHERE ${allOf(conditions).join('\n  AND ')}
${QUESTION_SETTINGS}`
  return { sql, params: conditions.params }
}

/** Daily counts hold sums over all events: those without changes add nothing and need not be left out. */
function baseOf(conditions: Conditions, daily: boolean): string[] {
  return daily ? conditions.base.filter(condition => condition !== CHANGED) : conditions.base
}

/** The actor's condition holds for every field counted here: the actor's own facet is another question. */
function actorOf(conditions: Conditions): string[] {
  const { actor } = conditions.fields
  return actor === undefined ? [] : [actor, ...conditions.implied]
}

function missedSql(conditions: Conditions): string {
  const bits = VOCABULARY.flatMap(([field]) => {
    const condition = conditions.fields[field]
    return condition === undefined ? [] : [`if(${condition}, 0, ${bitOf(field)})`]
  })
  return bits.length === 0 ? '0' : `toUInt8(${bits.join(' + ')})`
}

function atMostOneMissed(conditions: Conditions): string[] {
  const filtered = VOCABULARY.flatMap(([field]) => conditions.fields[field] ?? [])
  if (filtered.length < 2) return []
  return [`${filtered.map(condition => `(NOT (${condition}))`).join(' + ')} <= 1`]
}

function bitOf(field: Field): number {
  return 1 << FIELDS.indexOf(field)
}
