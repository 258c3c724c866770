/**
 * Writes a question in the one canonical way: full field names, as few parentheses and quotation marks as its meaning allows.
 * `parse(print(q))` is the normal form of `q`, and printing what was parsed is a fixed point.
 */

import { isEverything, type Query } from './ast.ts'
import { normalise } from './normal.ts'
import { writeValue, writeWord } from './notation.ts'

export function printQuery(query: Query): string {
  const normal = normalise(query)
  return isEverything(normal) ? '' : write(normal)
}

/** @param query in normal form */
function write(query: Query): string {
  switch (query.kind) {
    case 'and':
      return isEverything(query) ? '*' : query.items.map(grouped).join(' ')
    case 'or':
      // `and` binds tighter than `or`, so a conjunction needs no parentheses here.
      return query.items.map(write).join(' or ')
    case 'not':
      return `-${grouped(query.item)}`
    case 'term':
      return `${query.field}:${query.values.map(writeValue).join(',')}`
    case 'text':
      return writeWord(query)
  }
}

function grouped(query: Query): string {
  const text = write(query)
  const several = (query.kind === 'and' && !isEverything(query)) || query.kind === 'or'
  return several ? `(${text})` : text
}
