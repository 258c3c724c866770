/**
 * What a question implies about the words of an event, for the word index to skip by.
 * Only ever a weaker condition: an event that answers the question fulfils what it implies.
 */

import { isOfChange, tokens, type Query, type TermNode, type ValueTest } from '@daybook/query'

import type { Binder } from './binder.ts'
import { testOf, tokensSql } from './condition.ts'
import { TEXT_PLACES } from './fields.ts'
import { anyOf, everyOf } from './logic.ts'

/** Words of a value that the index is asked for; more would not skip more. */
const IMPLIED_WORDS_MAX = 8
/** Alternatives that the index is asked for; more cost more than they skip. */
const IMPLIED_ALTERNATIVES_MAX = 20

/** @param query in normal form @returns undefined when nothing is implied */
export function impliedSql(query: Query, binder: Binder): string | undefined {
  switch (query.kind) {
    case 'not':
    case 'text':
      // A search asks the index by itself.
      return undefined
    case 'and': {
      const items = query.items.flatMap(item => impliedSql(item, binder) ?? [])
      return items.length === 0 ? undefined : everyOf(items)
    }
    case 'or': {
      const items = query.items.map(item => impliedSql(item, binder))
      const known = items.filter(item => item !== undefined)
      return known.length === items.length && known.length > 0 ? anyOf(known) : undefined
    }
    case 'term':
      return impliedByTerm(query, binder)
  }
}

function impliedByTerm({ field, values }: TermNode, binder: Binder): string | undefined {
  const searched = isOfChange(field) || TEXT_PLACES[field]?.selective === true
  if (!searched || values.length > IMPLIED_ALTERNATIVES_MAX) return undefined
  const words = values.map(value => wordsOf(testOf(field, value)))
  if (words.some(list => list.length === 0)) return undefined
  return anyOf(words.map(list => tokensSql(list, binder)))
}

function wordsOf(test: ValueTest): string[] {
  if (test.test === 'is' || test.test === 'same') return tokens(test.text).slice(0, IMPLIED_WORDS_MAX)
  return test.test === 'words' ? test.words.slice(0, IMPLIED_WORDS_MAX) : []
}
