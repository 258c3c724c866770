/** Times in words of a language: days and months. Digits of a full time are the same in all of them, see clock.ts. */
import type { Clock } from './clock.ts'

export interface TimeWords {
  /** `20 Nov` */
  day: (clock: Clock, at: number) => string
  /** `Nov 2026` */
  month: (clock: Clock, at: number) => string
}

const known = new Map<string, TimeWords>()

export function timeWordsOf(locale: string): TimeWords {
  const found = known.get(locale)
  if (found) return found
  // The day comes first, as it does in the sortable dates beside it.
  const tag = locale === 'en' ? 'en-GB' : locale
  const words: TimeWords = {
    day: formatter(tag, { day: '2-digit', month: 'short' }),
    month: formatter(tag, { month: 'short', year: 'numeric' }),
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
