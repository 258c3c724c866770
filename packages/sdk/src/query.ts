/** Turns a report's question into URL parameters. Excluded values have a leading `-` on the name. */
import type { FilterValues, RowsQuery } from './types.ts'

const FILTERS = ['application', 'entity', 'activity', 'actor', 'category', 'outcome'] as const
const PLAIN = ['from', 'to', 'search', 'q', 'zone', 'limit', 'cursor', 'order', 'sort', 'at'] as const

export function rowsParameters(query: RowsQuery): URLSearchParams {
  const parameters = new URLSearchParams()
  appendFilters(parameters, '', query)
  appendFilters(parameters, '-', query.exclude ?? {})
  for (const name of PLAIN) {
    const value = query[name]
    if (value !== undefined) parameters.append(name, String(value))
  }
  return parameters
}

function appendFilters(parameters: URLSearchParams, prefix: string, values: FilterValues): void {
  for (const name of FILTERS) {
    const value = values[name]
    if (value === undefined) continue
    for (const one of typeof value === 'string' ? [value] : value) parameters.append(`${prefix}${name}`, one)
  }
}
