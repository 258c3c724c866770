/**
 * A question of the filter language as one SQL condition; the meaning is that of `matches` and `matchesChange`.
 * In scope `event` it holds of a row of the index; in scope `change` it also speaks of one change as `a`, `o` and `n`.
 */

import {
  isItemOfChange,
  isOfChange,
  placed,
  QueryTextError,
  readSearch,
  readValue,
  type Query,
  type TermNode,
  type TextNode,
  type Value,
  type ValueTest,
} from '@daybook/query'

import { SEARCHED_LISTS, SEARCHED_TEXT } from '../schema.ts'
import { loweredSql, phrasePattern, plainJsonSql, wordPattern } from '../word-sql.ts'
import type { Binder } from './binder.ts'
import { given, partSql, TEXT_PLACES, type TextPlaces } from './fields.ts'
import { foundShownSql } from './hidden.ts'
import { anyOf, everyOf } from './logic.ts'
import { idSql, jsonSql, networkSql, numbersSql, textSql, timesSql } from './tests.ts'

export type Scope = 'event' | 'change'

/** @param query in normal form @throws QueryTextError when a value cannot be one of its field */
export function conditionSql(query: Query, scope: Scope, binder: Binder): string {
  switch (query.kind) {
    case 'and':
      return conjunctionSql(query.items, scope, binder)
    case 'or':
      return anyOf(query.items.map(item => conditionSql(item, scope, binder)))
    case 'not':
      return `NOT (${conditionSql(query.item, scope, binder)})`
    case 'text':
      return searchSql(query, binder)
    case 'term': {
      if (!isOfChange(query.field)) return termSql(query, binder)
      const condition = changeTermSql(query, binder)
      return scope === 'change' ? condition : someChange(condition)
    }
  }
}

/** Items that speak of a change speak of the same one. */
export function conjunctionSql(items: readonly Query[], scope: Scope, binder: Binder): string {
  if (scope === 'change') return everyOf(items.map(item => conditionSql(item, 'change', binder)))
  const ofChange = items.filter(isItemOfChange)
  const others = items.filter(item => !isItemOfChange(item))
  return everyOf([
    ...others.map(item => conditionSql(item, 'event', binder)),
    ...(ofChange.length === 0 ? [] : [someChange(conjunctionSql(ofChange, 'change', binder))]),
  ])
}

const CHANGE_LISTS = 'changes.attribute, changes.old, changes.new'

function someChange(condition: string): string {
  return `arrayExists((a, o, n) -> ${condition}, ${CHANGE_LISTS})`
}

/** Per change of an event 1 or 0: whether it fulfils the condition. */
export function fittingChanges(condition: string): string {
  return `arrayMap((a, o, n) -> toUInt8(${condition}), ${CHANGE_LISTS})`
}

/** What a value of a field asks. @throws QueryTextError */
export function testOf(field: TermNode['field'], value: Value): ValueTest {
  const reading = readValue(field, value)
  if (reading.ok) return reading.test
  throw new QueryTextError([placed(reading, value.span?.start, value.span?.end)], 'q')
}

function changeTermSql({ field, values }: TermNode, binder: Binder): string {
  const tests = values.map(value => testOf(field, value))
  if (field === 'attr') return textSql('a', tests, binder)
  const sides = field === 'old' ? ['o'] : field === 'new' ? ['n'] : ['o', 'n']
  const fits = anyOf(sides.map(side => jsonSql(side, tests, binder)))
  return binder.hidden === undefined ? fits : `(NOT (${binder.hidden.change('a')}) AND ${fits})`
}

function termSql({ field, values }: TermNode, binder: Binder): string {
  const tests = values.map(value => testOf(field, value))
  const places = TEXT_PLACES[field]
  if (places !== undefined) return textsSql(places, tests, binder)
  if (field === 'event') return idSql(tests, binder)
  return anyOf(tests.map(test => otherSql(test, binder)))
}

