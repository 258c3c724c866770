import fc from 'fast-check'
import { expect, test } from 'vitest'

import { tokens } from './tokens.ts'

test.each([
  ['Change password', ['change', 'password']],
  ["O'Brien's e-mail: a.b@c.de", ['o', 'brien', 's', 'e', 'mail', 'a', 'b', 'c', 'de']],
  ['profile.role_v2', ['profile', 'role', 'v2']],
  ['שלום עולם', ['שלום', 'עולם']],
  ['Straße naïve—dash 😀', ['straße', 'naïve—dash', '😀']],
  ['ΣΟΦΟΣ σοφος', ['σοφοσ']],
  [' \t\n-- ', []],
])('the words of "%s"', (text, words) => {
  expect(tokens(text)).toEqual(words)
})

test('the words of words are the same words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const words = tokens(text)
      expect(tokens(words.join(' '))).toEqual(words)
    }),
  )
})
