import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { wordDiff, type Segment } from './word-diff.ts'

/** Marked words stand in brackets. */
const shown = (segments: Segment[]) =>
  segments.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')

describe('the words that differ', () => {
  it.each([
    ['Night shift North', 'Night shift South', 'Night shift [North]', 'Night shift [South]'],
    ['Tier 1 North', 'Tier 2 EMEA', 'Tier [1 North]', 'Tier [2 EMEA]'],
    ['the quick brown fox', 'the brown lazy fox', 'the [quick ]brown fox', 'the brown[ lazy] fox'],
    ['a.b@c.de', 'a.b@x.de', 'a.b@[c].de', 'a.b@[x].de'],
    ['Analyst', 'Supervisor', 'Analyst', 'Supervisor'],
    ['a, b', 'c, d', 'a, b', 'c, d'],
    ['', 'x', '', 'x'],
  ])('%j → %j', (before, after, old, now) => {
    const found = wordDiff(before, after)
    expect([shown(found.old), shown(found.new)]).toEqual([old, now])
  })

  it('never change the text, mark nothing of equal texts, and leave the same words unmarked on both sides', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', ' ', ', ', 'long'), { maxLength: 30 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const found = wordDiff(a.join(''), b.join(''))
        const joined = (segments: Segment[]) => segments.map(segment => segment.text).join('')
        expect([joined(found.old), joined(found.new)]).toEqual([a.join(''), b.join('')])
        if (a.join('') === b.join('')) expect(found.old.some(segment => segment.marked)).toBe(false)
      }),
    )
  })

  it('of two long texts are found in bounded time', () => {
    const long = (seed: number) => Array.from({ length: 5000 }, (_, i) => `w${(i * seed) % 97}`).join(' ')
    const started = performance.now()
    wordDiff(long(3), long(5))
    expect(performance.now() - started).toBeLessThan(500)
  })
})
