/**
 * Times that a question asks for in its top-level conjunction, taken out of it and into the asked time of the request.
 * There the primary key, the counts and the histogram's range know them; the answer is the same.
 */

import { EVERYTHING, normaliseQuery, type Query } from '@daybook/query'

import type { SummaryRequest } from '../types.ts'
import { testOf } from './condition.ts'

/** @throws QueryTextError when a time of a tree made by hand is none */
export function withAskedTime<T extends SummaryRequest>(request: T): T {
  if (request.q === undefined) return request
  const normal = normaliseQuery(request.q)
  const items = normal.kind === 'and' ? normal.items : [normal]
  const rest = items.filter(item => !isTime(item))
  let { from, to } = request
  for (const item of items) {
    if (!isTime(item)) continue
    for (const value of item.values) {
      const test = testOf(item.field, value)
      if (test.test !== 'times') continue
      if (test.from !== undefined) from = Math.max(from ?? -Infinity, test.from)
      if (test.to !== undefined) to = Math.min(to ?? Infinity, test.to)
    }
  }
  const q: Query = rest.length === 0 ? EVERYTHING : { kind: 'and', items: rest }
  return { ...request, from, to, q }
}

/** Alternatives of times would ask for the wider one: they stay where they are. */
function isTime(item: Query): item is Extract<Query, { kind: 'term' }> {
  return (
    item.kind === 'term' && (item.field === 'after' || item.field === 'before') && item.values.length === 1
  )
}
