/**
 * Times as people read them: absolute, sortable, in UTC, to the millisecond.
 * An instant that is no valid date is shown as it came, never as another time.
 */

const DAY = 86_400_000

export interface TimeParts {
  date: string
  time: string
  millis: string
}

/** `2026-11-20`, `16:41:44`, `594` of an RFC 3339 instant. */
export function timeParts(instant: string): TimeParts | undefined {
  const at = Date.parse(instant)
  if (!Number.isFinite(at)) return undefined
  const iso = new Date(at).toISOString()
  const split = iso.indexOf('T')
  return { date: iso.slice(0, split), time: iso.slice(split + 1, split + 9), millis: iso.slice(-4, -1) }
}

/** `2026-11-20 16:41` of milliseconds; seconds and milliseconds only when there are some. */
export function stamp(at: number): string {
  const iso = new Date(at).toISOString()
  const [date = '', time = ''] = iso.split('T')
  return `${date} ${time
    .replace('Z', '')
    .replace(/:00\.000$/, '')
    .replace(/\.000$/, '')}`
}

const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', timeZone: 'UTC' })
const MONTH_FORMAT = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const LOCAL_FORMAT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'long',
})
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `20 Nov` */
export const dayLabel = (at: number): string => DAY_FORMAT.format(at)
/** `Nov 2026` */
export const monthLabel = (at: number): string => MONTH_FORMAT.format(at)
/** `16:41` */
export const minuteLabel = (at: number): string => new Date(at).toISOString().slice(11, 16)
/** In the reader's own zone, named; undefined where that is UTC. */
export const localLabel = (at: number): string | undefined =>
  new Date(at).getTimezoneOffset() === 0 ? undefined : LOCAL_FORMAT.format(at)

export function relativeLabel(at: number, now: number): string {
  const seconds = (at - now) / 1000
  const size = Math.abs(seconds)
  if (size < 45) return 'just now'
  if (size < 3570) return RELATIVE.format(Math.round(seconds / 60), 'minute')
  if (size < 84_600) return RELATIVE.format(Math.round(seconds / 3600), 'hour')
  return RELATIVE.format(Math.round(seconds / 86_400), 'day')
}

/** `15 min`, `6 h`, `1 d` */
export function durationLabel(ms: number): string {
  if (ms < 60_000) return `${ms / 1000} s`
  if (ms < 3_600_000) return `${ms / 60_000} min`
  return ms < DAY ? `${ms / 3_600_000} h` : `${ms / DAY} d`
}
