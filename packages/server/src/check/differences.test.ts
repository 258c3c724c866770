import { expect, test } from 'vitest'

import { differences } from './differences.ts'

test('equal values have no difference, however deep', () => {
  const value = { a: [1, { b: null }], c: 'text' }

  expect(differences(value, structuredClone(value))).toEqual([])
})

test('an absent field equals one that is undefined', () => {
  expect(differences({ a: 1, b: undefined }, { a: 1 })).toEqual([])
})

test('a difference is named by the path of the deepest field', () => {
  expect(differences({ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] }, 'changes')).toEqual([
    { path: 'changes.a.1.b', expected: 2, actual: 3 },
  ])
})

test('lists of different lengths are one difference', () => {
  expect(differences({ a: [1, 2] }, { a: [1] })).toEqual([{ path: 'a', expected: [1, 2], actual: [1] }])
})

test('null, an empty list and an empty object are not the same', () => {
  expect(differences(null, {}, 'x')).toHaveLength(1)
  expect(differences([], {}, 'x')).toHaveLength(1)
  expect(differences([], null, 'x')).toHaveLength(1)
})
