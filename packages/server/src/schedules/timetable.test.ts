/** Guarantees of timetables: every local time once, whatever the clock of its zone does, and periods that touch. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { dueRun, isLocalTime, isZone, latestDue, nextDue, type Timetable, type Weekday } from './timetable.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const iso = (at: number) => new Date(at).toISOString()
const utc = (text: string) => Date.parse(`${text}Z`)

describe('a schedule is due at its local time', () => {
  const daily: Timetable = { every: 'day', at: '02:30' }
  it.each([
    ['before', 'Europe/Berlin', '2026-03-27T12:00', '2026-03-28T01:30:00.000Z'],
    [
      'at a time that the clock jumps over: when it jumps',
      'Europe/Berlin',
      '2026-03-28T12:00',
      '2026-03-29T01:00:00.000Z',
    ],
    ['after', 'Europe/Berlin', '2026-03-29T12:00', '2026-03-30T00:30:00.000Z'],
    [
      'at a time that comes twice: the first',
      'Europe/Berlin',
      '2026-10-24T12:00',
      '2026-10-25T00:30:00.000Z',
    ],
    ['and not again an hour later', 'Europe/Berlin', '2026-10-25T00:30', '2026-10-26T01:30:00.000Z'],
    ['where the jump is half an hour', 'Australia/Lord_Howe', '2026-10-03T00:00', '2026-10-03T15:30:00.000Z'],
  ])('%s', (_, zone, after, due) => {
    expect(iso(nextDue(daily, zone, utc(after)).at)).toBe(due)
  })

  it('weekly across both changes of a year: always at nine', () => {
    const timetable: Timetable = { every: 'week', days: [1], at: '09:00' }
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'America/New_York',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
    let at = utc('2026-01-01T00:00')
    const seen: string[] = []
    const hours = new Set<string>()
    for (let week = 0; week < 52; week++) {
      at = nextDue(timetable, 'America/New_York', at).at
      seen.push(format.format(at))
      hours.add(iso(at).slice(11, 16))
    }
    expect(new Set(seen)).toEqual(new Set(['Mon 09:00']))
    expect([...hours]).toEqual(['14:00', '13:00'])
  })

  it('monthly on a day that not every month has, or on the last', () => {
    for (const day of [31, 'last'] as const) {
      const days: string[] = []
      let at = utc('2028-01-01T00:00')
      for (let month = 0; month < 5; month++) {
        at = nextDue({ every: 'month', day, at: '23:59' }, 'UTC', at).at
        days.push(iso(at).slice(0, 10))
      }
      expect(days).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'])
    }
  })
})

describe('a period', () => {
  const zone = 'Europe/Warsaw'
  const told = (timetable: Timetable, after: string) => {
    const { from, to } = nextDue(timetable, zone, utc(after)).period
    return [iso(from), iso(to)]
  }

  it('is the day before, 23 hours of it when the clock was put forward', () => {
    expect(told({ every: 'day', at: '07:00' }, '2026-03-29T12:00')).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ])
  })

  it('is the days since the last scheduled day of the week', () => {
    expect(told({ every: 'week', days: [1], at: '07:00' }, '2026-05-07T12:00')).toEqual([
      '2026-05-03T22:00:00.000Z',
      '2026-05-10T22:00:00.000Z',
    ])
    expect(told({ every: 'week', days: [1, 5], at: '07:00' }, '2026-05-07T12:00')).toEqual([
      '2026-05-03T22:00:00.000Z',
      '2026-05-07T22:00:00.000Z',
    ])
  })

  it('is the month before, whatever the day of the month', () => {
    expect(told({ every: 'month', day: 5, at: '07:00' }, '2026-04-03T12:00')).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ])
  })

  it('has no day that a zone left out when it moved across the date line', () => {
    const daily: Timetable = { every: 'day', at: '07:00' }
    const days: string[] = []
    let at = utc('2011-12-28T00:00')
    for (let i = 0; i < 4; i++) {
      const due = nextDue(daily, 'Pacific/Apia', at)
      days.push(`${iso(due.at)}: ${(due.period.to - due.period.from) / HOUR}`)
      at = due.at
    }
    // 30 December was not there: its place in the calendar is the jump itself.
    expect(days).toEqual([
      '2011-12-28T17:00:00.000Z: 24',
      '2011-12-29T17:00:00.000Z: 24',
      '2011-12-30T10:00:00.000Z: 24',
      '2011-12-31T17:00:00.000Z: 24',
    ])
  })
})

describe('after a downtime', () => {
  const daily: Timetable = { every: 'day', at: '07:00' }
  it('of five days a daily schedule runs once, and covers what nobody told', () => {
    const run = dueRun(daily, 'Europe/Warsaw', utc('2026-05-04T05:00'), utc('2026-05-08T16:00'))
    expect({ at: iso(run.at), missed: run.missed, nextAt: iso(run.nextAt) }).toEqual({
      at: '2026-05-08T05:00:00.000Z',
      missed: 4,
      nextAt: '2026-05-09T05:00:00.000Z',
    })
    expect([iso(run.period.from), iso(run.period.to)]).toEqual([
      '2026-05-02T22:00:00.000Z',
      '2026-05-07T22:00:00.000Z',
    ])
  })

  it('of nothing it runs as usual', () => {
    const at = utc('2026-05-04T05:00')
    expect(dueRun(daily, 'Europe/Warsaw', at, at + 30_000)).toEqual({
      ...nextDue(daily, 'Europe/Warsaw', at - 1),
      missed: 0,
      nextAt: at + DAY,
    })
  })

  it('of ten years it still runs once, and soon', () => {
    const run = dueRun(daily, 'UTC', utc('2016-05-04T07:00'), utc('2026-05-04T08:00'))
    expect([iso(run.at), iso(run.period.from), run.missed]).toEqual([
      '2026-05-04T07:00:00.000Z',
      '2016-05-03T00:00:00.000Z',
      400,
    ])
  })
})

it('a local time and a zone are what they should be', () => {
  expect(['00:00', '23:59', '09:05'].every(isLocalTime)).toBe(true)
  expect(['24:00', '9:05', '09:60', '09:05:00', '', ' 09:05'].some(isLocalTime)).toBe(false)
  expect(['UTC', 'Europe/Warsaw', 'America/Argentina/Buenos_Aires'].every(isZone)).toBe(true)
  expect(['', 'Mars', '+02:00', '2026', 'Europe/Nowhere'].some(isZone)).toBe(false)
})

const ZONES = Intl.supportedValuesOf('timeZone')
/** Of the years that computers have good tables for. */
const FIRST = Date.UTC(1985, 0)
const LAST = Date.UTC(2035, 0)
/** All changes of all zones since then happen at such moments. */
const GRID = 15 * MINUTE

