/**
 * The most frequent values of each field, each field counted under the conditions of all others.
 * One scan: a row takes part when it misses at most one field's condition, and counts for a field when it misses no other.
 */

import { FIELDS, type Field } from '@daybook/query'

import { conditionsOf, type Conditions } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
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
  /** Distinct actors under every condition, the actor's own included; the same in every row. */
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
  const names = VOCABULARY.map(([field]) => `'${field}'`).join(', ')
  const values = VOCABULARY.map(([, column]) => `toString(${column})`).join(', ')
  const others = VOCABULARY.map(([field]) => 255 - bitOf(field)).join(', ')
  const sql = `SELECT field, value, sum(weight) AS n
FROM (
  SELECT ${VOCABULARY.map(([, column]) => column).join(', ')}, ${missedSql(conditions)} AS missed, ${weightSql(request.report)} AS weight
  FROM ${table}
  WHERE ${[...conditions.base, atMostOneMissed(conditions)].join('\n    AND ')}
  GROUP BY ${VOCABULARY.map(([, column]) => column).join(', ')}, missed
)
ARRAY JOIN [${names}] AS field, [${values}] AS value, [${others}] AS others
WHERE bitAnd(missed, others) = 0
GROUP BY field, value
ORDER BY field, n DESC, value
LIMIT {values:UInt32} BY field
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, values: FACET_VALUES_MAX } }
}

export function actorsQuestion(table: string, request: SummaryRequest): Question {
  const conditions = conditionsOf(request)
  const others = FIELDS.filter(field => field !== 'actor').map(field => conditions.fields[field])
  const kept = conditions.fields.actor === undefined ? 'true' : `countIf(${conditions.fields.actor}) > 0`
  const sql = `SELECT value, label, n, countIf(kept) OVER () AS actors
FROM (
  SELECT actor_id AS value, any(actor_name) AS label, ${weightSql(request.report)} AS n, ${kept} AS kept
  FROM ${table}
  WHERE ${[...conditions.base, ...others].filter(condition => condition !== undefined).join('\n    AND ')}
  GROUP BY actor_id
)
ORDER BY n DESC, value
LIMIT {values:UInt32}
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, values: FACET_VALUES_MAX } }
}

function missedSql(conditions: Conditions): string {
  const bits = FIELDS.flatMap(field => {
    const condition = conditions.fields[field]
    return condition === undefined ? [] : [`if(${condition}, 0, ${bitOf(field)})`]
  })
  return bits.length === 0 ? '0' : `toUInt8(${bits.join(' + ')})`
}

function atMostOneMissed(conditions: Conditions): string {
  const filtered = Object.values(conditions.fields)
  if (filtered.length < 2) return 'true'
  return `${filtered.map(condition => `(NOT (${condition}))`).join(' + ')} <= 1`
}

function bitOf(field: Field): number {
  return 1 << FIELDS.indexOf(field)
}
