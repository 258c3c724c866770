/**
 * A filter as SQL conditions whose values are bound, never written into the text.
 * Conditions of one field stand alone, so a facet can be counted under all other fields' conditions.
 */

import { EVERYTHING, FIELDS, type Field, type Filter, type Term } from '@daybook/query'

import { Binder } from './compile/binder.ts'
import { compileQuery, type CompiledQuery } from './compile/query.ts'
import { fittingChanges } from './compile/condition.ts'
import { foundShownSql, hiddenSql } from './compile/hidden.ts'
import { everyOf } from './compile/logic.ts'
import type { Param, Params } from './driver.ts'
import { ReportError } from './errors.ts'
import { pathConditions, type PathConditions } from './questions/group-columns.ts'
import { tellingWords } from './telling-words.ts'
import type { SummaryRequest } from './types.ts'

export interface Conditions {
  /** True of every row that counts, whatever the fields: tenant, words, grain. */
  base: string[]
  /** The asked time, on the primary key. */
  time: string[]
  /** Per filtered field one condition. */
  fields: Partial<Record<Field, string>>
  /** What the fields' conditions imply about an event's words: for the word index to skip by. */
  implied: string[]
  /**
   * At change grain, where not every change of an event counts: a list of 1 and 0, one for each.
   * Absent = every change counts.
   */
  fits: string | undefined
  /** Nothing but fields is asked for, so the engine's counts may know the answer. */
  plain: boolean
  /** What was chosen as a group of the path. */
  of: PathConditions['of']
  params: Params
}

/** True of events that have rows at change grain; counts add nothing for the others. */
export const CHANGED = 'changed > 0'

/** Columns that a value of a field may equal. An actor is found by id, name or e-mail; who impersonated them by words only. */
const FIELD_COLUMNS: Readonly<Record<Field, readonly string[]>> = {
  application: ['application'],
  entity: ['entity_type'],
  activity: ['activity'],
  actor: ['actor_id', 'actor_name', 'actor_email'],
  category: ['category'],
  outcome: ['outcome'],
}

/** Characters of SQL that a filter may become. A question repeats it up to six times and the engine reads 256 KiB. */
const CONDITIONS_LENGTH_MAX = 32 * 1024

/** A question with the ids of all actors that it asks for, where somebody has found them: counts are in the order of ids. */
export interface AskedByIds extends SummaryRequest {
  actorIds?: readonly string[]
}

export function conditionsOf(request: AskedByIds): Conditions {
  const params: Record<string, Param> = { tenant: request.tenant }
  const binder = new Binder('q')
  binder.hidden = hiddenSql(request.hidden ?? [], binder)
  const compiled = compileQuery(request.q ?? EVERYTHING, request.report, binder)
  checkLength(compiled)
  const path = pathConditions(request.path ?? [], request.report, request.zone ?? 'UTC', binder)
  const base = ['tenant = {tenant:UInt32}']
  if (request.filter.text.length > 0) {
    base.push('hasAllTokens(search, {words:Array(String)})')
    if (binder.hidden !== undefined) base.push(foundShownSql('{words:Array(String)}', binder.hidden))
    params['words'] = request.filter.text
  }
  const byWords = request.filter.text.length > 0
  if (request.report === 'changes') base.push(CHANGED)
  if (request.upTo !== undefined) {
    base.push('`index` < {up_to:UInt64}')
    params['up_to'] = request.upTo
  }
  const time: string[] = []
  if (request.from !== undefined) {
    time.push("occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')")
    params['from'] = request.from
  }
  if (request.to !== undefined) {
    time.push("occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')")
    params['to'] = request.to
  }
  const fields: Partial<Record<Field, string>> = {}
  for (const field of FIELDS) {
    const condition = everyOf([
      ...fieldConditions(field, request.filter, params),
      ...(compiled.fields[field] ?? []),
    ])
    if (condition !== '1') fields[field] = condition
  }
  if (request.actorIds !== undefined && fields.actor !== undefined) {
    fields.actor = `actor_id IN {actor_ids:Array(String)} AND ${fields.actor}`
    params['actor_ids'] = request.actorIds
  }
  const ofChange = [...(compiled.change === undefined ? [] : [compiled.change]), ...path.change]
  const fits = ofChange.length === 0 ? undefined : fittingChanges(everyOf(ofChange))
  const asked = [...compiled.base, ...(fits === undefined ? [] : [`has(${fits}, 1)`])]
  return {
    base: [...base, ...asked, ...path.event],
    time,
    fields,
    implied: [...impliedWords(request.filter, params), ...compiled.implied],
    fits,
    plain: !byWords && asked.length === 0 && path.plain && request.upTo === undefined,
    of: path.of,
    params: { ...params, ...binder.params },
  }
}

/** @throws ReportError QUERY_TOO_EXPENSIVE when the filter is more than the engine would read */
function checkLength({ base, fields, implied, change = '' }: CompiledQuery): void {
  const all = [...base, ...Object.values(fields).flat(), ...implied, change]
  const length = all.reduce((sum, condition) => sum + condition.length, 0)
  if (length <= CONDITIONS_LENGTH_MAX) return
  const message = 'The filter asks for too much at once: use fewer terms, values, phrases and *'
  throw new ReportError('QUERY_TOO_EXPENSIVE', message)
}

/** All conditions, for questions that need no facets. */
export function allOf(conditions: Conditions): string[] {
  return [...conditions.base, ...conditions.time, ...Object.values(conditions.fields), ...conditions.implied]
}

function fieldConditions(field: Field, filter: Filter, params: Record<string, Param>): string[] {
  const terms = filter.terms.filter(term => term.field === field)
  return terms.map((term, i) => {
    const name = `${field}_${i}`
    params[name] = term.values
    return termCondition(term, name)
  })
}

function termCondition(term: Term, name: string): string {
  const equals = FIELD_COLUMNS[term.field].map(column => `${column} IN {${name}:Array(String)}`)
  const any = `(${equals.join(' OR ')})`
  return term.not === true ? `NOT ${any}` : any
}

/** An actor's id, name and e-mail are searched text, so whoever equals a value has the value's words. */
function impliedWords(filter: Filter, params: Record<string, Param>): string[] {
  const included = filter.terms.filter(term => term.field === 'actor' && term.not !== true)
  return included.flatMap((term, i) => {
    const words = term.values.map(tellingWords)
    if (words.length === 0 || words.some(list => list.length === 0)) return []
    const each = words.map((list, j) => {
      const name = `actor_${i}_words_${j}`
      params[name] = list
      return `hasAllTokens(search, {${name}:Array(String)})`
    })
    return [`(${each.join(' OR ')})`]
  })
}
