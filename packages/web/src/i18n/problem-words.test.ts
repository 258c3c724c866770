/** Guarantees of what is said of problems: English says what the server says, and every other language all of it in its own words. */
import { parseQuery, QUERY_ERRORS } from '@daybook/query'
import { createTranslator } from 'use-intl'
import { describe, expect, it } from 'vitest'

import { problemOf } from '../api/problem.ts'
import { messages as german } from '../messages/de/index.ts'
import { messages as english } from '../messages/en/index.ts'
import { failureWords, filterProblemWords, problemWords } from './problem-words.ts'
import type { T } from './use-t.ts'

/** A text for every way in which each code is said. The day that does not exist is told in our words, without which day. */
const WRONG_FILTERS = {
  QUERY_TOO_LONG: ['x'.repeat(9000)],
  QUERY_TOO_MANY_TERMS: ['x '.repeat(1001)],
  QUERY_TOO_MANY_VALUES: [`app:${'a,'.repeat(1000)}a`, 'after:2026,2027'],
  QUERY_TOO_DEEP: ['('.repeat(200)],
  QUERY_NOT_UNICODE: ['app:\ud800'],
  QUERY_UNKNOWN_FIELD: ['aktor:luz'],
  QUERY_EMPTY_VALUE: ['app:'],
  QUERY_UNKNOWN_VALUE: ['outcome:perhaps'],
  QUERY_INVALID_ADDRESS: ['ip:10.0.0.x'],
  QUERY_INVALID_NUMBER: ['index:one', 'index:<0', 'index:9..1'],
  QUERY_INVALID_TIME: ['after:yesterday'],
  QUERY_INVALID_ID: ['event:zz'],
  QUERY_INVALID_VALUE: [
    `app:${'x'.repeat(5000)}`,
    `app:${Array.from({ length: 200 }, (_, i) => `a${i}`).join('-')}`,
    `app:${'a*'.repeat(100)}`,
  ],
  QUERY_NO_WORDS: ['...'],
  QUERY_UNTERMINATED_QUOTE: ['"open'],
  QUERY_UNBALANCED_PARENTHESIS: ['(open', 'closed)'],
  QUERY_MISSING_TERM: ['a or', 'or a', '- a', 'a and', '()'],
  QUERY_UNEXPECTED_CHARACTER: ['app:a(b)', 'app:a"b"'],
}

const speaking = (locale: 'en' | 'de'): T => {
  const messages = locale === 'en' ? english : german
  return createTranslator({
    locale,
    messages,
    onError: error => {
      throw error
    },
  })
}
const en = speaking('en')
const de = speaking('de')

describe('what is wrong with a filter', () => {
  it.each(Object.entries(WRONG_FILTERS))('is said in each language: %s', (code, texts) => {
    for (const text of texts) {
      const problem = parseQuery(text).errors.find(one => one.code === code)
      if (problem === undefined) throw new Error(`no ${code} in ${text.slice(0, 40)}`)
      expect(filterProblemWords(en, problem)).toBe(problem.message)
      const said = filterProblemWords(de, problem)
      expect(said).not.toBe(problem.message)
      expect(said).not.toMatch(/\b(the|is|this|no|write)\b/i)
    }
  })

  it('is said for every code that there is', () => {
    const codes = Object.keys(QUERY_ERRORS).filter(code => code.startsWith('QUERY_'))
    expect(Object.keys(WRONG_FILTERS).toSorted()).toEqual(codes.toSorted())
    expect(Object.keys(german.problems.filter).toSorted()).toEqual(codes.toSorted())
  })

  it('names what was written', () => {
    const [problem] = parseQuery('aktor:luz').errors
    expect(problem && filterProblemWords(de, problem)).toContain('„aktor“')
    const [day] = parseQuery('after:2026-02-30').errors
    expect(day && filterProblemWords(de, day)).toMatch(/„2026-02-30“ ist keine Zeit\. Diesen Tag/)
  })
})

const refused = (body: object) =>
  problemOf({ status: 422, headers: { get: () => null }, body: JSON.stringify(body) })

describe('what the server refused', () => {
  it('is said by its code and its reason, with what the reason names', () => {
    const error = refused({
      code: 'FORBIDDEN',
      title: 'This key or session may not do that',
      detail: 'This needs the scope "reveal".',
      reason: 'scope',
      scope: 'reveal',
    })
    expect(problemWords(de, 'de', error)).toEqual({
      title: 'Dieser Schlüssel oder diese Anmeldung darf das nicht',
      detail: 'Dafür ist das Recht „reveal“ nötig.',
    })
  })

  it('is the advice of a question that costs too much, in one sentence', () => {
    const error = refused({
      code: 'QUESTION_TOO_EXPENSIVE',
      title: 'The question took more time or memory than one question may',
      detail: 'Ask for less.',
      advice: [{ code: 'FEWER_DAYS', days: 30 }, { code: 'A_FILTER' }, { code: 'LATER_MADE' }],
    })
    expect(problemWords(de, 'de', error).detail).toBe(
      'Was hilft: ein kürzerer Zeitraum als 30 Tage oder ein Filter.',
    )
  })

  it('is what is wrong with the filter, where that is it', () => {
    const { errors } = parseQuery('aktor:luz')
    const error = refused({ code: 'INVALID_PARAMETER', title: 'A parameter', detail: 'x', problems: errors })
    expect(problemWords(de, 'de', error).detail).toMatch(/^Es gibt kein Feld „aktor“/)
  })

  it('stays in the words of the server where its code is not known', () => {
    const error = refused({ code: 'LATER_MADE', title: 'Something new', detail: 'Of a later version.' })
    expect(problemWords(de, 'de', error)).toEqual({ title: 'Something new', detail: 'Of a later version.' })
  })

  it('is why a file or a delivery failed, with what another machine said', () => {
    const detail = 'The webhook answered with another status than 2xx. (503 (busy))'
    expect(failureWords(de, { code: 'WEBHOOK_REFUSED', detail })).toBe(
      'Der Webhook hat mit einem anderen Status als 2xx geantwortet. (503 (busy))',
    )
    expect(failureWords(en, { code: 'WEBHOOK_REFUSED', detail })).toBe(detail)
    expect(failureWords(de, { code: 'LATER_MADE', detail: 'New.' })).toBe('New.')
  })
})
