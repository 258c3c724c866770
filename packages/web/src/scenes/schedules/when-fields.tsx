/** On which days a schedule is due: all, those of the week, or one of the month. */
import { useLocale } from 'use-intl'

import type { When } from '../../api/schedules.ts'
import { useT } from '../../i18n/use-t.ts'
import { weekdayName } from './words.ts'

const EVERY = ['day', 'week', 'month'] as const
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const
const MONTH = Array.from({ length: 31 }, (_, i) => i + 1)

export function WhenFields({ when, onWhen }: { when: When; onWhen: (when: When) => void }) {
  const t = useT()
  return (
    <div className="schedule-whens">
      <fieldset className="labelled">
        <legend>{t('schedules.dialog.every')}</legend>
        <div className="segments">
          {EVERY.map(every => (
            <label key={every}>
              <input
                type="radio"
                className="hidden"
                name="every"
                checked={when.every === every}
                onChange={() => onWhen(first(every, when.at))}
              />
              <span>{t(`schedules.dialog.everies.${every}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {when.every === 'week' && <Days days={when.days} onDays={days => onWhen({ ...when, days })} />}
      {when.every === 'month' && (
        <label className="labelled">
          {t('schedules.dialog.day')}
          <select
            className="field"
            value={String(when.day)}
            onChange={({ target: { value } }) =>
              onWhen({ ...when, day: value === 'last' ? 'last' : Number(value) })
            }
          >
            {MONTH.map(day => (
              <option key={day} value={day}>
                {day}
              </option>
            ))}
            <option value="last">{t('schedules.dialog.lastDay')}</option>
          </select>
        </label>
      )}
    </div>
  )
}

function Days({ days, onDays }: { days: readonly number[]; onDays: (days: number[]) => void }) {
  const t = useT()
  const locale = useLocale()
  const toggle = (day: number) => {
    const others = days.filter(one => one !== day)
    const next = others.length === days.length ? [...days, day] : others
    // A week without a day would never come.
    if (next.length > 0) onDays(next.sort((a, b) => a - b))
  }
  return (
    <fieldset className="labelled">
      <legend>{t('schedules.dialog.days')}</legend>
      <div className="segments">
        {WEEK.map(day => (
          <label key={day} title={weekdayName(day, locale)}>
            <input
              type="checkbox"
              className="hidden"
              checked={days.includes(day)}
              onChange={() => toggle(day)}
            />
            <span>{weekdayName(day, locale, 'short')}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function first(every: When['every'], at: string): When {
  if (every === 'day') return { every, at }
  return every === 'week' ? { every, days: [1], at } : { every, day: 1, at }
}
