/**
 * Reads a filter from the parameters of a URL.
 * An unknown parameter is an error with a suggestion, never a filter that silently does nothing.
 */

import { CATEGORIES, nearest, OUTCOMES } from '@daybook/event'

import { QueryError } from './errors.ts'
import { FIELDS, FILTER_LIMITS, type Field, type Filter, type Term } from './filter.ts'
import { tokens } from './tokens.ts'

/** Parameters that are no filter: the server reads them itself. */
export const PAGE_PARAMETERS = ['from', 'to', 'limit', 'cursor', 'order'] as const

/** A parsed query string: repeated parameters are arrays. */
export type QueryParams = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * `application=A&application=B` means A or B; `-category=read` leaves reads out; `search=words` must all occur.
 *
 * @throws QueryError UNKNOWN_PARAMETER or INVALID_PARAMETER
 */
export function filterFromParams(params: QueryParams | URLSearchParams): Filter {
  const terms: Term[] = []
  const text: string[] = []
  for (const [name, values] of entriesOf(params)) {
    if ((PAGE_PARAMETERS as readonly string[]).includes(name)) continue
    if (name === 'search') text.push(...searchTokens(values))
    else terms.push(termOf(name, values))
  }
  return { terms, text: [...new Set(text)] }
}

function termOf(name: string, values: readonly string[]): Term {
  const not = name.startsWith('-')
  const field = not ? name.slice(1) : name
  if (!isField(field)) throw unknown(name)
  if (values.length > FILTER_LIMITS.valuesMax) {
    throw new QueryError(
      'INVALID_PARAMETER',
      name,
      `"${name}" takes at most ${FILTER_LIMITS.valuesMax} values`,
    )
  }
  const distinct = [...new Set(values.map(value => valueOf(name, field, value)))]
  return not ? { field, values: distinct, not } : { field, values: distinct }
}

function valueOf(name: string, field: Field, value: string): string {
  if (value === '') throw new QueryError('INVALID_PARAMETER', name, `"${name}" has an empty value`)
  if (value.length > FILTER_LIMITS.valueLengthMax || !value.isWellFormed()) {
    throw new QueryError(
      'INVALID_PARAMETER',
      name,
      `"${name}" has a value that is too long or not Unicode text`,
    )
  }
  if (field === 'category') return oneOf(name, value.toLowerCase(), CATEGORIES)
  if (field === 'outcome') return oneOf(name, value.toUpperCase(), OUTCOMES)
  return value
}

function oneOf(name: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value
  const message = `"${name}" is one of ${allowed.join(', ')}`
  throw new QueryError('INVALID_PARAMETER', name, message, nearest(value, allowed))
}

function searchTokens(values: readonly string[]): string[] {
  const text = values.join(' ')
  const found = tokens(text)
  if (text.length > FILTER_LIMITS.searchLengthMax || found.length > FILTER_LIMITS.tokensMax) {
    const limits = `${FILTER_LIMITS.searchLengthMax} characters and ${FILTER_LIMITS.tokensMax} words`
    throw new QueryError('INVALID_PARAMETER', 'search', `"search" takes at most ${limits}`)
  }
  return found
}

function unknown(name: string): QueryError {
  const shown = name.slice(0, 64)
  const known = name.startsWith('-')
    ? FIELDS.map(field => `-${field}`)
    : [...FIELDS, 'search', ...PAGE_PARAMETERS]
  return new QueryError('UNKNOWN_PARAMETER', shown, `There is no parameter "${shown}"`, nearest(name, known))
}

function isField(name: string): name is Field {
  return (FIELDS as readonly string[]).includes(name)
}

function entriesOf(params: QueryParams | URLSearchParams): [string, readonly string[]][] {
  if (params instanceof URLSearchParams) {
    return [...new Set(params.keys())].map(name => [name, params.getAll(name)])
  }
  const entries: [string, readonly string[]][] = []
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string') entries.push([name, [value]])
    else if (value !== undefined && value.length > 0) entries.push([name, value])
  }
  return entries
}
