/** Times as senders write them (RFC 3339) and as the record keeps them (UTC, whole milliseconds). */
/** A time is never guessed: what the grammar or the calendar does not hold is refused. */

import { LIMITS } from './limits.ts'

export type TimeReading =
  | { ok: true; utc: string; /** `+02:00`; absent when the sender wrote UTC */ offset?: string }
  | { ok: false; code: 'TIMESTAMP_INVALID' | 'TIMESTAMP_OUT_OF_RANGE'; message: string }

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/
const OFFSET = /^([+-])(\d\d):(\d\d)$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads an RFC 3339 date-time into UTC milliseconds.
 * Finer fractions are cut, not rounded: an event never moves into the next second. A leap second (23:59:60 UTC on the
 * last day of a month) becomes the last millisecond before it. `-00:00` and `+00:00` count as UTC.
 */
export function readTime(text: string): TimeReading {
  if (isNormal(text)) return inWindow(text) ? { ok: true, utc: text } : outOfRange()
  const match = RFC_3339.exec(text)
  if (match === null) return invalid('Write it as RFC 3339, such as 2026-05-04T07:00:00.123Z or …+02:00.')
  const [, y, mo, d, h, mi, s, fraction = '', sign, oh, om] = match
  const [year, month, day, hour, minute, second] = [y, mo, d, h, mi, s].map(Number) as Six
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return invalid('The calendar has no such day.')
  if (hour > 23 || minute > 59 || second > 60) return invalid('The clock has no such time.')

  const offset = sign === undefined ? 0 : offsetMinutes(`${sign}${oh}:${om}`)
  if (offset === undefined) return invalid('The offset lies beyond ±18:00.')
  const leap = second === 60
  const ms = leap ? 999 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, day)
  at.setUTCHours(hour, minute - offset, leap ? 59 : second, ms)
  const time = at.getTime()
  if (time < FROM || time > TO) return outOfRange()
  const utc = at.toISOString()
  if (leap && !endsAMonth(at)) return invalid('A leap second ends the last minute (UTC) of a month.')
  return offset === 0 ? { ok: true, utc } : { ok: true, utc, offset: `${sign}${oh}:${om}` }
}

type Six = [number, number, number, number, number, number]

const FROM = Date.parse(LIMITS.occurredFrom)
const TO = Date.parse(LIMITS.occurredTo)

/** Minutes east of UTC of `±HH:MM`, or undefined when it is no such text or beyond ±18:00. */
export function offsetMinutes(text: string): number | undefined {
  const match = OFFSET.exec(text)
  if (match === null) return undefined
  const [, sign, hours, minutes] = match
  const total = Number(hours) * 60 + Number(minutes)
  if (Number(minutes) > 59 || total > LIMITS.offsetMinutesMax) return undefined
  return sign === '-' ? 0 - total : total
}

/** The shape that we write ourselves and most senders use; read without a regular expression or a Date. */
function isNormal(text: string): boolean {
  if (text.length !== 24) return false
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':') return false
  if (text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return false
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  if (!(month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysIn(year, month)))) return false
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)]
  return year >= 0 && hour <= 23 && minute <= 59 && second <= 59 && digits(text, 20, 3) >= 0
}

/** NaN when one of the characters is not a digit: every comparison with it is false. */
function digits(text: string, start: number, count: number): number {
  let value = 0
  for (let i = start; i < start + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function daysIn(year: number, month: number): number {
  const leapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leapYear ? 29 : (DAYS[month - 1] as number)
}

function endsAMonth(at: Date): boolean {
  if (at.getUTCHours() !== 23 || at.getUTCMinutes() !== 59) return false
  return at.getUTCDate() === daysIn(at.getUTCFullYear(), at.getUTCMonth() + 1)
}

function inWindow(utc: string): boolean {
  // Four-digit years: the order of the texts is the order of the times.
  return utc >= LIMITS.occurredFrom && utc <= LIMITS.occurredTo
}

function invalid(message: string): TimeReading {
  return { ok: false, code: 'TIMESTAMP_INVALID', message }
}

function outOfRange(): TimeReading {
  const message = `The time lies outside ${LIMITS.occurredFrom} to ${LIMITS.occurredTo}.`
  return { ok: false, code: 'TIMESTAMP_OUT_OF_RANGE', message }
}
