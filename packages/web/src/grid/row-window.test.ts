import { describe, expect, it } from 'vitest'

import {
  barAt,
  canvasHeight,
  CANVAS_MAX,
  lastOffset,
  revealing,
  scaleOf,
  scrolled,
  windowAt,
} from './row-window.ts'

const short = { lines: 1000, lineHeight: 32, height: 640 }
const long = { lines: 100_000_000, lineHeight: 32, height: 640 }

describe('a list that a browser can draw', () => {
  it('is scrolled as it is', () => {
    expect(scaleOf(short)).toBe(1)
    expect(scrolled(short, 0, 0, 1234)).toBe(1234)
    expect(windowAt(short, 1234, 1234, 0)).toEqual({ start: 38, end: 59, top: 38, y: 38 * 32 })
  })
})

describe('a list of 100,000,000 lines', () => {
  it('is no higher than a browser draws', () => expect(canvasHeight(long)).toBe(CANVAS_MAX))

  it('ends with its last line, whatever was seen before', () => {
    const bottom = CANVAS_MAX - long.height
    expect(scrolled(long, 0, 0, bottom)).toBe(lastOffset(long))
    expect(windowAt(long, lastOffset(long), bottom, 10).end).toBe(100_000_000)
    expect(scrolled(long, lastOffset(long), bottom, 0)).toBe(0)
  })

  it('is moved by a wheel pixel by pixel, and by the scrollbar by its share', () => {
    expect(scrolled(long, 5000, 1000, 1120)).toBe(5120)
    const half = (CANVAS_MAX - long.height) / 2
    expect(scrolled(long, 0, 0, half) / lastOffset(long)).toBeCloseTo(0.5, 6)
  })

  it('draws the same lines whether the scrollbar has been put right or not', () => {
    const offset = 1_600_000_000
    const bar = barAt(long, offset)
    const drawn = windowAt(long, offset, bar, 0)
    expect(drawn.top).toBe(50_000_000)
    // The first line drawn stands at the upper edge of what is seen.
    expect(drawn.y - bar).toBe(0)
    expect(windowAt(long, offset, bar + 100, 0).y).toBe(drawn.y + 100)
  })

  it('shows a line with the least movement', () => {
    expect(revealing(long, 3200, 100)).toBe(3200)
    expect(revealing(long, 3200, 99)).toBe(99 * 32)
    expect(revealing(long, 3200, 120)).toBe(120 * 32 + 32 - 640)
    expect(revealing(long, 0, 99_999_999)).toBe(lastOffset(long))
  })
})
