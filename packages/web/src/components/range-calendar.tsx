/**
 * A month to pick the days of a range from, as a chunk of its own.
 * Days are those of the clock that is shown, numbered from 1970-01-01; the picker's own dates only carry their numbers.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { DayPicker, type DateRange } from 'react-day-picker'
import { useLocale } from 'use-intl'

import { useT } from '../i18n/use-t.ts'
import { calendarWords } from '../time/calendar-words.ts'

const DAY = 86_400_000

export interface RangeCalendarProps {
  /** First and last day. */
  from: number | undefined
  to: number | undefined
  today: number
  onPick: (from: number, to: number) => void
}

export function RangeCalendar({ from, to, today, onPick }: RangeCalendarProps) {
  const t = useT()
  const words = calendarWords(useLocale())
  const [picked, setPicked] = useState<DateRange | undefined>(
    from === undefined ? undefined : { from: dateOf(from), to: dateOf(to ?? today) },
  )
  const pick = (range: DateRange | undefined) => {
    setPicked(range)
    if (range?.from) onPick(dayOf(range.from), dayOf(range.to ?? range.from))
  }
  return (
    <DayPicker
      mode="range"
      className="calendar"
      captionLayout="label"
      resetOnSelect
      showOutsideDays
      fixedWeeks
      selected={picked}
      onSelect={pick}
      today={dateOf(today)}
      defaultMonth={dateOf(Math.min(to ?? today, today))}
      weekStartsOn={words.firstWeekday}
      formatters={{
        formatCaption: words.month,
        formatWeekdayName: words.weekday,
        formatDay: words.dayOfMonth,
      }}
      labels={{
        labelNext: () => t('range.nextMonth'),
        labelPrevious: () => t('range.previousMonth'),
        labelNav: () => t('range.months'),
        labelWeekday: words.longWeekday,
        labelGrid: words.month,
        labelDayButton: words.longDay,
      }}
      components={{
        Chevron: ({ orientation }) =>
          orientation === 'left' ? (
            <ChevronLeft size={16} aria-hidden />
          ) : (
            <ChevronRight size={16} aria-hidden />
          ),
      }}
    />
  )
}

function dateOf(day: number): Date {
  const date = new Date(day * DAY)
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
}

const dayOf = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY
