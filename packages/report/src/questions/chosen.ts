/**
 * Chosen values of facets stay in the answer: at 0 when nothing of them is left under the other filters.
 * Only a value that a full facet may have cut off is counted by a question of its own.
 */

import { FIELDS, normaliseQuery, type Field, type Query, type Value } from '@daybook/query'

import { facetOf } from '../compile/query.ts'
import { allOf, conditionsOf } from '../conditions.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { FacetValue, SummaryRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { FACET_VALUES_MAX } from './facets.ts'
import { weightSql } from './weight.ts'

type Facets = Record<Field, FacetValue[]>

interface ChosenAnswer {
  value: string
  label: string
  n: number
  /** Everything that it may be called: of actors their names and e-mail addresses, too. */
  called: string[]
}

/** The facets with every chosen value in them; what is added stands at the end. */
export async function withChosen(
  facets: Facets,
  table: string,
  request: SummaryRequest,
  ask: (question: Question) => Promise<ChosenAnswer[]>,
): Promise<Facets> {
  const added = await Promise.all(
    FIELDS.map(async field => {
      const shown = facets[field]
      const missing = chosenOf(request, field).filter(value => !shown.some(one => names(one, value)))
      if (missing.length === 0) return shown
      // An actor may be chosen by a name or an address that the facet does not show.
      const unsure = field === 'actor' || shown.length >= FACET_VALUES_MAX
      const there = unsure ? await ask(cutOffQuestion(table, request, field, missing)) : []
      const found = there
        .filter(one => !shown.some(({ value }) => value === one.value))
        .map(({ value, label, n }): FacetValue => ({ value, count: n, ...(label !== '' && { label }) }))
      const absent = missing.filter(
        value => !there.some(({ called }) => called.some(name => same(value, name))),
      )
      return [...shown, ...found, ...absent.map(({ text }) => ({ value: text, count: 0 }))]
    }),
  )
  return Object.fromEntries(FIELDS.map((field, i) => [field, added[i]])) as Facets
}

/** Values that rows must have one of; what is excluded was not chosen, and a pattern names no value. */
function chosenOf(request: SummaryRequest, field: Field): Value[] {
  const plain = request.filter.terms
    .filter(term => term.field === field && term.not !== true)
    .flatMap(term => term.values.map((text): Value => ({ text, exact: true })))
  const told = itemsOf(request.q).flatMap(item =>
    item.kind === 'term' && facetOf(item) === field ? item.values.map(value => asInRows(field, value)) : [],
  )
  const named = told.filter(({ exact, text }) => exact === true || (field !== 'actor' && !text.includes('*')))
  const values = [...plain, ...named].filter(({ text }) => text !== '')
  return values.filter((value, i) => values.findIndex(other => same(other, value.text)) === i)
}

/** The language writes outcomes small, rows have them in capitals. */
function asInRows(field: Field, value: Value): Value {
  return field === 'outcome' ? { ...value, text: value.text.toUpperCase() } : value
}

function names({ value, label }: FacetValue, chosen: Value): boolean {
  return same(chosen, value) || (label !== undefined && same(chosen, label))
}

function same({ text, exact }: Value, other: string): boolean {
  return exact === true ? text === other : text.toLowerCase() === other.toLowerCase()
}

const COLUMN: Readonly<Record<Field, string>> = {
  application: 'application',
  entity: 'entity_type',
  activity: 'activity',
  category: 'category',
  outcome: 'outcome',
  actor: 'actor_id',
}

/** Counts of values that may stand behind the last one shown, under every condition but their own field's. */
export function cutOffQuestion(
  table: string,
  request: SummaryRequest,
  field: Field,
  missing: readonly Value[],
): Question {
  const others = itemsOf(request.q).filter(item => facetOf(item) !== field)
  const sought: Query = { kind: 'term', field, values: [...missing] }
  const conditions = conditionsOf({
    ...request,
    filter: { ...request.filter, terms: request.filter.terms.filter(term => term.field !== field) },
    q: { kind: 'and', items: [...others, sought] },
  })
  const column = COLUMN[field]
  const [label, called] =
    field === 'actor'
      ? [
          'any(actor_name)',
          'arrayConcat([actor_id], groupUniqArray(actor_name), groupUniqArray(actor_email))',
        ]
      : ["''", `[toString(${column})]`]
  const sql = `SELECT toString(${column}) AS value, ${label} AS label, ${called} AS called,
  ${weightSql(request.report, conditions)} AS n
FROM ${table}
WHERE ${allOf(conditions).join('\n  AND ')}
GROUP BY ${column}
HAVING n > 0
ORDER BY n DESC, value
${QUESTION_SETTINGS}`
  return { sql, params: conditions.params }
}

function itemsOf(query: Query | undefined): Query[] {
  if (query === undefined) return []
  const normal = normaliseQuery(query)
  return normal.kind === 'and' ? normal.items : [normal]
}
