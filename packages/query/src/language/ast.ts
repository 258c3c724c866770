/**
 * A question as a tree: small, plain data that survives JSON.
 * Positions are UTF-16 offsets into the text that was parsed; a tree made by hand has none, and nothing but messages uses them.
 */

import type { FieldName } from './fields.ts'

/** Where something stands in the text; `end` is exclusive. */
export interface Span {
  start: number
  end: number
}

/** One alternative of a term. `exact` = it was quoted. Without it `*` is a wildcard and case does not count. */
export interface Value {
  text: string
  exact?: true
  span?: Span
}

/** True when one of the values fits. */
export interface TermNode {
  kind: 'term'
  field: FieldName
  values: Value[]
  span?: Span
}

/** Words of the searched text. `exact` = a phrase: the words follow each other. */
export interface TextNode {
  kind: 'text'
  text: string
  exact?: true
  span?: Span
}

/** True when all items are; without items always true. */
export interface AndNode {
  kind: 'and'
  items: Query[]
  span?: Span
}

/** True when one of the items is; without items never true. */
export interface OrNode {
  kind: 'or'
  items: Query[]
  span?: Span
}

export interface NotNode {
  kind: 'not'
  item: Query
  span?: Span
}

export type Query = AndNode | OrNode | NotNode | TermNode | TextNode

/** The question that every event answers. */
export const EVERYTHING: Query = { kind: 'and', items: [] }

/** The question that no event answers, written `-*`. */
export const NOTHING: Query = { kind: 'not', item: EVERYTHING }

export function isEverything(query: Query): boolean {
  return query.kind === 'and' && query.items.length === 0
}

export function isNothing(query: Query): boolean {
  return query.kind === 'not' && isEverything(query.item)
}

/** The same tree without positions, to compare or to store. */
export function withoutSpans(query: Query): Query {
  switch (query.kind) {
    case 'and':
    case 'or':
      return { kind: query.kind, items: query.items.map(withoutSpans) }
    case 'not':
      return { kind: 'not', item: withoutSpans(query.item) }
    case 'term':
      return { kind: 'term', field: query.field, values: query.values.map(bareValue) }
    case 'text':
      return { kind: 'text', ...bareValue(query) }
  }
}

function bareValue({ text, exact }: { text: string; exact?: true }): Value {
  return exact === true ? { text, exact } : { text }
}
