/**
 * Times as this page shows them: on the clock of the address (`tz`), in the words of the language on the page.
 * UTC and the distance from now are always at hand beside it.
 */
import { useMemo, useState } from 'react'
import { useFormatter, useLocale } from 'use-intl'

import { fullOn, offsetLabel, partsOn, type Clock } from './clock.ts'
import { useClock } from './use-clock.ts'

export interface ShownTime {
  clock: Clock
  /** When the page was opened; relative times count from it. */
  now: number
  /** `2026-11-20 16:41:44` with the name of the clock behind it. */
  stamp: (at: number) => string
  /** To the millisecond, with the name of the clock. */
  full: (at: number) => string
  /** `16:41:44` */
  time: (at: number) => string
  /** `Fri, 20 Nov 2026` */
  day: (at: number) => string
  /** `3 hours ago` */
  relative: (at: number) => string
}

export function useShownTime(): ShownTime {
  const clock = useClock()
  const locale = useLocale()
  const format = useFormatter()
  const [now] = useState(() => Date.now())
  return useMemo(() => {
    const days = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: clock.zone.name,
    })
    const stamp = (at: number) => {
      const { date, time } = partsOn(clock, at)
      return `${date} ${time} ${offsetLabel(clock, at)}`
    }
    return {
      clock,
      now,
      stamp,
      full: at => `${fullOn(clock, at)} ${offsetLabel(clock, at)}`,
      time: at => partsOn(clock, at).time,
      day: at => days.format(at),
      relative: at => format.relativeTime(at, now),
    }
  }, [clock, locale, format, now])
}
