/**
 * What a question implies about the words of an event, for the word index to skip by.
 * Only ever a weaker condition: an event that answers the question fulfils what it implies.
 */

import { isOfChange, type Query, type TermNode, type ValueTest } from '@daybook/query'

import { tellingOf, tellingWords } from '../telling-words.ts'
import type { Binder } from './binder.ts'
import { testOf, tokensSql } from './condition.ts'
import { TEXT_PLACES } from './fields.ts'
import { anyOf, everyOf } from './logic.ts'

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
  if (test.test === 'is' || test.test === 'same') return tellingWords(test.text)
  return test.test === 'words' ? tellingOf(test.words) : []
}
