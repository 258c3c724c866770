import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJson } from './read-json.ts'
import type { Json } from './types.ts'

/** Keys that are written with escapes, beside those that an engine may take them for. */
const key = fc.constantFrom(
  '',
  '\\',
  '\\n',
  '\\u',
  '"',
  '\n',
  '\u0001',
  'a',
  'id',
  '__proto__',
  'é',
  '\u2028',
)
const value = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false, '', '\\', 'a"b', 0, -1.5e-7, 1e21),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 4 })
      .map(entries => Object.fromEntries(entries) as Json),
  ),
})).value

/** Both with own keys only, in order: toEqual would not tell `__proto__` from nothing. */
function parts(json: Json): unknown {
  if (Array.isArray(json)) return json.map(parts)
  return typeof json === 'object' && json !== null
    ? { entries: Object.entries(json).map(([name, inner]) => [name, parts(inner)]) }
    : json
}

test('a key written with an escape is that key, whatever objects were read before', () => {
  readJson('{"h":[],"\\\\":0}')
  expect(Object.keys(readJson('{"h":1,"\\"":2}') as object)).toEqual(['h', '"'])
  readJson('{"a":1,"\\\\n":0}')
  expect(Object.keys(readJson('{"a":1,"\\n":2}') as object)).toEqual(['a', '\n'])
})

test('any value is read back as it was written, with spaces or without', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (json, spaces) => {
      expect(parts(readJson(JSON.stringify(json, null, spaces)))).toEqual(parts(json))
    }),
    { numRuns: 2000 },
  )
})

test('of a key that stands twice the last value counts, at the first place', () => {
  expect(Object.entries(readJson('{"\\n":1,"b":2,"\\n":3}') as object)).toEqual([
    ['\n', 3],
    ['b', 2],
  ])
})

test.each(['', '{', '{"\\n":}', '{"\\n":1}x', '"\\q"', '[1,]'])('%j is no JSON', text => {
  expect(() => readJson(text)).toThrow(SyntaxError)
})

test('a hundred thousand levels cost no stack', () => {
  const deep = '['.repeat(100_000) + '{"\\n":1}' + ']'.repeat(100_000)
  let inner = readJson(deep)
  while (Array.isArray(inner)) inner = inner[0] as Json
  expect(inner).toEqual({ '\n': 1 })
})

test('numbers can be read as they are written', () => {
  const digits = (written: string) => (/^\d{17,}$/.test(written) ? written : Number(written))
  expect(readJson(' {"n": 12345678901234567890, "m":[-1.5e3]} ', digits)).toEqual({
    n: '12345678901234567890',
    m: [-1500],
  })
})
