import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { keyOf, linesOf, openPaths, segmentsOf, type Group, type Segment } from './segments.ts'

const group = (value: string, count: number): Group => ({
  value,
  count,
  failed: 0,
  actors: 1,
  latest: '2026-11-20T00:00:00.000Z',
  bars: [],
})
const flat = { columns: [], isOpen: () => false, levelOf: () => undefined }

describe('the lines of a grid', () => {
  it('are found by number, as walking them finds them, for any stretches', () => {
    const count = fc.integer({ min: 0, max: 5 })
    const stretch = fc.oneof(
      count.map((n): Segment => ({ kind: 'rows', count: n, path: [], depth: 0 })),
      fc.constant<Segment>({ kind: 'waiting', path: [], depth: 0 }),
    )
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), segments => {
        const walked = segments.flatMap(segment =>
          Array.from({ length: segment.kind === 'rows' ? segment.count : 1 }, (_, offset) => ({
            segment,
            offset,
          })),
        )
        const lines = linesOf(segments)
        expect(lines.count).toBe(walked.length)
        for (const [line, expected] of walked.entries()) {
          const found = lines.at(line)
          expect(found?.segment).toBe(expected.segment)
          expect(found?.offset).toBe(expected.offset)
        }
        expect(lines.at(walked.length)).toBeUndefined()
        expect(lines.at(-1)).toBeUndefined()
      }),
    )
  })

  it('reach row 100,000,000 without holding them', () => {
    const lines = linesOf(segmentsOf(100_000_000, 12, flat))
    expect(lines.count).toBe(100_000_012)
    expect(lines.at(100_000_011)).toMatchObject({ segment: { kind: 'rows' }, offset: 99_999_999 })
    expect(lines.at(11)).toMatchObject({ segment: { kind: 'fresh' }, offset: 11 })
  })
})

describe('groups', () => {
  const users = { groups: [group('User Management', 900), group('Player', 18)], total: 3 }
  const people = { groups: [group('u-7', 58)], total: 1 }
  const first = [{ column: 'application', value: 'User Management' }]
  const second = [...first, { column: 'actor', value: 'u-7' }]
  const open = new Set([first, second].map(keyOf))
  const levels = new Map([
    [keyOf([]), users],
    [keyOf(first), people],
  ])
  const columns = ['application', 'actor']
  const grouping = {
    columns,
    isOpen: (key: string) => open.has(key),
    levelOf: (path: readonly { column: string; value: string }[]) => levels.get(keyOf(path)),
  }

  it('stand above what is open under them, and say how many more there are', () => {
    const segments = segmentsOf(0, 0, grouping)
    expect(segments.map(({ kind, depth }) => [kind, depth])).toEqual([
      ['group', 0],
      ['group', 1],
      ['rows', 2],
      ['group', 0],
      ['more', 0],
    ])
    expect(linesOf(segments).count).toBe(58 + 4)
  })

  it('wait for a level that is not there yet', () => {
    const segments = segmentsOf(0, 0, { ...grouping, levelOf: () => undefined })
    expect(segments).toEqual([{ kind: 'waiting', path: [], depth: 0 }])
  })

  it('ask only for levels that are on the page', () => {
    expect(openPaths(columns, [first, second])).toEqual([[], first])
    expect(openPaths(['actor', 'application'], [first])).toEqual([[]])
    expect(openPaths([], [first])).toEqual([])
    expect(openPaths(['application', 'actor', 'day'], [second])).toEqual([[]])
  })
})
