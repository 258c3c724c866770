import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { listDiff } from './list-diff.ts'

describe('two lists', () => {
  it('differ in what went and what came, repeats counted', () => {
    expect(listDiff(['a', 'b', 'b', 'c'], ['b', 'c', 'd', 'b', 'b'])).toEqual({
      same: ['b', 'b', 'c'],
      old: ['a'],
      new: ['d', 'b'],
    })
  })

  it('are made of what stayed and what is theirs alone', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'))
    fc.assert(
      fc.property(list, list, (old, now) => {
        const found = listDiff(old, now)
        expect([...found.same, ...found.old].toSorted()).toEqual(old.toSorted())
        expect([...found.same, ...found.new].toSorted()).toEqual(now.toSorted())
        expect(found.old.some(item => found.new.includes(item))).toBe(false)
      }),
    )
  })
})
