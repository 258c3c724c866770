import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyChanges } from './apply-changes.ts'
import { canonicalise } from './canonical.ts'
import { childPath, pathSteps, type Step } from './change-path.ts'
import { diffStates } from './diff.ts'
import { readJson } from './read-json.ts'
import { anyJson } from './testing/arbitraries.ts'
import type { Json } from './types.ts'

const keys = fc.constantFrom('id', 'a', 'b', 'c.d', 'e[0]', '\\', '', '$', '7')
const ids = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('0', '1', 'x', 'y]', '"', '', 'a.b'))
// Few keys and ids, so that two states have something in common.
const state: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<Json>(null, 0, -0, 1, 'x', true, [], {}),
    fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.record({ id: ids, v: tie('value') }, { requiredKeys: ['id'], noNullPrototype: true }), {
      maxLength: 5,
    }),
  ),
})).value

test('applying the changes to the state before gives the state after, for any two states', () => {
  const side = fc.oneof({ weight: 5, arbitrary: state }, { weight: 1, arbitrary: anyJson })
  fc.assert(
    fc.property(fc.option(side, { nil: undefined, freq: 10 }), side, (before, after) => {
      const changes = diffStates(before, after)
      expect(canonicalise(applyChanges(before, changes))).toBe(canonicalise(after))
    }),
    { numRuns: 10_000 },
  )
})

test('equal states have no changes, whatever the order of their keys', () => {
  fc.assert(
    fc.property(state, value => {
      expect(diffStates(value, readJson(canonicalise(value)))).toEqual([])
    }),
  )
})

test('changes are sorted by path, name each path once and never hold two equal sides', () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const changes = diffStates(before, after)
      const paths = changes.map(change => change.attribute)
      expect(paths).toEqual(paths.toSorted((a, b) => (a < b ? -1 : 1)))
      expect(new Set(paths).size).toBe(paths.length)
      for (const { old, new: now } of changes)
        if (old !== undefined && now !== undefined) expect(canonicalise(old)).not.toBe(canonicalise(now))
    }),
    { numRuns: 1000 },
  )
})

test('the states are not touched', () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const copies = structuredClone([before, after])
      applyChanges(before, diffStates(before, after))
      expect([before, after]).toEqual(copies)
    }),
  )
})

test('a state in memory whose places share an object is taken as the tree that it is in JSON', () => {
  const shared = {}
  const after: Json = { list: [{ id: '0' }, { id: 0 }] }
  expect(applyChanges({ list: [shared, shared] }, diffStates({ list: [shared, shared] }, after))).toEqual(
    after,
  )
})

test('keys that JavaScript treats specially are keys like others', () => {
  const before = JSON.parse('{"a":1,"__proto__":{"x":1}}') as Json
  const after = JSON.parse('{"__proto__":{"x":2},"constructor":1,"toString":{"a":1}}') as Json
  const changes = diffStates(before, after)
  expect(changes.map(change => change.attribute)).toEqual(['__proto__.x', 'a', 'constructor', 'toString'])
  expect(canonicalise(applyChanges(before, changes))).toBe(canonicalise(after))
})

