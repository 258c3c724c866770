/** The time range: one click for a usual one, or two typed ends in UTC. What is typed wrong is named, not corrected. */
import { CalendarClock, Check, ChevronDown } from 'lucide-react'
import { useCallback, useId, useRef, useState, type FormEvent } from 'react'

import { useT, type T } from '../i18n/use-t.ts'
import { parseInstant, PRESET_IDS, type Range, type RangeChoice } from '../state/range.ts'
import { stamp } from '../text/time.ts'
import { useDismiss } from './use-dismiss.ts'

export function rangeLabel(t: T, choice: RangeChoice): string {
  if ('preset' in choice) return t(`words.presets.${choice.preset}`)
  const { from, to } = choice
  if (from !== undefined && to !== undefined) return t('range.between', { from: stamp(from), to: stamp(to) })
  return from === undefined
    ? t('range.until', { to: stamp(to ?? 0) })
    : t('range.since', { from: stamp(from) })
}

export interface RangePickerProps {
  choice: RangeChoice
  /** The instants that the choice means now, as a start for typing. */
  range: Range
  onChoose: (choice: RangeChoice) => void
}

export function RangePicker({ choice, range, onChoose }: RangePickerProps) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useDismiss(open, place, close)

  const choose = (chosen: RangeChoice) => {
    setOpen(false)
    place.current?.querySelector('button')?.focus()
    onChoose(chosen)
  }
  return (
    <div className="range" ref={place}>
      <button
        type="button"
        className="button"
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <CalendarClock size={15} aria-hidden />
        <span className="hidden">{t('range.label')}: </span>
        {rangeLabel(t, choice)}
        <span className="zone">UTC</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      {open && (
        <div className="popover range-choices" role="dialog" aria-label={t('range.label')}>
          <div className="presets" role="group" aria-label={t('range.presets')}>
            {PRESET_IDS.map(preset => {
              const chosen = 'preset' in choice && choice.preset === preset
              return (
                <button type="button" key={preset} aria-pressed={chosen} onClick={() => choose({ preset })}>
                  {t(`words.presets.${preset}`)}
                  {chosen && <Check size={14} aria-hidden />}
                </button>
              )
            })}
          </div>
          <TypedRange range={range} onChoose={choose} />
        </div>
      )}
    </div>
  )
}

function TypedRange({ range, onChoose }: { range: Range; onChoose: (choice: RangeChoice) => void }) {
  const t = useT()
  const [from, setFrom] = useState(range.from === undefined ? '' : stamp(range.from))
  const [to, setTo] = useState(range.to === undefined ? '' : stamp(range.to))
  const [problem, setProblem] = useState<{ text: string; ends: ('from' | 'to')[] }>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = readRange(t, from, to)
    if ('problem' in read) setProblem(read.problem)
    else onChoose(read.choice)
  }
  return (
    <form className="typed-range" onSubmit={submit} noValidate>
      <h2>{t('range.typed')}</h2>
      <InstantField
        label={t('range.from')}
        value={from}
        onType={setFrom}
        invalid={problem?.ends.includes('from') ?? false}
      />
      <InstantField
        label={t('range.to')}
        value={to}
        onType={setTo}
        invalid={problem?.ends.includes('to') ?? false}
      />
      {problem ? (
        <p className="form-error" role="alert">
          {problem.text}
        </p>
      ) : (
        <p className="hint">{t('range.hint')}</p>
      )}
      <button type="submit" className="button" data-kind="primary">
        {t('range.apply')}
      </button>
    </form>
  )
}

interface InstantFieldProps {
  label: string
  value: string
  invalid: boolean
  onType: (text: string) => void
}

function InstantField({ label, value, invalid, onType }: InstantFieldProps) {
  const t = useT()
  const id = useId()
  return (
    <label htmlFor={id}>
      {label}
      <input
        id={id}
        className="field"
        value={value}
        placeholder={t('range.placeholder')}
        aria-invalid={invalid}
        autoComplete="off"
        spellCheck={false}
        onChange={event => onType(event.target.value)}
      />
    </label>
  )
}

type ReadRange = { choice: RangeChoice } | { problem: { text: string; ends: ('from' | 'to')[] } }

function readRange(t: T, fromText: string, toText: string): ReadRange {
  const from = fromText.trim() === '' ? undefined : parseInstant(fromText)
  const to = toText.trim() === '' ? undefined : parseInstant(toText)
  const bad: ('from' | 'to')[] = []
  if (from === undefined && fromText.trim() !== '') bad.push('from')
  if (to === undefined && toText.trim() !== '') bad.push('to')
  if (bad.length > 0) return { problem: { text: t('range.badInstant'), ends: bad } }
  if (from === undefined && to === undefined)
    return { problem: { text: t('range.empty'), ends: ['from', 'to'] } }
  if (from !== undefined && to !== undefined && from >= to)
    return { problem: { text: t('range.backwards'), ends: ['to'] } }
  return { choice: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } }
}
