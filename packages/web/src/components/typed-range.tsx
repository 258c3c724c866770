/** Two ends of a range, typed or picked from the calendar, on the clock that is shown. What is typed wrong is named, not corrected. */
import { Suspense, useId, useState, type FormEvent } from 'react'

import { lazyPart } from './lazy-part.ts'
import { useT, type T } from '../i18n/use-t.ts'
import type { Range, RangeChoice } from '../state/range.ts'
import { dayOn, stampOn, startOfDay, type Clock } from '../time/clock.ts'
import { readTyped } from '../time/typed-time.ts'
import { useClock } from '../time/use-clock.ts'
import { ClockChoice } from './clock-choice.tsx'

const RangeCalendar = lazyPart(async () => (await import('./range-calendar.tsx')).RangeCalendar)

export interface TypedRangeProps {
  range: Range
  onChoose: (choice: RangeChoice) => void
}

type End = 'from' | 'to'

export function TypedRange({ range, onChoose }: TypedRangeProps) {
  const t = useT()
  const clock = useClock()
  const write = (at: number | undefined) => (at === undefined ? '' : stampOn(clock, at))
  const [from, setFrom] = useState(write(range.from))
  const [to, setTo] = useState(write(range.to))
  const [written, setWritten] = useState(clock)
  // Another clock writes the same moments in other words.
  if (written !== clock) {
    const again = (text: string) => write(readTyped(text, written)) || text
    setWritten(clock)
    setFrom(again(from))
    setTo(again(to))
  }
  const [problem, setProblem] = useState<{ text: string; ends: End[] }>()
  const [now] = useState(() => Date.now())
  const error = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = readRange(t, from, to, clock)
    if ('problem' in read) setProblem(read.problem)
    else onChoose(read.choice)
  }
  const field = (end: End) => ({
    invalid: problem?.ends.includes(end) ?? false,
    ...(problem ? { describedBy: error } : {}),
  })
  return (
    <form className="typed-range" onSubmit={submit} noValidate>
      <Suspense fallback={<div className="calendar-place" />}>
        <RangeCalendar
          from={range.from === undefined ? undefined : dayOn(clock, range.from)}
          to={range.to === undefined ? undefined : dayOn(clock, range.to - 1)}
          today={dayOn(clock, now)}
          onPick={(first, last) => {
            setFrom(write(startOfDay(clock, first)))
            setTo(write(startOfDay(clock, last + 1)))
            setProblem(undefined)
          }}
        />
      </Suspense>
      <div className="range-ends">
        <InstantField label={t('range.from')} value={from} onType={setFrom} {...field('from')} />
        <InstantField label={t('range.to')} value={to} onType={setTo} {...field('to')} />
      </div>
      {problem ? (
        <p className="form-error" role="alert" id={error}>
          {problem.text}
        </p>
      ) : (
        <p className="hint">{t('range.hint')}</p>
      )}
      <div className="range-foot">
        <ClockChoice at={range.to ?? now} />
        <button type="submit" className="button" data-kind="primary">
          {t('range.apply')}
        </button>
      </div>
    </form>
  )
}

interface InstantFieldProps {
  label: string
  value: string
  invalid: boolean
  describedBy?: string
  onType: (text: string) => void
}

function InstantField({ label, value, invalid, describedBy, onType }: InstantFieldProps) {
  const t = useT()
  const id = useId()
  return (
    <label htmlFor={id}>
      {label}
      <input
        id={id}
        className="field"
        dir="ltr"
        value={value}
        placeholder={t('range.placeholder')}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoComplete="off"
        spellCheck={false}
        onChange={event => onType(event.target.value)}
      />
    </label>
  )
}

type ReadRange = { choice: RangeChoice } | { problem: { text: string; ends: End[] } }

function readRange(t: T, fromText: string, toText: string, clock: Clock): ReadRange {
  const from = readTyped(fromText, clock)
  const to = readTyped(toText, clock)
  const bad: End[] = []
  if (from === undefined && fromText.trim() !== '') bad.push('from')
  if (to === undefined && toText.trim() !== '') bad.push('to')
  if (bad.length > 0) return { problem: { text: t('range.badInstant'), ends: bad } }
  if (from === undefined && to === undefined)
    return { problem: { text: t('range.empty'), ends: ['from', 'to'] } }
  if (from !== undefined && to !== undefined && from >= to)
    return { problem: { text: t('range.backwards'), ends: ['to'] } }
  return { choice: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } }
}
