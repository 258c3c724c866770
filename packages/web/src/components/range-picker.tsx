/**
 * The time range: one click for a usual one, days from a calendar, or two typed ends on the clock that is shown.
 * There is no limit to it. The clock itself is chosen here as well; `T` opens all of it.
 */
import { CalendarClock, Check, ChevronDown } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'

import { useT, type T } from '../i18n/use-t.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { PRESET_IDS, type Preset, type Range, type RangeChoice } from '../state/range.ts'
import { offsetLabel, stampOn, type Clock } from '../time/clock.ts'
import { useClock } from '../time/use-clock.ts'
import { TypedRange } from './typed-range.tsx'
import { useDismiss } from './use-dismiss.ts'

export function rangeLabel(t: T, choice: RangeChoice, clock: Clock): string {
  if ('preset' in choice) return t(`words.presets.${choice.preset}`)
  const { from, to } = choice
  const write = (at: number) => stampOn(clock, at)
  if (from !== undefined && to !== undefined) return t('range.between', { from: write(from), to: write(to) })
  return from === undefined
    ? t('range.until', { to: write(to ?? 0) })
    : t('range.since', { from: write(from) })
}

export interface RangePickerProps {
  choice: RangeChoice
  /** The instants that the choice means now, as a start for typing. */
  range: Range
  onChoose: (choice: RangeChoice) => void
}

export function RangePicker({ choice, range, onChoose }: RangePickerProps) {
  const t = useT()
  const clock = useClock()
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useDismiss(open, place, close)
  useShortcut('time', () => setOpen(true))
  useEffect(() => {
    if (open)
      place.current?.querySelector<HTMLElement>('.presets [aria-pressed=true], .typed-range input')?.focus()
  }, [open])

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
        <span className="range-label">{rangeLabel(t, choice, clock)}</span>
        <span className="zone">{offsetLabel(clock, range.to ?? Date.now())}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      {open && (
        <div className="popover range-choices" role="dialog" aria-label={t('range.label')}>
          <Presets
            chosen={'preset' in choice ? choice.preset : undefined}
            onChoose={preset => choose({ preset })}
          />
          <TypedRange range={range} onChoose={choose} />
        </div>
      )}
    </div>
  )
}

function Presets({ chosen, onChoose }: { chosen: Preset | undefined; onChoose: (preset: Preset) => void }) {
  const t = useT()
  return (
    <div className="presets" role="group" aria-label={t('range.presets')}>
      {PRESET_IDS.map(preset => (
        <button type="button" key={preset} aria-pressed={chosen === preset} onClick={() => onChoose(preset)}>
          {t(`words.presets.${preset}`)}
          {chosen === preset && <Check size={14} aria-hidden />}
        </button>
      ))}
    </div>
  )
}
