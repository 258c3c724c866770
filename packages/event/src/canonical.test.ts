import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalise } from './canonical.ts'
import { readJson } from './read-json.ts'
import { anyJson } from './testing/arbitraries.ts'
import type { Json } from './types.ts'

test('the canonical text of any JSON value is the one that the reference implementation writes', () => {
  fc.assert(
    fc.property(anyJson, value => {
      expect(canonicalise(value)).toBe(canonicalize(value))
    }),
    { numRuns: 2000 },
  )
})

test('the canonical text reads back as the same value', () => {
  fc.assert(
    fc.property(anyJson, value => {
      const text = canonicalise(value)
      expect(canonicalise(readJson(text))).toBe(text)
    }),
  )
})

test('the examples of RFC 8785 come out byte for byte', () => {
  const written = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`
  expect(canonicalise(JSON.parse(written) as Json)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
  const sorting = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  const order = ['Carriage Return', 'One', 'Control', 'Latin Small', 'Euro Sign', 'Emoji', 'Hebrew']
  const text = canonicalise(sorting)
  const places = order.map(name => text.indexOf(name))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test.each([
  ['-0', -0, '0'],
  ['keys like indexes', { 10: 1, 9: 2, '!': 3 }, '{"!":3,"10":1,"9":2}'],
  ['a key __proto__', JSON.parse('{"b":1,"__proto__":2}'), '{"__proto__":2,"b":1}'],
  ['toJSON as data', { toJSON: 'x' }, '{"toJSON":"x"}'],
])('%s', (_name, value, text) => {
  expect(canonicalise(value as Json)).toBe(text)
})

test.each([
  ['NaN', Number.NaN],
  ['Infinity', [Number.POSITIVE_INFINITY]],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate in a key', { '\udc00': 1 }],
  ['undefined', { a: undefined }],
  ['a hole', Array(2)],
  ['a function', { toJSON: () => 1 }],
  ['a bigint', 1n],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['nesting without end', JSON.parse('['.repeat(5000) + ']'.repeat(5000))],
])('%s has no canonical text', (_name, value) => {
  expect(() => canonicalise(value as Json)).toThrow(expect.objectContaining({ code: 'NOT_CANONICAL' }))
})
