/**
 * A filter as SQL conditions whose values are bound, never written into the text.
 * Conditions of one field stand alone, so a facet can be counted under all other fields' conditions.
 */

import { FIELDS, type Field, type Filter, type Term } from '@daybook/query'

import type { Params } from './driver.ts'
import type { SummaryRequest } from './types.ts'

export interface Conditions {
  /** Always true of every row that counts: tenant, time, words, grain. */
  base: string[]
  /** Per filtered field one condition. */
  fields: Partial<Record<Field, string>>
  params: Params
}

/** Columns that a value of a field may equal. An actor is found by id, name or e-mail; who impersonated them by words only. */
const FIELD_COLUMNS: Readonly<Record<Field, readonly string[]>> = {
  application: ['application'],
  entity: ['entity_type'],
  activity: ['activity'],
  actor: ['actor_id', 'actor_name', 'actor_email'],
  category: ['category'],
  outcome: ['outcome'],
}

export function conditionsOf(request: SummaryRequest): Conditions {
  const params: Record<string, string | number | readonly string[]> = { tenant: request.tenant }
  const base = ['tenant = {tenant:UInt32}']
  if (request.from !== undefined) {
    base.push("occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')")
    params['from'] = request.from
  }
  if (request.to !== undefined) {
    base.push("occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')")
    params['to'] = request.to
  }
  if (request.filter.text.length > 0) {
    base.push('hasAllTokens(search, {words:Array(String)})')
    params['words'] = request.filter.text
  }
  if (request.report === 'changes') base.push('notEmpty(changes.attribute)')
  const fields: Partial<Record<Field, string>> = {}
  for (const field of FIELDS) {
    const condition = fieldCondition(field, request.filter, params)
    if (condition !== undefined) fields[field] = condition
  }
  return { base, fields, params }
}

/** All conditions joined, for questions that need no facets. */
export function whereOf(conditions: Conditions): string {
  return [...conditions.base, ...Object.values(conditions.fields)].join('\n  AND ')
}

function fieldCondition(
  field: Field,
  filter: Filter,
  params: Record<string, string | number | readonly string[]>,
): string | undefined {
  const terms = filter.terms.filter(term => term.field === field)
  if (terms.length === 0) return undefined
  return terms
    .map((term, i) => {
      const name = `${field}_${i}`
      params[name] = term.values
      return termCondition(term, name)
    })
    .join(' AND ')
}

function termCondition(term: Term, name: string): string {
  const equals = FIELD_COLUMNS[term.field].map(column => `has({${name}:Array(String)}, ${column})`)
  const any = equals.length === 1 ? equals.join('') : `(${equals.join(' OR ')})`
  return term.not === true ? `NOT ${any}` : any
}
