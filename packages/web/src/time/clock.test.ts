import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  clockOf,
  clocksOf,
  dayOn,
  dayStartOn,
  fullOn,
  nextClock,
  offsetLabel,
  stampOn,
  startOfDay,
  UTC,
} from './clock.ts'
import { readTyped } from './typed-time.ts'

const HOUR = 3_600_000
const lisbon = clockOf('Europe/Lisbon')
const newYork = clockOf('America/New_York')
const kathmandu = clockOf('Asia/Kathmandu')
const at = (text: string) => Date.parse(text)

describe('a time on a clock', () => {
  it.each([
    [UTC, '2026-03-29 00:59:59.999', 'UTC'],
    [lisbon, '2026-03-29 00:59:59.999', 'UTC'],
    [newYork, '2026-03-28 20:59:59.999', 'UTC−4'],
    [kathmandu, '2026-03-29 06:44:59.999', 'UTC+5:45'],
  ])('is written as that wall clock shows it', (clock, shown, offset) => {
    const moment = at('2026-03-29T00:59:59.999Z')
    expect([fullOn(clock, moment), offsetLabel(clock, moment)]).toEqual([shown, offset])
  })

  it('jumps over the hour that the spring leaves out, and names the new offset', () => {
    expect(stampOn(lisbon, at('2026-03-29T01:00:00Z'))).toBe('2026-03-29 02:00')
    expect(offsetLabel(lisbon, at('2026-03-29T01:00:00Z'))).toBe('UTC+1')
  })

  it('shows the hour of autumn twice, told apart by the offset', () => {
    const twice = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map(at)
    expect(twice.map(moment => stampOn(lisbon, moment))).toEqual(['2026-10-25 01:30', '2026-10-25 01:30'])
    expect(twice.map(moment => offsetLabel(lisbon, moment))).toEqual(['UTC+1', 'UTC'])
  })
})

describe('a day of a clock', () => {
  it.each([
    [lisbon, '2026-03-29T12:00:00Z', 23],
    [lisbon, '2026-10-25T12:00:00Z', 25],
    [newYork, '2026-03-08T12:00:00Z', 23],
    [newYork, '2026-11-01T12:00:00Z', 25],
    [kathmandu, '2026-03-29T12:00:00Z', 24],
    // Midnight itself is left out: the day begins at one o'clock.
    [clockOf('America/Santiago'), '2026-09-06T12:00:00Z', 23],
  ])('is as long as the clock makes it', (clock, noon, hours) => {
    const start = dayStartOn(clock, at(noon))
    const end = startOfDay(clock, dayOn(clock, at(noon)) + 1)
    expect((end - start) / HOUR).toBe(hours)
    expect(dayOn(clock, end) - dayOn(clock, start)).toBe(1)
  })

  it('holds each of its moments, in every zone', () => {
    const zones = ['UTC', 'Europe/Lisbon', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']
    fc.assert(
      fc.property(
        fc.constantFrom(...zones).map(name => clockOf(name)),
        fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2100, 0) }),
        (clock, moment) => {
          expect(dayStartOn(clock, moment)).toBeLessThanOrEqual(moment)
          expect(startOfDay(clock, dayOn(clock, moment) + 1)).toBeGreaterThan(moment)
        },
      ),
    )
  })
})

describe('a typed time', () => {
  it('is read on the clock that is shown', () => {
    expect(readTyped('2026-07-01 09:30', lisbon)).toBe(at('2026-07-01T08:30:00Z'))
    expect(readTyped('2026-07-01', newYork)).toBe(at('2026-07-01T04:00:00Z'))
    expect(readTyped(' 2026-07-01T09:30:07,5 ', UTC)).toBe(at('2026-07-01T09:30:07.5Z'))
  })

  it('keeps a zone that it names itself', () => {
    expect(readTyped('2026-07-01 09:30Z', newYork)).toBe(at('2026-07-01T09:30:00Z'))
    expect(readTyped('2026-07-01 09:30 UTC', newYork)).toBe(at('2026-07-01T09:30:00Z'))
    expect(readTyped('2026-07-01 09:30+02:00', newYork)).toBe(at('2026-07-01T07:30:00Z'))
  })

  it('within the jump of spring is the moment of the jump; doubled in autumn it is the first', () => {
    expect(readTyped('2026-03-29 01:30', lisbon)).toBe(at('2026-03-29T01:00:00Z'))
    expect(readTyped('2026-10-25 01:30', lisbon)).toBe(at('2026-10-25T00:30:00Z'))
  })

  it.each([
    '',
    'yesterday',
    '2026-02-31',
    '2026-11-20 24:01',
    '2026-11-20 16',
    '20.11.2026',
    '2026-11-20 09:30+25:00',
  ])('that is none is refused: %j', text => {
    expect(readTyped(text, lisbon)).toBeUndefined()
  })

  it('gives back every moment that was printed, unless the clock shows it twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(UTC, lisbon, newYork, kathmandu),
        fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) }),
        (clock, moment) => {
          const read = readTyped(fullOn(clock, moment), clock)
          expect(read !== undefined && fullOn(clock, read)).toBe(fullOn(clock, moment))
          expect(read).toBeLessThanOrEqual(moment)
        },
      ),
    )
  })
})

describe('the clocks to choose from', () => {
  it('are UTC and each zone once', () => {
    const names = (...choices: (string | undefined)[]) => clocksOf(...choices).map(clock => clock.choice)
    expect(names('Europe/Lisbon', 'America/New_York')).toEqual(['UTC', 'Europe/Lisbon', 'America/New_York'])
    expect(names('Europe/Lisbon', 'Europe/Lisbon')).toEqual(['UTC', 'Europe/Lisbon'])
    expect(names(undefined, 'UTC')).toEqual(['UTC'])
    expect(names('Mars/Olympus', 'America/New_York')).toEqual(['UTC', 'America/New_York'])
  })

  it('follow each other round and round', () => {
    const clocks = clocksOf('Europe/Lisbon', 'America/New_York')
    expect(clocks.map(clock => nextClock(clocks, clock).choice)).toEqual([
      'Europe/Lisbon',
      'America/New_York',
      'UTC',
    ])
  })
})
