/** Times in words of a language: days, months, how long ago. Digits of a full time are the same in all of them, see clock.ts. */
import type { Clock } from './clock.ts'

export interface TimeWords {
  /** `20 Nov` */
  day: (clock: Clock, at: number) => string
  /** `Friday, 20 November 2026` */
  longDay: (clock: Clock, at: number) => string
  /** `Nov 2026` */
  month: (clock: Clock, at: number) => string
  /** `2 hours ago` */
  relative: (at: number, now: number) => string
}

const known = new Map<string, TimeWords>()

export function timeWordsOf(locale: string): TimeWords {
  const found = known.get(locale)
  if (found) return found
  // The day comes first, as it does in the sortable dates beside it.
  const tag = locale === 'en' ? 'en-GB' : locale
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const words: TimeWords = {
    day: formatter(tag, { day: '2-digit', month: 'short' }),
    longDay: formatter(tag, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    month: formatter(tag, { month: 'short', year: 'numeric' }),
    relative: (at, now) => {
      const seconds = (at - now) / 1000
      const size = Math.abs(seconds)
      if (size < 45) return relative.format(0, 'second')
      if (size < 3570) return relative.format(Math.round(seconds / 60), 'minute')
      if (size < 84_600) return relative.format(Math.round(seconds / 3600), 'hour')
      return relative.format(Math.round(seconds / 86_400), 'day')
    },
  }
  known.set(locale, words)
  return words
}

function formatter(tag: string, options: Intl.DateTimeFormatOptions): (clock: Clock, at: number) => string {
  const zones = new Map<string, Intl.DateTimeFormat>()
  return ({ zone }, at) => {
    let format = zones.get(zone.name)
    if (format === undefined) {
      format = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone.name })
      zones.set(zone.name, format)
    }
    return format.format(at)
  }
}