const timetables = (): fc.Arbitrary<Timetable> => {
  const at = fc
    .tuple(
      fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
      fc.integer({ min: 0, max: 59 }),
    )
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
  return fc.oneof(
    fc.record({ every: fc.constant('day' as const), at }),
    fc.record({
      every: fc.constant('week' as const),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }) as fc.Arbitrary<Weekday>, { minLength: 1 }),
      at,
    }),
    fc.record({
      every: fc.constant('month' as const),
      day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
      at,
    }),
  )
}

/** What the clock on the wall shows, as milliseconds of a calendar without zones. */
class WallClock {
  readonly #format: Intl.DateTimeFormat
  readonly #offsets = new Map<number, number>()

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  }

  at(instant: number): number {
    const grid = Math.floor(instant / GRID) * GRID
    let offset = this.#offsets.get(grid)
    if (offset === undefined) {
      const part = Object.fromEntries(
        this.#format.formatToParts(grid).map(({ type, value }) => [type, Number(value)]),
      )
      const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part
      offset = Date.UTC(year, month - 1, day, hour, minute, second) - grid
      this.#offsets.set(grid, offset)
    }
    return instant + offset
  }
}

/** The next 1 or 2 changes of the zone's offset after a moment, or the moment itself. */
function nearAChange(zone: string, from: number): number {
  const wall = new WallClock(zone)
  for (let at = from; at < from + 400 * DAY; at += DAY)
    if (wall.at(at) - at !== wall.at(at + DAY) - at - DAY) return at
  return from
}

