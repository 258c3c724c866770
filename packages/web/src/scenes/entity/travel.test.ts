import { describe, expect, it } from 'vitest'

import { momentsOf, nearest, shareOf, stepped } from './travel.ts'

const moments = [100, 200, 900]
const NOW = 1100

describe('travelling through a history', () => {
  it('has each time once, oldest first', () => {
    const at = (ms: number) => ({ at: new Date(ms).toISOString() })
    expect(momentsOf([at(900), at(200), at(900), at(100)])).toEqual(moments)
  })

  it('steps from now to the newest moment, and from the newest back to now', () => {
    expect(stepped(moments, undefined, -1)).toBe(900)
    expect(stepped(moments, 900, 1)).toBeUndefined()
    expect(stepped(moments, 900, -1)).toBe(200)
    expect(stepped(moments, 100, -1)).toBe(100)
    expect(stepped(moments, undefined, 1)).toBeUndefined()
    expect(stepped([], undefined, -1)).toBeUndefined()
  })

  it('steps from a time between two moments to the one before or after it', () => {
    expect(stepped(moments, 500, -1)).toBe(100)
    expect(stepped(moments, 500, 1)).toBe(900)
  })

  it('takes the nearest moment of a place on the track, and now at its end', () => {
    expect(nearest(moments, 0, NOW)).toBe(100)
    expect(nearest(moments, 0.12, NOW)).toBe(200)
    expect(nearest(moments, 0.85, NOW)).toBe(900)
    expect(nearest(moments, 1, NOW)).toBeUndefined()
    expect(nearest([], 0.5, NOW)).toBeUndefined()
  })

  it('places moments between the first one and now', () => {
    expect(moments.map(at => shareOf(moments, at, NOW))).toEqual([0, 0.1, 0.8])
    expect(shareOf(moments, undefined, NOW)).toBe(1)
    expect(shareOf([100], 100, 100)).toBe(1)
  })
})
