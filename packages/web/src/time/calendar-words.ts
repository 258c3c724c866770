/** What stands in a calendar of a language: its months, its weekdays, and with which of them a week begins. */

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

export interface CalendarWords {
  month: (date: Date) => string
  /** Two letters or so. */
  weekday: (date: Date) => string
  longWeekday: (date: Date) => string
  dayOfMonth: (date: Date) => string
  longDay: (date: Date) => string
  /** 0 is Sunday. */
  firstWeekday: Weekday
}

const known = new Map<string, CalendarWords>()

/** All formats are of the browser's own zone, because the dates are. */
export function calendarWords(locale: string): CalendarWords {
  const found = known.get(locale)
  if (found) return found
  const tag = locale === 'en' ? 'en-GB' : locale
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(tag, options)
    return (date: Date) => formatter.format(date)
  }
  const weekday = format({ weekday: 'short' })
  const words: CalendarWords = {
    month: format({ month: 'long', year: 'numeric' }),
    weekday: date => weekday(date).slice(0, 2),
    longWeekday: format({ weekday: 'long' }),
    dayOfMonth: date => new Intl.NumberFormat(tag).format(date.getDate()),
    longDay: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    firstWeekday: firstWeekday(tag),
  }
  known.set(locale, words)
  return words
}

/** Monday where the browser does not know. */
function firstWeekday(tag: string): Weekday {
  const locale = new Intl.Locale(tag) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return ((locale.getWeekInfo?.().firstDay ?? 1) % 7) as Weekday
}
