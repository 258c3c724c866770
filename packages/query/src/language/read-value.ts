/**
 * Reads one value of one field: its canonical form and what it asks, or what is wrong with it.
 * Parser, evaluator, completion and SQL all read values here, so they cannot differ.
 */

import { isUuid, nearest } from '@daybook/event'

import { lowerText, tokens, wordSequence } from '../tokens.ts'
import { networkOfWildcard, readNetwork, writeNetwork } from './address.ts'
import type { Value } from './ast.ts'
import { choiceOf, fieldOf, type FieldName, type Part, type QueryField } from './fields.ts'
import { QUERY_LIMITS } from './limits.ts'
import { readMoment } from './moment.ts'
import { readNumbers } from './number-range.ts'
import { shown, type Complaint } from './problems.ts'
import type { TextTest, ValueTest } from './value-test.ts'
import { partsOf, searchedWords } from './words.ts'

export type ValueReading = { ok: true; value: Value; test: ValueTest } | ({ ok: false } & Complaint)
export type TextReading = { ok: true; value: Value; test: TextTest } | ({ ok: false } & Complaint)

/** A value of a field. The canonical value has no position; of kinds other than text and words it is never exact. */
export function readValue(name: FieldName, given: Value): ValueReading {
  const field = fieldOf(name)
  const complaint = refusalOf(given)
  if (complaint !== undefined) return { ok: false, ...complaint }
  switch (field.kind) {
    case 'text':
      return readText(given, text => ({ test: 'same', text: lowerText(text) }))
    case 'words':
    case 'json':
      return readText(given, wordsOf)
    case 'choice':
      return readChoice(field, given.text)
    case 'uuid':
      return readId(given)
    case 'address':
      return readAddress(given.text)
    case 'number': {
      const reading = readNumbers(given.text)
      return reading.ok ? { ok: true, value: { text: reading.text }, test: reading.test } : reading
    }
    case 'time': {
      const reading = readMoment(given.text)
      if (!reading.ok) return reading
      const test = name === 'after' ? { from: reading.at } : { to: reading.at }
      return { ok: true, value: { text: reading.text }, test: { test: 'times', ...test } }
    }
  }
}

/** Free text: a word, or a phrase when it is exact. */
export function readSearch(given: Value): TextReading {
  const complaint = refusalOf(given)
  if (complaint !== undefined) return { ok: false, ...complaint }
  const value = valueOf(given.text, given.exact)
  if (given.exact === true) {
    const words = wordSequence(given.text)
    if (words.length === 0) return noWords(given.text)
    if (words.length > QUERY_LIMITS.wordsMax)
      return { ok: false, ...tooMuch(given.text, 'wordsMax', 'words') }
    return { ok: true, value, test: { test: 'phrase', words } }
  }
  if (/^\*+$/.test(given.text)) return { ok: true, value: { text: '*' }, test: { test: 'everything' } }
  const { words, patterns } = searchedWords(given.text)
  if (words.length + patterns.length === 0) return noWords(given.text)
  return { ok: true, value, test: { test: 'words', words, patterns } }
}

function readText(given: Value, plain: (text: string) => ValueTest): ValueReading {
  const { text, exact } = given
  const value = valueOf(text, exact)
  if (exact === true) return { ok: true, value, test: { test: 'is', text } }
  if (text.includes('*')) return { ok: true, value, test: { test: 'like', parts: partsOf(text) } }
  return { ok: true, value, test: plain(text) }
}

/** A text of signs only has no words: it must be equal. */
function wordsOf(text: string): ValueTest {
  const words = tokens(text)
  return words.length > 0 ? { test: 'words', words } : { test: 'same', text: lowerText(text) }
}

function readChoice(field: QueryField, text: string): ValueReading {
  const choice = choiceOf(field, text)
  if (choice === undefined) {
    const names = field.choices?.map(({ name }) => name) ?? []
    const aliases = field.choices?.flatMap(({ aliases }) => aliases ?? []) ?? []
    const suggestion = nearest(text, [...names, ...aliases])
    const message = `"${shown(text)}" is no ${field.name}. It is one of ${names.join(', ')}`
    return {
      ok: false,
      code: 'QUERY_UNKNOWN_VALUE',
      message,
      params: { text: shown(text), field: field.name, values: names.join(', ') },
      ...(suggestion === undefined ? undefined : { suggestion }),
    }
  }
  const { name } = choice
  const value = { text: name }
  if (field.name === 'has') return { ok: true, value, test: { test: 'part', part: name as Part } }
  return {
    ok: true,
    value,
    test: { test: 'choice', choice: field.name === 'outcome' ? name.toUpperCase() : name },
  }
}

const ID_BEGINNING = /^[0-9a-f-]{1,36}\*$/

function readId({ text }: Value): ValueReading {
  const id = text.toLowerCase()
  if (isUuid(id)) return { ok: true, value: { text: id }, test: { test: 'is', text: id } }
  if (ID_BEGINNING.test(id))
    return { ok: true, value: { text: id }, test: { test: 'like', parts: partsOf(id) } }
  const message = `"${shown(text)}" is no id of an event: write all of it, or its beginning and *`
  const suggestion = ID_BEGINNING.test(`${id}*`) ? `${id}*` : undefined
  return {
    ok: false,
    code: 'QUERY_INVALID_ID',
    message,
    params: { text: shown(text) },
    ...(suggestion === undefined ? undefined : { suggestion }),
  }
}

function readAddress(text: string): ValueReading {
  const test = readNetwork(text)
  if (test !== undefined) return { ok: true, value: { text: writeNetwork(test) }, test }
  const suggestion = networkOfWildcard(text)
  const message = `"${shown(text)}" is no IP address or network: write 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32`
  return {
    ok: false,
    code: 'QUERY_INVALID_ADDRESS',
    message,
    params: { text: shown(text) },
    ...(suggestion === undefined ? undefined : { suggestion }),
  }
}

/** What no field can take. */
function refusalOf({ text, exact }: Value): Complaint | undefined {
  if (text === '' && exact !== true) {
    return { code: 'QUERY_EMPTY_VALUE', message: 'The value is missing; the empty text is written ""' }
  }
  if (!text.isWellFormed())
    return {
      code: 'QUERY_NOT_UNICODE',
      message: 'The value is not Unicode text',
      params: { what: 'value' },
    }
  if (text.length > QUERY_LIMITS.valueLengthMax) return tooMuch(text, 'valueLengthMax', 'characters')
  if (exact === true) return undefined
  if (tokens(text).length > QUERY_LIMITS.wordsMax) return tooMuch(text, 'wordsMax', 'words')
  if (text.split('*').length - 1 > QUERY_LIMITS.wildcardsMax)
    return tooMuch(text, 'wildcardsMax', 'wildcards')
  return undefined
}

function tooMuch(
  text: string,
  limit: 'valueLengthMax' | 'wordsMax' | 'wildcardsMax',
  unit: string,
): Complaint {
  const message = `"${shown(text)}" is too much: a value has at most ${QUERY_LIMITS[limit]} ${unit}`
  const params = { text: shown(text), max: QUERY_LIMITS[limit], unit }
  return { code: 'QUERY_INVALID_VALUE', message, params }
}

function noWords(text: string): { ok: false } & Complaint {
  const message = `"${shown(text)}" has no letter or digit to search for`
  return { ok: false, code: 'QUERY_NO_WORDS', message, params: { text: shown(text) } }
}

function valueOf(text: string, exact: true | undefined): Value {
  return exact === true ? { text, exact } : { text }
}
