/**
 * What a click on a value does to the filter text, and what the text says of a field's values.
 * Application, entity, activity form a cascade: choosing among one clears the choices below it, which were made within the old one.
 */
import {
  allOf,
  isPicked,
  parseQuery,
  printQuery,
  termsOf,
  toggleValue,
  withoutTerm,
  type Chip,
  type Field,
  type FieldName,
  type Query,
} from '@daybook/query'

import { DENIED_FILTER } from '../text/outcome.ts'

/** `only` this value · `toggle`: add it or take it away · `exclude` it, or let it in again. */
export type Picking = 'only' | 'toggle' | 'exclude'

const BELOW: Partial<Record<FieldName, readonly FieldName[]>> = {
  application: ['entity', 'activity'],
  entity: ['activity'],
}
export const ABOVE: Partial<Record<Field, Field>> = { entity: 'application', activity: 'entity' }

/** The filter text after a click. Text with a problem keeps what is understood of it. */
export function pick(q: string, field: FieldName, value: string, how: Picking): string {
  return printQuery(picked(parseQuery(q).query, field, value, how))
}

function picked(query: Query, field: FieldName, value: string, how: Picking): Query {
  if (how === 'exclude') return toggleValue(query, field, value, 'exclude')
  // The box of an excluded value lets it in again and wants nothing more.
  if (how === 'toggle' && isPicked(query, field, value, true))
    return toggleValue(query, field, value, 'exclude')
  const next = toggleValue(query, field, value, how === 'only' ? 'only' : 'include')
  return (BELOW[field] ?? []).reduce(withoutWanted, next)
}

function withoutWanted(query: Query, field: FieldName): Query {
  const at = termsOf(query).findIndex(chip => chip.kind === 'term' && chip.field === field && !chip.not)
  return at < 0 ? query : withoutWanted(withoutTerm(query, at), field)
}

export type Picked = 'only' | 'not' | 'none'

/** Whether a value, as it was observed, is wanted, left out, or neither. */
export function stateOf(query: Query, field: FieldName, value: string): Picked {
  if (isPicked(query, field, value)) return 'only'
  return isPicked(query, field, value, true) ? 'not' : 'none'
}

/** The values that the top level of the filter names of a field. Patterns are no values. */
export function namedValues(query: Query, field: FieldName): { only: string[]; not: string[] } {
  const named = { only: [] as string[], not: [] as string[] }
  for (const chip of termsOf(query)) {
    if (chip.kind !== 'term' || chip.field !== field) continue
    const values = (chip.values ?? []).filter(({ text, exact }) => exact === true || !text.includes('*'))
    named[chip.not ? 'not' : 'only'].push(...values.map(({ text }) => text))
  }
  return named
}

/** Whether the filter asks for what was denied, or leaves it out. */
export function deniedState(query: Query): Picked {
  const chip = termsOf(query).find(isDenied)
  if (chip === undefined) return 'none'
  return chip.not ? 'not' : 'only'
}

/** The filter text after a click on "denied", which is a failure for a reason. Twice is as never. */
export function pickDenied(q: string, how: Picking): string {
  const { query } = parseQuery(q)
  const before = deniedState(query)
  const without = withoutDenied(query)
  if (before !== 'none' && (before === 'not') === (how === 'exclude')) return printQuery(without)
  if (before === 'not' && how === 'toggle') return printQuery(without)
  const { query: reason } = parseQuery(how === 'exclude' ? '-reason:*denied*' : DENIED_FILTER)
  const rest = how === 'exclude' ? without : withoutOutcome(without)
  return printQuery(allOf(rest, reason))
}

const isDenied = (chip: Chip): boolean =>
  chip.field === 'reason' && (chip.values ?? []).some(({ text }) => text === '*denied*')

function withoutDenied(query: Query): Query {
  const at = termsOf(query).findIndex(isDenied)
  return at < 0 ? query : withoutDenied(withoutTerm(query, at))
}

function withoutOutcome(query: Query): Query {
  const at = termsOf(query).findIndex(chip => chip.field === 'outcome')
  return at < 0 ? query : withoutOutcome(withoutTerm(query, at))
}
