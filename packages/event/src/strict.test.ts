import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS } from './limits.ts'
import { readJson } from './read-json.ts'
import { countColons, parseJson, TEXT_DEPTH_MAX } from './strict.ts'
import { anyJson } from './testing/arbitraries.ts'
import type { Json, JsonObject } from './types.ts'
import { decodeUtf8, utf8Length } from './utf8.ts'

test('every strict JSON value is read as it was written, with or without white space', () => {
  fc.assert(
    fc.property(anyJson, fc.constantFrom(undefined, 2, '\t'), (value, space) => {
      const text = JSON.stringify(value, undefined, space)
      expect(parseJson(text)).toEqual({ ok: true, value: readJson(text) })
    }),
    { numRuns: 1000 },
  )
})

test('a key written twice is found wherever it stands and whatever else the text holds', () => {
  const repeat = fc.tuple(anyJson, anyJson, fc.string({ unit: 'grapheme', maxLength: 5 }), anyJson)
  fc.assert(
    fc.property(repeat, fc.boolean(), ([before, value, key, inner], escaped) => {
      fc.pre(key !== '__proto__')
      const name = JSON.stringify(key)
      const again = escaped
        ? `"${[...Array(key.length).keys()].map(i => `\\u${key.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
        : name
      fc.pre(!key.includes('\0'))
      const text = `[${JSON.stringify(before)},{${name}:${JSON.stringify(value)},${again} :${JSON.stringify(inner)}}]`
      const pointer = '/1/' + key.replaceAll('~', '~0').replaceAll('/', '~1')
      expect(parseJson(text)).toMatchObject({ ok: false, problem: { code: 'DUPLICATE_KEY', path: pointer } })
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['', 'JSON_SYNTAX', ''],
  ['{"a":1', 'JSON_SYNTAX', '/a'],
  ['{"a":1,}', 'JSON_SYNTAX', ''],
  ['{"a" 1}', 'JSON_SYNTAX', '/a'],
  ['{a:1}', 'JSON_SYNTAX', ''],
  ['[1,]', 'JSON_SYNTAX', '/1'],
  ['[01]', 'JSON_SYNTAX', '/0'],
  ['{"a":1} x', 'JSON_SYNTAX', ''],
  ['["a\nb"]', 'JSON_SYNTAX', '/0'],
  [String.raw`["\x"]`, 'JSON_SYNTAX', '/0'],
  ['["abc', 'JSON_SYNTAX', '/0'],
  ["{'a':1}", 'JSON_SYNTAX', ''],
  ['{"a":{"b":1,"c":2,"b":3}}', 'DUPLICATE_KEY', '/a/b'],
  [String.raw`{"a":1,"\u0061":2}`, 'DUPLICATE_KEY', '/a'],
  [String.raw`{"a\\":1,"b":"\":","a\\":2}`, 'DUPLICATE_KEY', '/a\\'],
  ['{"x":[{"__proto__":{}}]}', 'FORBIDDEN_KEY', '/x/0/__proto__'],
  [String.raw`{"\u005f_proto__":1}`, 'FORBIDDEN_KEY', '/__proto__'],
  ['{"a":NaN}', 'NUMBER_NOT_FINITE', '/a'],
  ['[-Infinity]', 'NUMBER_NOT_FINITE', '/0'],
  ['{"a":[0,1e999]}', 'NUMBER_NOT_FINITE', '/a/1'],
  ['{"a":-1e400}', 'NUMBER_NOT_FINITE', '/a'],
  ['{"a":9007199254740992}', 'INTEGER_UNSAFE', '/a'],
  ['[-9007199254740993]', 'INTEGER_UNSAFE', '/0'],
  ['[1e22]', 'INTEGER_UNSAFE', '/0'],
  [String.raw`{"actor":{"name":"\ud800"}}`, 'LONE_SURROGATE', '/actor/name'],
  [String.raw`["\udc00\ud800"]`, 'LONE_SURROGATE', '/0'],
  ['["\ud800"]', 'LONE_SURROGATE', '/0'],
  [String.raw`{"a\ud800":1}`, 'LONE_SURROGATE', '/a\ufffd'],
  [String.raw`{"a":"x\u0000"}`, 'NUL_CHARACTER', '/a'],
  [String.raw`{"\u0000":1}`, 'NUL_CHARACTER', '/\0'],
  ['["a\0"]', 'NUL_CHARACTER', '/0'],
])('%j is refused as %s at %j', (text, code, path) => {
  expect(parseJson(text)).toMatchObject({ ok: false, problem: { code, path } })
})

test.each([
  ['{"constructor":1,"prototype":{"toString":2}}'],
  ['{"a":9007199254740991,"b":-9007199254740991,"c":1.5e-10,"d":-0}'],
  [String.raw`{"a":"\ud83d\ude00 \\u0000 C:\\users"}`],
  ['{"a":"__proto__","b":"x\\":1,\\"x"}'],
  ['  [ ]\n'],
  ['"text"'],
])('%s is accepted', text => {
  expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
})

test('nesting is limited, also where it is hostile', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  expect(TEXT_DEPTH_MAX).toBe(LIMITS.depthMax + 2)
  expect(parseJson(nested(TEXT_DEPTH_MAX)).ok).toBe(true)
  expect(parseJson(nested(TEXT_DEPTH_MAX + 1))).toMatchObject({ problem: { code: 'TOO_DEEP' } })
  expect(parseJson(nested(200_000))).toMatchObject({ problem: { code: 'TOO_DEEP' } })
  expect(parseJson('{"a":'.repeat(100_000))).toMatchObject({ ok: false })
})

test('colons outside strings are as many as keys', () => {
  const keys = (value: Json): number =>
    typeof value !== 'object' || value === null
      ? 0
      : Object.values(value).reduce<number>(
          (sum, item) => sum + keys(item),
          Array.isArray(value) ? 0 : Object.keys(value).length,
        )
  fc.assert(fc.property(anyJson, value => countColons(JSON.stringify(value)) === keys(value)))
})

test('bytes that are not UTF-8 are no text', () => {
  const bytes = (...all: number[]) => decodeUtf8(Uint8Array.from(all))
  expect(bytes(0x41, 0xc3, 0xa9)).toBe('Aé')
  expect(bytes(0xef, 0xbb, 0xbf, 0x41)).toBe('A')
  for (const wrong of [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]])
    expect(bytes(...wrong)).toBeUndefined()
})

test('the length in UTF-8 is that of the encoder', () => {
  const wellFormed = fc.string({ unit: 'binary' })
  fc.assert(fc.property(wellFormed, text => utf8Length(text) === new TextEncoder().encode(text).length))
})

test('a long text of many keys with one repeated is refused in reasonable time', () => {
  const object: JsonObject = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]))
  const text = JSON.stringify(object).replace('"k49999"', '"k7"')
  expect(parseJson(text)).toMatchObject({ problem: { code: 'DUPLICATE_KEY', path: '/k7' } })
})

test('a literal of many megabytes beside a repeated key, or left open, is told like any other', () => {
  const long = 'x'.repeat(12_000_000)
  expect(parseJson(`{"a":"${long}","b":1,"b":2}`)).toMatchObject({
    problem: { code: 'DUPLICATE_KEY', path: '/b' },
  })
  expect(parseJson(`{"a":"${long}`)).toMatchObject({ problem: { code: 'JSON_SYNTAX', path: '/a' } })
})

test('a syntax error is told by line and column', () => {
  expect(parseJson('{\n  "a": 1\n  "b": 2\n}')).toMatchObject({
    problem: { path: '/a', message: 'A comma or } is expected at line 3, column 3.' },
  })
})
