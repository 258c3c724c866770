/** One field of the filter panel. Click a value for that one only, its box to add or remove it, the sign to leave it out. */
import type { Field } from '@daybook/query'
import { Ban, Check, ChevronRight, Minus } from 'lucide-react'
import { useId, useState } from 'react'

import type { FacetValue } from '../api/types.ts'
import { useNumbers, useT, type T } from '../i18n/use-t.ts'
import { categoryLabel, outcomeLabel } from '../i18n/words.ts'
import type { Picked, Picking } from '../state/picking.ts'
import { visible } from '../text/visible.ts'
import { Mark } from './mark.tsx'
import { Text } from './text.tsx'

const SHOWN_AT_FIRST = 6
/** The API names no more values of a field than this. */
const NAMED_MAX = 100

export interface FacetProps {
  field: Field
  values: FacetValue[]
  stateOf: (value: string) => Picked
  within: string | undefined
  find: string
  onPick: (value: string, how: Picking) => void
  /** Of outcomes: how much of what failed was denied. */
  denied?: { count: number; state: Picked; onPick: (how: Picking) => void }
}

export function Facet({ field, values, stateOf, within, find, denied, onPick }: FacetProps) {
  const t = useT()
  const { count } = useNumbers()
  const [open, setOpen] = useState(true)
  const [all, setAll] = useState(false)
  const list = useId()
  const most = Math.max(1, ...values.map(v => v.count))
  const found = find === '' ? values : values.filter(v => nameOf(t, field, v).toLowerCase().includes(find))
  const shown =
    all || find !== '' ? found : found.filter((v, at) => at < SHOWN_AT_FIRST || stateOf(v.value) !== 'none')
  const chosen = values.filter(v => stateOf(v.value) !== 'none').length
  if (find !== '' && found.length === 0) return null
  return (
    <section className="facet" data-open={open || undefined}>
      <h2>
        <button type="button" aria-expanded={open} aria-controls={list} onClick={() => setOpen(!open)}>
          <ChevronRight size={14} aria-hidden />
          {t(`words.fields.${field}`)}
          {chosen > 0 && <span className="chosen">{chosen}</span>}
          <span className="number">
            {values.length < NAMED_MAX ? count(values.length) : `${count(NAMED_MAX)}+`}
          </span>
        </button>
      </h2>
      {open && (
        <div id={list}>
          {within !== undefined && (
            <p className="facet-note">
              <Text>{within}</Text>
            </p>
          )}
          <ul aria-label={t(`words.fields.${field}`)}>
            {shown.map(value => (
              <Value
                key={value.value}
                field={field}
                value={value}
                most={most}
                state={stateOf(value.value)}
                onPick={onPick}
              />
            ))}
            {denied && (
              <Value
                field={field}
                value={{ value: 'DENIED', count: denied.count }}
                most={most}
                state={denied.state}
                onPick={(_, how) => denied.onPick(how)}
              />
            )}
          </ul>
          {values.length === 0 && <p className="facet-note">{t('facets.none')}</p>}
          {find === '' && found.length > SHOWN_AT_FIRST && (
            <button
              type="button"
              className="link facet-more"
              aria-expanded={all}
              onClick={() => setAll(!all)}
            >
              {all ? t('facets.fewer') : t('facets.more', { n: found.length - shown.length })}
            </button>
          )}
        </div>
      )}
    </section>
  )
}

interface ValueProps {
  field: Field
  value: FacetValue
  most: number
  state: Picked
  onPick: (value: string, how: Picking) => void
  /** Of outcomes: how much of what failed was denied. */
  denied?: { count: number; state: Picked; onPick: (how: Picking) => void }
}

function Value({ field, value, most, state, onPick }: ValueProps) {
  const t = useT()
  const { count, short } = useNumbers()
  const name = nameOf(t, field, value)
  const label = visible(name)
  return (
    <li className="facet-value" data-state={state} data-value={field === 'outcome' ? value.value : undefined}>
      <span className="share" style={{ width: `${(value.count / most) * 100}%` }} aria-hidden />
      <button
        type="button"
        role="checkbox"
        className="facet-check"
        aria-checked={state === 'not' ? 'mixed' : state === 'only'}
        aria-label={t('facets.include', { value: label })}
        onClick={() => onPick(value.value, 'toggle')}
      >
        <span className="box" data-state={state} aria-hidden>
          {state === 'only' && <Check size={11} strokeWidth={3} />}
          {state === 'not' && <Minus size={11} strokeWidth={3} />}
        </span>
      </button>
      <button
        type="button"
        className="facet-only"
        aria-label={t('facets.only', { value: label, n: value.count })}
        onClick={event => onPick(value.value, event.altKey ? 'exclude' : 'only')}
      >
        {field === 'category' && <Mark category={value.value} />}
        {field === 'outcome' && <i className="dot" data-outcome={value.value} aria-hidden />}
        <Text title={name === value.value ? name : `${name} · ${value.value}`}>{name}</Text>
      </button>
      <span className="number" aria-hidden title={count(value.count)}>
        {short(value.count)}
      </span>
      <button
        type="button"
        className="icon-button facet-exclude"
        aria-label={t('facets.exclude', { value: label })}
        title={t('facets.exclude', { value: label })}
        onClick={() => onPick(value.value, 'exclude')}
      >
        <Ban size={13} aria-hidden />
      </button>
    </li>
  )
}

export function nameOf(t: T, field: Field, value: FacetValue): string {
  if (field === 'outcome') return outcomeLabel(t, value.value)
  if (field === 'category') return categoryLabel(t, value.value)
  return value.label || value.value
}
