/**
 * The normal form of a question: one tree for all ways to write it that differ in parentheses only.
 * What a question means is defined on its normal form, and `parse(print(q))` equals it.
 */

import {
  EVERYTHING,
  isEverything,
  isNothing,
  NOTHING,
  type AndNode,
  type NotNode,
  type OrNode,
  type Query,
  type Span,
  type TermNode,
  type TextNode,
  type Value,
} from './ast.ts'
import { isOfChange, fieldOf, type FieldName } from './fields.ts'
import { isBareValue, isBareWord } from './notation.ts'
import { readValue } from './read-value.ts'

/** Idempotent; positions are kept where a node survives. */
export function normalise(query: Query): Query {
  switch (query.kind) {
    case 'and':
      return normalAnd(query)
    case 'or':
      return normalOr(query)
    case 'not':
      return normalNot(query)
    case 'term':
      return normalTerm(query)
    case 'text':
      return normalText(query)
  }
}

/**
 * Whether a node can speak of one single change: terms of change fields, and what is made of them by `and` and `or`.
 * A conjunction inside a conjunction is none, since its parentheses say that it speaks of a change of its own.
 */
export function isOfOneChange(query: Query): boolean {
  switch (query.kind) {
    case 'term':
      return isOfChange(query.field)
    case 'or':
      return query.items.length > 0 && query.items.every(isOfOneChange)
    case 'and':
      return query.items.length > 0 && query.items.every(item => item.kind !== 'and' && isOfOneChange(item))
    case 'not':
    case 'text':
      return false
  }
}

/** The items of a conjunction that speak of one and the same change. */
export function isItemOfChange(item: Query): boolean {
  return item.kind !== 'and' && isOfOneChange(item)
}

function normalAnd(query: AndNode): Query {
  const items = query.items.map(normalise).filter(item => !isEverything(item))
  if (items.some(isNothing)) return NOTHING
  const spliced = splice(items)
  return spliced.length === 1 ? (spliced[0] as Query) : { kind: 'and', items: spliced, ...spanOf(query) }
}

/** Dissolves inner conjunctions, except those that must keep their own change. */
function splice(items: readonly Query[]): Query[] {
  const ofChange = (item: Query) => item.kind === 'and' && item.items.some(isItemOfChange)
  const changes = items.filter(ofChange).length + (items.some(isItemOfChange) ? 1 : 0)
  return items.flatMap(item =>
    item.kind === 'and' && (changes <= 1 || !ofChange(item)) ? item.items : [item],
  )
}

function normalOr(query: OrNode): Query {
  const items = query.items.map(normalise).filter(item => !isNothing(item))
  if (items.some(isEverything)) return EVERYTHING
  const flat = items.flatMap(item => (item.kind === 'or' ? item.items : [item]))
  if (flat.length === 0) return NOTHING
  return flat.length === 1 ? (flat[0] as Query) : { kind: 'or', items: flat, ...spanOf(query) }
}

function normalNot(query: NotNode): Query {
  const item = normalise(query.item)
  return item.kind === 'not' ? item.item : { kind: 'not', item, ...spanOf(query) }
}

/** A term without values has no alternative that could fit. */
function normalTerm(query: TermNode): Query {
  const values: Value[] = []
  for (const given of query.values) {
    const value = normalValue(query.field, given)
    if (!values.some(other => other.text === value.text && other.exact === value.exact)) values.push(value)
  }
  return values.length === 0 ? NOTHING : { kind: 'term', field: query.field, values, ...spanOf(query) }
}

function normalValue(field: FieldName, given: Value): Value {
  const { kind } = fieldOf(field)
  const writable =
    given.exact === true ||
    isBareValue(given.text) ||
    (kind !== 'text' && kind !== 'words' && kind !== 'json')
  const value: Value = writable ? given : { text: given.text, exact: true }
  const reading = readValue(field, value)
  return { ...(reading.ok ? reading.value : value), ...spanOf(given) }
}

/** Text that cannot be written without quotation marks is a phrase. */
function normalText(query: TextNode): Query {
  if (query.exact !== true && /^\*+$/.test(query.text)) return EVERYTHING
  const exact = query.exact === true || !isBareWord(query.text)
  return { kind: 'text', text: query.text, ...(exact ? { exact } : undefined), ...spanOf(query) }
}

function spanOf({ span }: { span?: Span }): { span?: Span } {
  return span === undefined ? {} : { span }
}
