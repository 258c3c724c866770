/**
 * Answers a question about one event in memory: the meaning of the language, against which every other evaluator is tested.
 * Terms of one conjunction that speak of a change speak of the same change; a negation says that there is no such change.
 */

import type { AuditEvent, Change, Json } from '@daybook/event'

import { lowerText, wordSequence } from '../tokens.ts'
import { isInNetwork } from './address.ts'
import type { AndNode, Query, TermNode, TextNode } from './ast.ts'
import {
  hasPart,
  searchedTexts,
  textsOf,
  valuesOf,
  valueText,
  valueWords,
  type AskedEvent,
} from './event-texts.ts'
import { isOfChange, type FieldName } from './fields.ts'
import { isItemOfChange, normalise } from './normal.ts'
import { placed, QueryTextError, type Complaint } from './problems.ts'
import { readSearch, readValue } from './read-value.ts'
import type { IsTest, LikeTest, SameTest, TextTest, ValueTest, WordsTest } from './value-test.ts'
import { hasPhrase, isLike } from './words.ts'

export interface Matcher {
  event(event: AskedEvent): boolean
  /** `change` is one of the event's. */
  change(event: AskedEvent, change: Change): boolean
}

/**
 * A question made ready for many events.
 *
 * @throws QueryTextError when a value of a tree made by hand cannot be one of its field
 */
export function matcherOf(query: Query): Matcher {
  const judge = judgeOf(normalise(query))
  return {
    event: event => judge.event(new Asked(event)),
    change: (event, change) => judge.change(new Asked(event), change),
  }
}

/** Whether an event answers the question. @throws QueryTextError as `matcherOf` */
export function matches(query: Query, event: AskedEvent): boolean {
  return matcherOf(query).event(event)
}

/** Whether one change of an event answers it: `attr`, `old`, `new` and `value` then speak of this change only. */
export function matchesChange(query: Query, event: AskedEvent, change: Change): boolean {
  return matcherOf(query).change(event, change)
}

/** The event and what is worked out of it once. */
class Asked {
  readonly event: AskedEvent
  #texts: string[][] | undefined
  #words: Set<string> | undefined

  constructor(event: AskedEvent) {
    this.event = event
  }

  get texts(): string[][] {
    return (this.#texts ??= searchedTexts(this.event))
  }

  get words(): Set<string> {
    return (this.#words ??= new Set(this.texts.flat()))
  }
}

interface Judge {
  event(asked: Asked): boolean
  change(asked: Asked, change: Change): boolean
}

/** @param query in normal form */
function judgeOf(query: Query): Judge {
  switch (query.kind) {
    case 'and':
      return judgeOfAnd(query)
    case 'or': {
      // Some change fits one of the items, or one of the items fits some change: the same.
      const items = query.items.map(judgeOf)
      return {
        event: asked => items.some(item => item.event(asked)),
        change: (asked, change) => items.some(item => item.change(asked, change)),
      }
    }
    case 'not': {
      const item = judgeOf(query.item)
      return {
        event: asked => !item.event(asked),
        change: (asked, change) => !item.change(asked, change),
      }
    }
    case 'term':
      return isOfChange(query.field) ? judgeOfChange(query) : judgeOfTerm(query)
    case 'text': {
      const asks = judgeOfText(query)
      return { event: asks, change: asks }
    }
  }
}

function judgeOfAnd(query: AndNode): Judge {
  const items = query.items.map(item => ({ ...judgeOf(item), ofChange: isItemOfChange(item) }))
  const ofChange = items.filter(item => item.ofChange)
  const others = items.filter(item => !item.ofChange)
  return {
    event: asked =>
      others.every(item => item.event(asked)) &&
      (ofChange.length === 0 ||
        changesOf(asked).some(change => ofChange.every(item => item.change(asked, change)))),
    change: (asked, change) => items.every(item => item.change(asked, change)),
  }
}

function judgeOfChange({ field, values }: TermNode): Judge {
  const tests = values.map(value => testOf(field, value))
  const fits = (change: Change) =>
    tests.some(test =>
      field === 'attr'
        ? isText(test) && fitsText(change.attribute, test)
        : isText(test) && valuesOf(field, change).some(value => fitsJson(value, test)),
    )
  return { event: asked => changesOf(asked).some(fits), change: (_, change) => fits(change) }
}

function judgeOfTerm({ field, values }: TermNode): Judge {
  const tests = values.map(value => testOf(field, value))
  const fits = ({ event }: Asked) => tests.some(test => fitsEvent(field, test, event))
  return { event: fits, change: fits }
}

function fitsEvent(field: FieldName, test: ValueTest, event: AskedEvent): boolean {
  switch (test.test) {
    case 'part':
      return hasPart(event, test.part)
    case 'numbers':
      return isBetween(event.index, test.from, test.to)
    case 'times': {
      const at = Date.parse(event.occurredAt)
      return at >= (test.from ?? -Infinity) && at < (test.to ?? Infinity)
    }
    case 'network':
      return event.origin?.ip !== undefined && isInNetwork(event.origin.ip, test)
    case 'choice':
      return textsOf(field, event).includes(test.choice)
    case 'is':
    case 'same':
    case 'like':
    case 'words':
      return textsFit(textsOf(field, event), test)
  }
}

/** The empty text in quotation marks also asks for events that have no text there at all. */
function textsFit(texts: readonly (string | undefined)[], test: PlainTest): boolean {
  if (test.test === 'is' && test.text === '') return texts.every(text => text === undefined || text === '')
  return texts.some(text => text !== undefined && fitsText(text, test))
}

type PlainTest = IsTest | SameTest | LikeTest | WordsTest

function isText(test: ValueTest): test is PlainTest {
  return test.test === 'is' || test.test === 'same' || test.test === 'like' || test.test === 'words'
}

function fitsText(text: string, test: PlainTest): boolean {
  switch (test.test) {
    case 'is':
      return text === test.text
    case 'same':
      return lowerText(text) === test.text
    case 'like':
      return isLike(lowerText(text), test.parts)
    case 'words':
      return hasAll(wordSequence(text), test.words)
  }
}

function fitsJson(value: Json, test: PlainTest): boolean {
  return test.test === 'words' ? hasAll(valueWords(value), test.words) : fitsText(valueText(value), test)
}

function judgeOfText(node: TextNode): (asked: Asked) => boolean {
  const reading = readSearch(node)
  if (!reading.ok) throw refused(node, reading)
  const test: TextTest = reading.test
  switch (test.test) {
    case 'everything':
      return () => true
    case 'phrase':
      return asked => asked.texts.some(words => hasPhrase(words, test.words))
    case 'words':
      return asked =>
        test.words.every(word => asked.words.has(word)) &&
        test.patterns.every(parts => [...asked.words].some(word => isLike(word, parts)))
  }
}

function testOf(field: FieldName, value: TermNode['values'][number]): ValueTest {
  const reading = readValue(field, value)
  if (!reading.ok) throw refused(value, reading)
  return reading.test
}

function refused(at: { span?: { start: number; end: number } }, complaint: Complaint): QueryTextError {
  return new QueryTextError([placed(complaint, at.span?.start, at.span?.end)], 'q')
}

function isBetween(number: number | undefined, from = -Infinity, to = Infinity): boolean {
  return number !== undefined && number >= from && number <= to
}

function hasAll(words: readonly string[], asked: readonly string[]): boolean {
  return asked.every(word => words.includes(word))
}

function changesOf({ event }: { event: AuditEvent }): readonly Change[] {
  return event.changes ?? []
}
