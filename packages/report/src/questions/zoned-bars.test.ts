import { wallOf } from '@daybook/query'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { stepFor, type Step } from './steps.ts'
import { zoneOf } from './zone.ts'
import { barStarts, nextStart } from './zoned-bars.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const hours: Step = { unit: 'ms', size: HOUR }
const days: Step = { unit: 'ms', size: DAY }
const weeks: Step = { unit: 'ms', size: 7 * DAY }
const months: Step = { unit: 'month', size: 1 }

function lengths(zone: string, step: Step, from: string, to: string): number[] {
  const starts = barStarts(step, zoneOf(zone), Date.parse(from), Date.parse(to))
  return starts.slice(1).map((at, i) => (at - (starts[i] ?? 0)) / HOUR)
}

function times(zone: string, step: Step, from: string, to: string): string[] {
  return barStarts(step, zoneOf(zone), Date.parse(from), Date.parse(to)).map(at => new Date(at).toISOString())
}

test.each([
  ['Europe/Lisbon', '2025-03-29T00:00Z', '2025-04-01T12:00Z', [24, 23, 24]],
  ['Europe/Lisbon', '2025-10-25T00:00Z', '2025-10-28T12:00Z', [24, 25, 24]],
  ['America/New_York', '2025-03-08T06:00Z', '2025-03-11T00:00Z', [24, 23]],
  ['America/New_York', '2025-11-01T06:00Z', '2025-11-04T00:00Z', [24, 25]],
  ['Asia/Kathmandu', '2025-03-29T00:00Z', '2025-04-01T00:00Z', [24, 24, 24]],
  ['Australia/Lord_Howe', '2025-04-04T14:00Z', '2025-04-07T00:00Z', [24, 24.5]],
  ['Australia/Lord_Howe', '2025-10-03T14:00Z', '2025-10-06T00:00Z', [24, 23.5]],
])('a day of %s from %s is as long as its clock makes it', (zone, from, to, expected) => {
  expect(lengths(zone, days, from, to).slice(0, expected.length)).toEqual(expected)
})

test('hours and days begin where the wall clock shows them, whatever the offset', () => {
  expect(times('Asia/Kathmandu', hours, '2025-05-01T00:00Z', '2025-05-01T01:00Z')).toEqual([
    '2025-04-30T23:15:00.000Z',
    '2025-05-01T00:15:00.000Z',
  ])
  expect(times('Asia/Kathmandu', days, '2025-05-01T00:00Z', '2025-05-02T00:00Z')).toEqual([
    '2025-04-30T18:15:00.000Z',
    '2025-05-01T18:15:00.000Z',
  ])
  expect(times('America/New_York', weeks, '2025-03-05T00:00Z', '2025-03-12T00:00Z')).toEqual([
    '2025-03-03T05:00:00.000Z',
    '2025-03-10T04:00:00.000Z',
  ])
  expect(times('Europe/Lisbon', months, '2025-03-10T00:00Z', '2025-04-10T00:00Z')).toEqual([
    '2025-03-01T00:00:00.000Z',
    '2025-03-31T23:00:00.000Z',
  ])
})

test('an hour that the clock repeats is two bars, and one that it leaves out is none', () => {
  expect(lengths('Europe/Lisbon', hours, '2025-10-26T00:00Z', '2025-10-26T04:00Z')).toEqual([1, 1, 1])
  expect(lengths('Europe/Lisbon', hours, '2025-03-30T00:00Z', '2025-03-30T04:00Z')).toEqual([1, 1, 1])
  const threes: Step = { unit: 'ms', size: 3 * HOUR }
  expect(lengths('America/New_York', threes, '2025-03-09T05:00Z', '2025-03-09T16:00Z')).toEqual([2, 3, 3])
  expect(lengths('America/New_York', threes, '2025-11-02T04:00Z', '2025-11-02T16:00Z')).toEqual([4, 3, 3])
  // Lord Howe moves its clock by half an hour.
  expect(lengths('Australia/Lord_Howe', hours, '2025-04-05T14:00Z', '2025-04-05T18:00Z')).toEqual([1.5, 1, 1])
})

test('a day that a zone left out has no bar', () => {
  expect(lengths('Pacific/Apia', days, '2011-12-28T12:00Z', '2012-01-01T12:00Z')).toEqual([24, 24, 24, 24])
})

const zone = fc.constantFrom(
  'Europe/Lisbon',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
)

test('bars follow each other, hold every moment, and do not depend on where one begins to count', () => {
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: 1e12, max: 1.9e12 }),
      fc.oneof(fc.integer({ min: 1, max: 5 * DAY }), fc.integer({ min: DAY, max: 2000 * DAY })),
      (name, from, span) => {
        const zone = zoneOf(name)
        const to = from + span
        const step = stepFor(from, to)
        const starts = barStarts(step, zone, from, to)
        expect(starts[0]).toBeLessThanOrEqual(from)
        expect(starts.length).toBeLessThanOrEqual(127)
        for (const [i, at] of starts.entries()) {
          const next = starts[i + 1]
          if (next !== undefined) expect(nextStart(step, zone, at)).toBe(next)
          else expect(nextStart(step, zone, at)).toBeGreaterThanOrEqual(to)
          if (i > 0) expect(barStarts(step, zone, at, at + 1)).toEqual([at])
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('in UTC the wall clock shows UTC, and a zone that does not exist is refused', () => {
  expect(wallOf(zoneOf('UTC'), 1_747_300_000_123)).toBe(1_747_300_000_123)
  for (const name of ['Europe/Atlantis', '', "'; DROP TABLE entry; --"]) {
    expect(() => zoneOf(name)).toThrow(/no time zone/)
  }
})
