/**
 * What the interface changes about a question: chips, values picked and left out.
 * It works on the top-level conjunction; alternatives and groups are one part that is kept or removed as a whole.
 */

import { lowerText } from '../tokens.ts'
import type { NotNode, Query, Span, TermNode, Value } from './ast.ts'
import { withoutSpans } from './ast.ts'
import { fieldOf, type FieldName } from './fields.ts'
import { normalise } from './normal.ts'
import { printQuery } from './print.ts'

/** One part of the top-level conjunction. */
export interface Chip {
  kind: 'term' | 'text' | 'group'
  /** True of a part that leaves events out. */
  not: boolean
  /** The part as it is written, with its `-`. */
  text: string
  field?: FieldName
  values?: Value[]
  span?: Span
}

/** The parts of a question in their order; `withoutTerm` takes their positions. */
export function termsOf(query: Query): Chip[] {
  return partsOf(query).map(part => {
    const not = part.kind === 'not'
    const inner = not ? part.item : part
    const span = part.span === undefined ? {} : { span: part.span }
    const chip = { not, text: printQuery(part), ...span }
    if (inner.kind === 'term') return { ...chip, kind: 'term', field: inner.field, values: inner.values }
    return { ...chip, kind: inner.kind === 'text' ? 'text' : 'group' }
  })
}

/** The question narrowed by one more part; unchanged when it has the part already. */
export function withTerm(query: Query, part: Query): Query {
  const parts = partsOf(query)
  const added = normalise(part)
  const sought = JSON.stringify(withoutSpans(added))
  if (parts.some(other => JSON.stringify(withoutSpans(other)) === sought)) return normalise(query)
  return conjunction([...parts, added])
}

/** The question without its part at this position of `termsOf`. */
export function withoutTerm(query: Query, position: number): Query {
  return conjunction(partsOf(query).filter((_, i) => i !== position))
}

/** `include` and `exclude` add a value to what is shown or left out, or take it away again; `only` leaves it as the only one. */
export type ToggleMode = 'include' | 'exclude' | 'only'

/**
 * Picks a value of a field as it was observed in events. Twice is as never: the second call takes it away again.
 * Picked values of one field are alternatives. Parts that are not a plain term of this field stay as they are.
 */
export function toggleValue(query: Query, field: FieldName, text: string, mode: ToggleMode): Query {
  const not = mode === 'exclude'
  const parts = partsOf(query)
  const picked = parts.filter(part => isTermOf(part, field, not)).flatMap(valuesOf)
  const has = picked.some(value => isValue(field, value, text))
  if (mode === 'only') {
    const rest = parts.filter(part => !isTermOf(part, field, false) && !isTermOf(part, field, true))
    return conjunction(
      has && picked.length === 1 ? rest : [...rest, termOf(field, [picking(field, text)], false)],
    )
  }
  // What is picked to be shown is no longer left out, and the other way round.
  const kept = parts.flatMap(part => withoutValue(part, field, text))
  if (has) return conjunction(kept)
  const at = kept.findIndex(part => isTermOf(part, field, not))
  const value = picking(field, text)
  if (at < 0) return conjunction([...kept, termOf(field, [value], not)])
  const values = [...valuesOf(kept[at] as Query), value]
  return conjunction(kept.with(at, termOf(field, values, not)))
}

/** Whether a value, as it was observed in events, is picked or left out by the top level of the question. */
export function isPicked(query: Query, field: FieldName, text: string, not = false): boolean {
  return partsOf(query).some(
    part => isTermOf(part, field, not) && valuesOf(part).some(value => isValue(field, value, text)),
  )
}

function partsOf(query: Query): Query[] {
  const normal = normalise(query)
  return normal.kind === 'and' ? normal.items : [normal]
}

function conjunction(items: Query[]): Query {
  return normalise({ kind: 'and', items })
}

type PlainTerm = TermNode | (NotNode & { item: TermNode })

function isTermOf(part: Query, field: FieldName, not: boolean): part is PlainTerm {
  const inner = part.kind === 'not' ? part.item : part
  return inner.kind === 'term' && inner.field === field && (part.kind === 'not') === not
}

function valuesOf(part: Query): Value[] {
  const inner = part.kind === 'not' ? part.item : part
  return inner.kind === 'term' ? inner.values : []
}

function termOf(field: FieldName, values: Value[], not: boolean): Query {
  const term: Query = { kind: 'term', field, values }
  return not ? { kind: 'not', item: term } : term
}

/** The part without the value; nothing when it was the last one. */
function withoutValue(part: Query, field: FieldName, text: string): Query[] {
  const not = part.kind === 'not'
  if (!isTermOf(part, field, not)) return [part]
  const before = valuesOf(part)
  const values = before.filter(value => !isValue(field, value, text))
  if (values.length === before.length) return [part]
  return values.length === 0 ? [] : [termOf(field, values, not)]
}

/** A value that was typed without quotation marks is the observed one when they differ in case only. */
function isValue(field: FieldName, value: Value, text: string): boolean {
  const other = picking(field, text)
  if (value.text === other.text && value.exact === other.exact) return true
  if (value.exact === true) return value.text === text
  return !value.text.includes('*') && lowerText(value.text) === lowerText(text)
}

/** What is picked from a list means exactly this value. */
function picking(field: FieldName, text: string): Value {
  const { kind } = fieldOf(field)
  return kind === 'text' || kind === 'words' || kind === 'json' ? { text, exact: true } : { text }
}
