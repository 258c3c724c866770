/**
 * When a schedule is due: daily, on days of the week, or monthly, at a local time of a zone.
 * Every occurrence happens once: a local time that the clock jumps over is due when the clock jumps, one that comes
 * twice is due the first time. The periods of successive occurrences touch: nothing is left out and nothing comes twice.
 */
import { Temporal } from 'temporal-polyfill'

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** `at` is a local time, `HH:MM`. A day of the month that a month does not have means its last day. */
export type Timetable =
  | { every: 'day'; at: string }
  | { every: 'week'; days: readonly Weekday[]; at: string }
  | { every: 'month'; day: number | 'last'; at: string }

/** Milliseconds since 1970; `to` is exclusive. */
export interface Period {
  from: number
  to: number
}

export interface Due {
  /** milliseconds since 1970 */
  at: number
  /**
   * The full days before the day it is due: the day before, the days since the last scheduled day of the week, or the
   * month before.
   */
  period: Period
}

/** What a schedule does now that one of its times has come. */
export interface DueRun extends Due {
  /** Occurrences before this one that nobody ran; the period begins with theirs. Counted to MISSED_COUNTED_MAX. */
  missed: number
  /** when it is due next, after `now` */
  nextAt: number
}

/** Beyond this many it does not matter how many. */
export const MISSED_COUNTED_MAX = 400

/** Days that are looked at for the next occurrence: a month of 31 days, its neighbours, and days without a period. */
const DAYS_LOOKED_AT_MAX = 70

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

export function isLocalTime(text: string): boolean {
  return TIME.test(text)
}

/** Whether this is the name of a time zone that has a calendar: `Europe/Warsaw`, `UTC`. */
export function isZone(text: string): boolean {
  if (/^[+-]|^\d/.test(text)) return false
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId.length > 0
  } catch {
    return false
  }
}

/** The first occurrence after this moment. */
export function nextDue(timetable: Timetable, zone: string, after: number): Due {
  let date = dateOf(after, zone).subtract({ days: 1 })
  for (let days = 0; days < DAYS_LOOKED_AT_MAX; days++, date = date.add({ days: 1 })) {
    const due = dueOn(timetable, zone, date)
    if (due !== undefined && due.at > after) return due
  }
  throw new RangeError(`no occurrence of ${JSON.stringify(timetable)} in ${zone}`)
}

/** The last occurrence at or before this moment. */
export function latestDue(timetable: Timetable, zone: string, until: number): Due {
  let date = dateOf(until, zone).add({ days: 1 })
  for (let days = 0; days < DAYS_LOOKED_AT_MAX; days++, date = date.subtract({ days: 1 })) {
    const due = dueOn(timetable, zone, date)
    if (due !== undefined && due.at <= until) return due
  }
  throw new RangeError(`no occurrence of ${JSON.stringify(timetable)} in ${zone}`)
}

/**
 * The one run that makes up for all occurrences from `dueAt` (itself one) to `now`: it is the latest of them, and its
 * period begins where that of the first begins.
 */
export function dueRun(timetable: Timetable, zone: string, dueAt: number, now: number): DueRun {
  const first = nextDue(timetable, zone, dueAt - 1)
  const latest = latestDue(timetable, zone, now)
  let missed = 0
  for (let at = first.at; at < latest.at && missed < MISSED_COUNTED_MAX; missed++)
    at = nextDue(timetable, zone, at).at
  const from = Math.min(first.period.from, latest.period.from)
  return {
    at: latest.at,
    period: { from, to: latest.period.to },
    missed,
    nextAt: nextDue(timetable, zone, now).at,
  }
}

/** The occurrence that belongs to this local day. None: the day is not of the timetable, or has nothing to tell. */
function dueOn(timetable: Timetable, zone: string, date: Temporal.PlainDate): Due | undefined {
  if (!isScheduled(timetable, date)) return undefined
  const period = periodBefore(timetable, zone, date)
  // A zone that moved across the date line has no such day: the day after it would tell the same once more.
  if (period.from === period.to) return undefined
  return { at: instantOf(date, timetable.at, zone), period }
}

function isScheduled(timetable: Timetable, date: Temporal.PlainDate): boolean {
  if (timetable.every === 'day') return true
  if (timetable.every === 'week') return timetable.days.some(day => day === date.dayOfWeek)
  const wanted = timetable.day === 'last' ? date.daysInMonth : timetable.day
  return date.day === Math.min(wanted, date.daysInMonth)
}

function periodBefore(timetable: Timetable, zone: string, date: Temporal.PlainDate): Period {
  if (timetable.every === 'month') {
    const month = date.with({ day: 1 })
    return { from: startOf(month.subtract({ months: 1 }), zone), to: startOf(month, zone) }
  }
  let before = date.subtract({ days: 1 })
  while (!isScheduled(timetable, before)) before = before.subtract({ days: 1 })
  return { from: startOf(before, zone), to: startOf(date, zone) }
}

function instantOf(date: Temporal.PlainDate, time: string, zone: string): number {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time))
  const first = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (first.toPlainDateTime().equals(local)) return first.epochMilliseconds
  // The clock jumps over this time, so `first` lies before the jump.
  return first.getTimeZoneTransition('next')?.epochMilliseconds ?? first.epochMilliseconds
}

/** When the local day of this moment began. */
export function startOfDay(instant: number, zone: string): number {
  return startOf(dateOf(instant, zone), zone)
}

function startOf(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds
}

function dateOf(instant: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()
}
