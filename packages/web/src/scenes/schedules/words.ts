/** What a schedule is set to, in the words of the language on the page. */
import type { When } from '../../api/schedules.ts'
import type { T } from '../../i18n/use-t.ts'

/** Any Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY = 86_400_000

/** `Monday` of 1. */
export function weekdayName(day: number, locale: string, weekday: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(MONDAY + (day - 1) * DAY)
}

export function whenWords(t: T, when: When, locale: string): string {
  const { at } = when
  if (when.every === 'day') return t('schedules.when.day', { at })
  if (when.every === 'month')
    return when.day === 'last'
      ? t('schedules.when.last', { at })
      : t('schedules.when.month', { day: String(when.day), at })
  const days = [...when.days].sort((a, b) => a - b).map(day => weekdayName(day, locale))
  return t('schedules.when.week', { days: new Intl.ListFormat(locale).format(days), at })
}