test.each<[string, Json | undefined, Json | undefined, object[]]>([
  [
    'a first state names each attribute',
    undefined,
    { a: 1, b: { c: 2 } },
    [
      { attribute: 'a', new: 1 },
      { attribute: 'b', new: { c: 2 } },
    ],
  ],
  ['an empty first state is one change', undefined, {}, [{ attribute: '$', new: {} }]],
  ['a state that ends is one change', { a: 1 }, undefined, [{ attribute: '$', old: { a: 1 } }]],
  ['nothing from nothing', undefined, undefined, []],
  [
    'nested objects',
    { a: { b: 1, c: 2 } },
    { a: { b: 3, d: 4 } },
    [
      { attribute: 'a.b', old: 1, new: 3 },
      { attribute: 'a.c', old: 2 },
      { attribute: 'a.d', new: 4 },
    ],
  ],
  ['another type', { a: { b: 1 } }, { a: [1] }, [{ attribute: 'a', old: { b: 1 }, new: [1] }]],
  ['null and absent differ', { a: null }, {}, [{ attribute: 'a', old: null }]],
  ['minus zero is zero', { a: -0 }, { a: 0 }, []],
  [
    'a list by position',
    { t: ['a', 'b', 'c'] },
    { t: ['a', 'x'] },
    [
      { attribute: 't[1]', old: 'b', new: 'x' },
      { attribute: 't[2]', old: 'c' },
    ],
  ],
  [
    'a list by id',
    { skills: [{ id: 7, level: 3 }, { id: 8 }] },
    { skills: [{ id: 7, level: 4 }, { id: 9 }] },
    [
      { attribute: 'skills[id=7].level', old: 3, new: 4 },
      { attribute: 'skills[id=8]', old: { id: 8 } },
      { attribute: 'skills[id=9]', new: { id: 9 } },
    ],
  ],
  [
    'only the order of a list by id',
    { s: [{ id: 'a' }, { id: 'b' }] },
    { s: [{ id: 'b' }, { id: 'a' }] },
    [{ attribute: 's[order]', old: ['a', 'b'], new: ['b', 'a'] }],
  ],
  [
    '7 and "7" are two ids',
    {
      s: [
        { id: 7, v: 1 },
        { id: '7', v: 1 },
      ],
    },
    {
      s: [
        { id: 7, v: 2 },
        { id: '7', v: 3 },
      ],
    },
    [
      { attribute: 's[id="7"].v', old: 1, new: 3 },
      { attribute: 's[id=7].v', old: 1, new: 2 },
    ],
  ],
  [
    'an id that occurs twice makes it a list by position',
    { s: [{ id: 1 }] },
    { s: [{ id: 1 }, { id: 1 }] },
    [{ attribute: 's[1]', new: { id: 1 } }],
  ],
  [
    'dots and brackets in keys',
    { 'a.b': { 'c[0]': 1 } },
    { 'a.b': { 'c[0]': 2 } },
    [{ attribute: String.raw`a\.b.c\[0\]`, old: 1, new: 2 }],
  ],
  ['a state that is a list', [1, 2], [1, 3], [{ attribute: '$[1]', old: 2, new: 3 }]],
])('%s', (_name, before, after, changes) => {
  expect(diffStates(before, after)).toEqual(changes)
})

test('a path and its steps translate into each other', () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constant('key' as const), key: fc.oneof(keys, fc.string({ unit: 'grapheme' })) }),
    fc.record({ kind: fc.constant('position' as const), position: fc.nat(100_000) }),
    fc.record({
      kind: fc.constant('id' as const),
      id: fc.oneof(
        fc.string(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map(id => (id === 0 ? 0 : id)),
      ),
    }),
    fc.record({ kind: fc.constant('order' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), steps => {
      const root = steps[0]?.kind === 'key' ? '' : '$'
      expect(pathSteps(steps.reduce((path, one) => childPath(path, one), root))).toEqual(steps)
    }),
    { numRuns: 2000 },
  )
})

test.each([[''], ['.a'], ['a.'], ['a..b'], ['a[0'], ['a[x]'], ['a[0]b'], ['a[id="]'], ['a[-1]'], ['a[01]']])(
  '%j is no path',
  path => {
    expect(() => pathSteps(path)).toThrow(expect.objectContaining({ code: 'CHANGE_PATH_INVALID' }))
  },
)

test.each([
  ['a.b.c'],
  ['list[5].x'],
  ['list[999999999]'],
  ['list[id=9].x'],
  ['text.length'],
  ['text[0]'],
  ['constructor.name'],
])('a change at %s, which leads nowhere, is refused', attribute => {
  const before = { a: {}, list: [{ id: 1 }], text: 'abc' }
  expect(() => applyChanges(before, [{ attribute, new: 1 }])).toThrow(
    expect.objectContaining({ code: 'CHANGE_PATH_INVALID' }),
  )
})
