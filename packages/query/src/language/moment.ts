/**
 * Instants as people write them: a year, a month, a day, or a time of RFC 3339 whose seconds and zone may be missing.
 * Without a zone it is UTC; a day is its beginning; a time that the record could not hold is refused.
 */

import { readTime } from '@daybook/event'

import type { Complaint } from './problems.ts'
import { shown } from './problems.ts'

export type MomentReading = { ok: true; text: string; at: number } | ({ ok: false } & Complaint)

const DATE = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/
const TIME = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)(:\d\d(?:\.\d{1,30})?)?([Zz]|[+-]\d\d:\d\d)?$/

/** @returns the canonical text (a date as written, a time in UTC) and the milliseconds since the epoch. */
export function readMoment(text: string): MomentReading {
  if (DATE.test(text)) {
    const day = `${text}-01-01`.slice(0, 10)
    const reading = readTime(`${day}T00:00:00.000Z`)
    return reading.ok
      ? { ok: true, text, at: Date.parse(reading.utc) }
      : wrong(text, 'calendar', reading.message)
  }
  const match = TIME.exec(text)
  if (match === null) return wrong(text, 'form', 'Write 2026, 2026-05, 2026-05-01 or 2026-05-01T09:30:00Z.')
  const [, day, minutes, seconds = ':00', zone = 'Z'] = match
  const reading = readTime(`${day}T${minutes}${seconds}${zone}`)
  if (!reading.ok) return wrong(text, 'calendar', reading.message)
  return { ok: true, text: reading.utc.replace('.000Z', 'Z'), at: Date.parse(reading.utc) }
}

function wrong(text: string, what: 'form' | 'calendar', why: string): MomentReading {
  const message = `"${shown(text)}" is no time. ${why}`
  return { ok: false, code: 'QUERY_INVALID_TIME', message, params: { what, text: shown(text) } }
}
