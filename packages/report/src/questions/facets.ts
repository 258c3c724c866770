/**
 * The most frequent values of each field, each field counted under the conditions of all others.
 * One scan: a row takes part when it misses at most one field's condition, and counts for a field when it misses no other.
 */

import { FIELDS, type Field } from '@daybook/query'

import { conditionsOf, type AskedByIds, type Conditions } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { countsFor, slicesOf, type Slice } from './slices.ts'
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
  // The fields counted here have no condition of their own in the slices: what a row misses is told beside it.
  const others = { ...conditions, fields: actorOf(conditions), implied: impliedOf(conditions) }
  const { slices, params } = slicesOf(request, others, countsFor(conditions, ['kinds', 'deeds']))
  const columns = VOCABULARY.map(([, column]) => column).join(', ')
  const counted = slices.map(
    ({
      where,
    }) => `SELECT ${columns}, ${missedSql(conditions)} AS missed, ${weightSql(request.report, conditions)} AS weight
  FROM ${table}
  WHERE ${[...where, ...atMostOneMissed(conditions)].join('\n    AND ')}
  GROUP BY ${columns}, missed`,
  )
  const names = VOCABULARY.map(([field]) => `'${field}'`).join(', ')
  const values = VOCABULARY.map(([, column]) => `toString(${column})`).join(', ')
  const masks = VOCABULARY.map(([field]) => 255 - bitOf(field)).join(', ')
  const sql = `SELECT field, value, sum(weight) AS n
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
ARRAY JOIN [${names}] AS field, [${values}] AS value, [${masks}] AS others
WHERE bitAnd(missed, others) = 0
GROUP BY field, value
HAVING n > 0
ORDER BY field, n DESC, value
LIMIT {values:UInt32} BY field
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, ...params, values: FACET_VALUES_MAX } }
}

/** Actors with their counts, under every condition but the actor's own. */
export function actorsQuestion(table: string, request: SummaryRequest): Question {
  const conditions = conditionsOf(request)
  const { actor: _, ...fields } = conditions.fields
  const others = { ...conditions, fields, implied: [] }
  const counts = countsFor(others, ['actors', 'deeds'])
  const { slices, params } = slicesOf(request, others, counts)
  const counted = slices.map(slice => {
    const { name, keys } = actorName(slice)
    return `SELECT actor_id, ${name} AS name, ${weightSql(request.report, conditions)} AS weight
  FROM ${table}
  WHERE ${slice.where.join('\n    AND ')}
  GROUP BY actor_id${keys}`
  })
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
  return { sql, params: { ...conditions.params, ...params, values: FACET_VALUES_MAX } }
}

/** A name that an actor had. The counts know each name apart. */
export function actorName({ counted }: Slice): { name: string; keys: string } {
  return counted ? { name: 'actor_name', keys: ', name' } : { name: 'any(actor_name)', keys: '' }
}

/** Actors whose ids a statement names. */
const ACTOR_IDS_MAX = 100

export interface DistinctAnswer {
  actors: number
  /** Of some of them, one more than ACTOR_IDS_MAX at most. */
  ids: string[]
}

/** Whether a question asks for actors and nothing else that counts know, so that their ids may stand for them. */
export function asksForActors(request: SummaryRequest): boolean {
  const { plain, fields } = conditionsOf(request)
  return plain && fields.actor !== undefined && Object.keys(fields).length === 1
}

/** The question with the ids of its actors, where they are few. */
export function withActorIds(request: SummaryRequest, found: DistinctAnswer | undefined): AskedByIds {
  if (found === undefined || found.ids.length > ACTOR_IDS_MAX) return request
  return { ...request, actorIds: found.ids }
}

/** How many actors there are under every condition, for a question that has one on actors. */
export function distinctActorsQuestion(table: string, request: SummaryRequest): Question {
  const conditions = conditionsOf(request)
  const { slices, params } = slicesOf(request, conditions, countsFor(conditions, ['actors', 'deeds']))
  const counted = slices.map(
    ({ where }) => `SELECT actor_id, ${weightSql(request.report, conditions)} AS weight
  FROM ${table}
  WHERE ${where.join('\n    AND ')}
  GROUP BY actor_id`,
  )
  const sql = `SELECT uniqExactIf(actor_id, weight > 0) AS actors, groupUniqArrayIf(${ACTOR_IDS_MAX + 1})(actor_id, weight > 0) AS ids
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
${QUESTION_SETTINGS}`
  return { sql, params: { ...conditions.params, ...params } }
}

/** The actor's condition holds for every field counted here: the actor's own facet is another question. */
function actorOf({ fields: { actor } }: Conditions): Conditions['fields'] {
  return actor === undefined ? {} : { actor }
}

function impliedOf({ fields: { actor }, implied }: Conditions): string[] {
  return actor === undefined ? [] : implied
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
