/**
 * One value's test as SQL over one text, one address or one number; the meaning is that of `ValueTest`.
 * Every condition is 0 or 1, never NULL, so `NOT` is the exact opposite.
 */

import type { NetworkTest, NumbersTest, TimesTest, ValueTest } from '@daybook/query'

import { likePattern, loweredSql, plainJsonSql } from '../word-sql.ts'
import type { Binder } from './binder.ts'
import { anyOf, everyOf } from './logic.ts'

/** Whether a text (an SQL expression without NULL) fits one of the tests. */
export function textSql(text: string, tests: readonly ValueTest[], binder: Binder): string {
  const lower = loweredSql(text)
  const is = tests.flatMap(test => (test.test === 'is' ? [test.text] : []))
  const same = tests.flatMap(test => (test.test === 'same' ? [test.text] : []))
  const choices = tests.flatMap(test => (test.test === 'choice' ? [test.choice] : []))
  return anyOf([
    ...oneOf(text, [...is, ...choices], binder),
    ...oneOf(lower, same, binder),
    ...tests.flatMap(test => {
      if (test.test === 'words') return [wordsSql(lower, test.words, binder)]
      return test.test === 'like' ? [likeSql(lower, test.parts, binder)] : []
    }),
  ])
}

/** Whether a JSON value, given as its text or NULL, fits one of the tests. */
export function jsonSql(json: string, tests: readonly ValueTest[], binder: Binder): string {
  // Texts are compared as JSON, so that nothing has to be decoded; only a string's JSON begins with a quotation mark.
  const is = tests.flatMap(test => {
    if (test.test !== 'is') return []
    return test.text.startsWith('"') ? [JSON.stringify(test.text)] : [JSON.stringify(test.text), test.text]
  })
  const words = tests.flatMap(test => (test.test === 'words' ? [test.words] : []))
  const others = tests.filter(test => test.test === 'same' || test.test === 'like')
  const plain = `if(startsWith(${json}, '"'), JSONExtractString(${json}), ${json})`
  const searched = loweredSql(plainJsonSql(json))
  const fits = anyOf([
    ...oneOf(json, is, binder),
    ...words.map(list => wordsSql(searched, list, binder)),
    ...(others.length === 0 ? [] : [textSql(plain, others, binder)]),
  ])
  return `ifNull(${fits}, 0)`
}

export function networkSql({ family, address, bits }: NetworkTest, binder: Binder): string {
  const [isFamily, any] = family === 4 ? ['isIPv4String(ip)', '0.0.0.0'] : ['isIPv6String(ip)', '::']
  if (bits === (family === 4 ? 32 : 128)) return `ip = ${binder.bind(address, 'String')}`
  const network = binder.bind(`${address}/${bits}`, 'String')
  return `(${isFamily} AND isIPAddressInRange(if(${isFamily}, toString(ip), '${any}'), ${network}))`
}

export function numbersSql({ from, to }: NumbersTest, binder: Binder): string {
  return everyOf([
    ...(from === undefined ? [] : [`\`index\` >= ${binder.bind(from, 'UInt64')}`]),
    ...(to === undefined ? [] : [`\`index\` <= ${binder.bind(to, 'UInt64')}`]),
  ])
}

export function timesSql({ from, to }: TimesTest, binder: Binder): string {
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${binder.bind(ms, 'Int64')}, 'UTC')`
  return everyOf([
    ...(from === undefined ? [] : [`occurred_at >= ${moment(from)}`]),
    ...(to === undefined ? [] : [`occurred_at < ${moment(to)}`]),
  ])
}

export function idSql(tests: readonly ValueTest[], binder: Binder): string {
  const whole = tests.flatMap(test => (test.test === 'is' ? [test.text] : []))
  return anyOf([
    ...(whole.length === 0 ? [] : [`id IN ${binder.bind(whole, 'Array(UUID)')}`]),
    ...tests.flatMap(test => (test.test === 'like' ? [likeSql('toString(id)', test.parts, binder)] : [])),
  ])
}

function wordsSql(lower: string, words: readonly string[], binder: Binder): string {
  return everyOf(words.map(word => `hasToken(${lower}, ${binder.bind(word, 'String')})`))
}

/** A wildcard is never fulfilled by an empty text. */
function likeSql(lower: string, parts: readonly string[], binder: Binder): string {
  if (parts.every(part => part === '')) return `${lower} != ''`
  return `${lower} LIKE ${binder.bind(likePattern(parts), 'String')}`
}

function oneOf(text: string, values: readonly string[], binder: Binder): string[] {
  return values.length === 0 ? [] : [`${text} IN ${binder.bind(values, 'Array(String)')}`]
}
