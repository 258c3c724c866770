/**
 * Questions joined by "and", and the filter of the URL's parameters as a question.
 * What the filter means is unchanged: its values are exact, its words are searched words.
 */

import type { Filter } from '../filter.ts'
import type { Query, Value } from './ast.ts'
import { fieldOf } from './fields.ts'
import { normalise } from './normal.ts'

/** The question of a filter; events that pass the filter are those that answer it. */
export function fromFilter(filter: Filter): Query {
  const terms = filter.terms.map(({ field, values, not }): Query => {
    const exact = fieldOf(field).kind !== 'choice'
    const term: Query = {
      kind: 'term',
      field,
      values: values.map((text): Value => (exact ? { text, exact } : { text })),
    }
    return not === true ? { kind: 'not', item: term } : term
  })
  const words = filter.text.map((text): Query => ({ kind: 'text', text }))
  return normalise({ kind: 'and', items: [...terms, ...words] })
}

/** The events that answer all of these questions, such as that of the parameters and that of `q`. */
export function allOf(...queries: Query[]): Query {
  return normalise({ kind: 'and', items: queries })
}