/** Whether a local minute is one that the timetable names. */
function names(timetable: Timetable, local: number): boolean {
  const date = new Date(local)
  if (date.toISOString().slice(11, 16) !== timetable.at) return false
  if (timetable.every === 'day') return true
  if (timetable.every === 'week') return timetable.days.some(day => day % 7 === date.getUTCDay())
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.getUTCDate() === (timetable.day === 'last' ? last : Math.min(timetable.day, last))
}

/** The instants at which somebody who looks at the wall clock each minute sees a named minute reached or passed for the first time. */
function* watched(timetable: Timetable, zone: string, from: number, to: number): Generator<number> {
  const wall = new WallClock(zone)
  let reached = Math.max(wall.at(from - 3 * HOUR), wall.at(from - 1 * HOUR), wall.at(from))
  for (let instant = from + MINUTE; instant <= to; instant += MINUTE) {
    const local = wall.at(instant)
    let due = false
    for (let minute = reached + MINUTE; minute <= local; minute += MINUTE) due ||= names(timetable, minute)
    if (due) yield instant
    reached = Math.max(reached, local)
  }
}

const cases = fc.record({
  timetable: timetables(),
  zone: fc.constantFrom(...ZONES),
  start: fc.integer({ min: FIRST / MINUTE, max: LAST / MINUTE }).map(minutes => minutes * MINUTE),
  near: fc.boolean(),
})

describe('for every zone, year and timetable', () => {
  it('due is exactly what somebody who watches the wall clock minute by minute sees', () => {
    fc.assert(
      fc.property(cases, ({ timetable, zone, start, near }) => {
        const from = near ? nearAChange(zone, start) - DAY : start
        const to = from + (timetable.every === 'month' ? 35 : 9) * DAY
        const computed: number[] = []
        for (let at = nextDue(timetable, zone, from).at; at <= to; at = nextDue(timetable, zone, at).at)
          computed.push(at)
        // Where a whole day is left out, the wall clock passes two of them at once.
        expect(computed.map(iso)).toEqual([...watched(timetable, zone, from, to)].map(iso))
      }),
      { numRuns: 150 },
    )
  })

  it('periods touch, end before they are due, and the latest is the one before the next', () => {
    fc.assert(
      fc.property(cases, ({ timetable, zone, start }) => {
        let due = nextDue(timetable, zone, start)
        for (let i = 0; i < 8; i++) {
          const next = nextDue(timetable, zone, due.at)
          expect(next.at).toBeGreaterThan(due.at)
          expect(next.period.from).toBe(due.period.to)
          expect(next.period.to).toBeGreaterThan(next.period.from)
          expect(next.period.to).toBeLessThanOrEqual(next.at)
          expect(latestDue(timetable, zone, next.at - 1)).toEqual(due)
          expect(latestDue(timetable, zone, next.at)).toEqual(next)
          due = next
        }
      }),
      { numRuns: 100 },
    )
  })

  it('one run after a downtime covers what the runs of that time would have covered', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 60 * 24 * 60 }), ({ timetable, zone, start }, minutes) => {
        const first = nextDue(timetable, zone, start)
        const now = first.at + minutes * MINUTE
        const all = [first]
        for (
          let due = nextDue(timetable, zone, first.at);
          due.at <= now;
          due = nextDue(timetable, zone, due.at)
        )
          all.push(due)
        const last = all.at(-1) ?? first
        expect(dueRun(timetable, zone, first.at, now)).toEqual({
          at: last.at,
          period: { from: first.period.from, to: last.period.to },
          missed: all.length - 1,
          nextAt: nextDue(timetable, zone, now).at,
        })
      }),
      { numRuns: 60 },
    )
  })
})
