/**
 * What a question may be narrowed by: fields with values, and words of the text.
 * Terms are joined by AND, the values of one term by OR; a term with `not` leaves its values out.
 */

export const FIELDS = ['application', 'entity', 'activity', 'actor', 'category', 'outcome'] as const
/** `entity` is the entity's type; `actor` is an id, a name or an e-mail address. */
export type Field = (typeof FIELDS)[number]

export interface Term {
  field: Field
  values: string[]
  not?: boolean
}

export interface Filter {
  terms: Term[]
  /** Lower-case tokens as `tokens()` makes them; all must occur in an event. */
  text: string[]
}

export const NO_FILTER: Filter = { terms: [], text: [] }

/** Named limits of a filter that comes from outside. */
export const FILTER_LIMITS = {
  /** values of one field, included and excluded each */
  valuesMax: 100,
  /** UTF-16 units of one value */
  valueLengthMax: 1024,
  /** UTF-16 units of the search text */
  searchLengthMax: 512,
  /** tokens of the search text */
  tokensMax: 20,
} as const