function otherSql(test: ValueTest, binder: Binder): string {
  switch (test.test) {
    case 'part':
      return partSql(test.part)
    case 'numbers':
      return numbersSql(test, binder)
    case 'times':
      return timesSql(test, binder)
    case 'network':
      return networkSql(test, binder)
    case 'choice':
      // The one closed list that is no column: whether the actor was impersonated.
      return test.choice === 'yes' ? given('impersonator') : `NOT (${given('impersonator')})`
    case 'is':
    case 'same':
    case 'like':
    case 'words':
      throw new RangeError(`a field without texts cannot be asked for one: ${test.test}`)
  }
}

/** The empty text asks that none of the field's texts is there. */
function textsSql(places: TextPlaces, tests: readonly ValueTest[], binder: Binder): string {
  const { columns, lists = [] } = places
  const isEmpty = (test: ValueTest) => test.test === 'is' && test.text === ''
  const others = tests.filter(test => !isEmpty(test))
  const none = everyOf([
    ...columns.map(column => `${column} = ''`),
    ...lists.map(list => `NOT arrayExists(t -> ifNull(t, '') != '', ${list})`),
  ])
  const some = (text: string) => textSql(text, others, binder)
  return anyOf([
    ...(tests.some(isEmpty) ? [none] : []),
    ...(others.length === 0 ? [] : columns.map(some)),
    ...(others.length === 0 ? [] : lists.map(list => `arrayExists(t -> ${some("ifNull(t, '')")}, ${list})`)),
  ])
}

function searchSql(node: TextNode, binder: Binder): string {
  const reading = readSearch(node)
  if (!reading.ok) throw new QueryTextError([placed(reading, node.span?.start, node.span?.end)], 'q')
  const { test } = reading
  switch (test.test) {
    case 'everything':
      return '1'
    case 'phrase':
      if (test.words.length === 1) return foundSql(test.words, binder)
      return everyOf([foundSql(test.words, binder), someText(phrasePattern(test.words), binder)])
    case 'words':
      return everyOf([
        ...(test.words.length === 0 ? [] : [foundSql(test.words, binder)]),
        ...test.patterns.flatMap(parts => [
          ...insideSql(parts, binder),
          someText(wordPattern(parts), binder),
        ]),
      ])
  }
}

/** Answered by the word index alone. */
export function tokensSql(words: readonly string[], binder: Binder): string {
  return `hasAllTokens(search, ${binder.bind(words, 'Array(String)')})`
}

/** The words occur, and not only in what is hidden. */
function foundSql(words: readonly string[], binder: Binder): string {
  const { hidden } = binder
  const found = tokensSql(words, binder)
  if (hidden === undefined) return found
  const list = binder.bind(words, 'Array(String)')
  return `(${found} AND ${foundShownSql(list, hidden)})`
}

/** What a pattern implies: its longest part stands somewhere. The engine looks through the word index's dictionary for it. */
function insideSql(parts: readonly string[], binder: Binder): string[] {
  const [longest] = parts.filter(part => DICTIONARY_PART.test(part)).toSorted((a, b) => b.length - a.length)
  return longest === undefined ? [] : [`search LIKE ${binder.bind(`%${longest}%`, 'String')}`]
}

/** Of less, or of other characters, the engine would read every text instead. */
const DICTIONARY_PART = /^[a-z0-9]{4,}$/

/** Whether one of the searched texts matches. Column by column: of vocabulary columns only the distinct values are read. */
function someText(pattern: string, binder: Binder): string {
  const bound = binder.bind(pattern, 'String')
  const fits = (text: string) => `match(${loweredSql(text)}, ${bound})`
  const inList = (list: string) => {
    if (list !== 'changes.old' && list !== 'changes.new')
      return `arrayExists(t -> ${fits("ifNull(t, '')")}, ${list})`
    const fit = fits(plainJsonSql("ifNull(t, '')"))
    if (binder.hidden === undefined) return `arrayExists(t -> ${fit}, ${list})`
    return `arrayExists((t, a) -> NOT (${binder.hidden.change('a')}) AND ${fit}, ${list}, changes.attribute)`
  }
  return anyOf([...SEARCHED_TEXT.map(fits), ...SEARCHED_LISTS.map(inList)])
}
