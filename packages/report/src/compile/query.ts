/**
 * A question of the filter language taken apart for the questions of the index.
 * The parts joined by AND are the question; a facet leaves out the part of its own field.
 */

import {
  FIELDS,
  isOfChange,
  normaliseQuery,
  type Field,
  type Query,
  type ReportId,
  type TermNode,
} from '@daybook/query'

import type { Binder } from './binder.ts'
import { conjunctionSql, conditionSql } from './condition.ts'
import { impliedSql } from './implied.ts'

export interface CompiledQuery {
  /** Conditions on the event that belong to no facet. */
  base: string[]
  /** Terms of the top-level conjunction, negated ones too, by the facet that they belong to. */
  fields: Partial<Record<Field, string[]>>
  /** What the terms of actors imply about the words of an event. */
  implied: string[]
  /** At change grain: what a change must fulfil, over `a`, `o` and `n`. */
  change: string | undefined
}

/** @throws QueryTextError when a value of a tree made by hand cannot be one of its field */
export function compileQuery(query: Query, report: ReportId, binder: Binder): CompiledQuery {
  const normal = normaliseQuery(query)
  const items = normal.kind === 'and' ? normal.items : [normal]
  const ofField = items.filter(item => facetOf(item) !== undefined)
  const others = items.filter(item => facetOf(item) === undefined)
  const ofChange = report === 'changes' ? others.filter(speaksOfChange) : []
  const ofEvent = others.filter(item => !ofChange.includes(item))
  const fields: CompiledQuery['fields'] = {}
  for (const item of ofField) {
    const field = facetOf(item)
    if (field !== undefined) (fields[field] ??= []).push(conditionSql(item, 'event', binder))
  }
  return {
    base: [
      ...(ofEvent.length === 0 ? [] : [conjunctionSql(ofEvent, 'event', binder)]),
      ...others.flatMap(item => impliedSql(item, binder) ?? []),
    ],
    fields,
    implied: ofField.flatMap(item => impliedSql(item, binder) ?? []),
    change: ofChange.length === 0 ? undefined : conjunctionSql(ofChange, 'change', binder),
  }
}

/** The facet that an item of the top-level conjunction is a choice of. */
export function facetOf(item: Query): Field | undefined {
  const term: Query = item.kind === 'not' ? item.item : item
  return term.kind === 'term' && isFacetTerm(term) ? term.field : undefined
}

function isFacetTerm(term: TermNode): term is TermNode & { field: Field } {
  return FIELDS.some(field => field === term.field)
}

function speaksOfChange(query: Query): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.items.some(speaksOfChange)
    case 'not':
      return speaksOfChange(query.item)
    case 'term':
      return isOfChange(query.field)
    case 'text':
      return false
  }
}
