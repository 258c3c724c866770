/**
 * What a click on a filter value does to the filter.
 * Application, entity, activity form a cascade: choosing among one clears the choices below it, which were made within the old one.
 */
import type { Field } from '@daybook/query'

import type { Term, Terms } from './report-state.ts'

const BELOW: Partial<Record<Field, readonly Field[]>> = {
  application: ['entity', 'activity'],
  entity: ['activity'],
}
export const ABOVE: Partial<Record<Field, Field>> = { entity: 'application', activity: 'entity' }

const NONE: Term = { only: [], not: [] }
export const termOf = (terms: Terms, field: Field): Term => terms[field] ?? NONE

/** This value and no other. */
export const only = (terms: Terms, field: Field, value: string): Terms =>
  choose(terms, field, { only: [value], not: [] })

/** Adds the value to those wanted, or takes it away again; an excluded value is only let in again. */
export function toggle(terms: Terms, field: Field, value: string): Terms {
  const term = termOf(terms, field)
  if (term.not.includes(value)) return choose(terms, field, { ...term, not: without(term.not, value) })
  const wanted = term.only.includes(value) ? without(term.only, value) : [...term.only, value]
  return choose(terms, field, { ...term, only: wanted })
}

/** Everything but this value, on top of what is excluded already. */
export function exclude(terms: Terms, field: Field, value: string): Terms {
  const term = termOf(terms, field)
  return choose(terms, field, {
    only: without(term.only, value),
    not: [...without(term.not, value), value],
  })
}

/** Without the wanted or the excluded values of a field. */
export const drop = (terms: Terms, field: Field, side: keyof Term): Terms =>
  choose(terms, field, { ...termOf(terms, field), [side]: [] })

function choose(terms: Terms, field: Field, term: Term): Terms {
  const next: Terms = { ...terms, [field]: term }
  const changed = termOf(terms, field).only.join('\0') !== term.only.join('\0')
  for (const below of changed ? (BELOW[field] ?? []) : []) next[below] = { ...termOf(next, below), only: [] }
  return Object.fromEntries(
    Object.entries(next).filter(([, { only, not }]) => only.length + not.length > 0),
  ) as Terms
}

const without = (values: readonly string[], value: string): string[] => values.filter(v => v !== value)
