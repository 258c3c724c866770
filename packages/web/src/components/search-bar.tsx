/**
 * The question in one line: every filter as a chip that can be taken away, and the words to search for.
 * Typing asks after a pause; one step of history per search, not per key.
 */
import type { Field } from '@daybook/query'
import { FILTER_LIMITS } from '@daybook/query'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { messages } from '../messages.ts'
import type { ReportState, Term } from '../state/report-state.ts'
import { drop } from '../state/terms.ts'
import { visible } from '../text/visible.ts'
import { Text } from './text.tsx'

const text = messages.report
const PAUSE_MS = 300

export interface SearchBarProps {
  state: ReportState
  /** How a filter value is called, such as an actor's name for an id. */
  labelOf: (field: Field, value: string) => string
  onChange: (patch: Partial<ReportState>, how?: 'push' | 'replace') => void
}

export function SearchBar({ state, labelOf, onChange }: SearchBarProps) {
  const input = useRef<HTMLInputElement>(null)
  const chips = chipsOf(state)
  const filtered = chips.length > 0 || state.search !== ''
  const clear = () => {
    onChange({ terms: {}, search: '' })
    input.current?.focus()
  }
  return (
    <search className="search" onPointerDown={event => focusInput(event, input.current)}>
      <Search size={15} aria-hidden />
      <ul>
        {chips.map(({ field, side, values }) => (
          <li key={`${side}${field}`}>
            <Chip
              side={side}
              name={messages.fields[field]}
              value={values.map(value => labelOf(field, value)).join(text.or)}
              onRemove={() => onChange({ terms: drop(state.terms, field, side) })}
            />
          </li>
        ))}
        <li>
          <SearchInput
            ref={input}
            search={state.search}
            placeholder={chips.length > 0 ? text.addSearch : text.search}
            onSearch={search =>
              onChange({ search }, search !== '' && state.search !== '' ? 'replace' : 'push')
            }
          />
        </li>
      </ul>
      {filtered ? (
        <button type="button" className="button" data-kind="ghost" onClick={clear}>
          {text.clear}
        </button>
      ) : (
        <kbd aria-hidden>/</kbd>
      )}
    </search>
  )
}

interface SearchInputProps {
  ref: React.RefObject<HTMLInputElement | null>
  search: string
  placeholder: string
  onSearch: (search: string) => void
}

function SearchInput({ ref, search, placeholder, onSearch }: SearchInputProps) {
  const [typed, setTyped] = useState(search)
  const [known, setKnown] = useState(search)
  // Back and Clear change the search from outside: what was typed gives way.
  if (known !== search) {
    setKnown(search)
    setTyped(search)
  }
  const ask = useRef(onSearch)
  useEffect(() => {
    ask.current = onSearch
  })
  useEffect(() => {
    if (typed === search) return undefined
    const timer = setTimeout(() => ask.current(typed), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, search])
  useSlashKey(ref)
  return (
    <input
      ref={ref}
      type="search"
      value={typed}
      maxLength={FILTER_LIMITS.searchLengthMax}
      placeholder={placeholder}
      aria-label={text.searchLabel}
      autoComplete="off"
      spellCheck={false}
      onChange={event => setTyped(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Enter' && typed !== search) onSearch(typed)
        if (event.key === 'Escape' && typed !== '') setTyped('')
      }}
    />
  )
}

function Chip({
  side,
  name,
  value,
  onRemove,
}: {
  side: keyof Term
  name: string
  value: string
  onRemove: () => void
}) {
  const label = side === 'not' ? `${text.without} ${name}` : name
  return (
    <span className="chip" data-side={side}>
      {label}:<Text>{value}</Text>
      <button type="button" aria-label={text.removeFilter(`${label}: ${visible(value)}`)} onClick={onRemove}>
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}

function chipsOf(state: ReportState) {
  return Object.entries(state.terms).flatMap(([field, term]) =>
    (['only', 'not'] as const)
      .filter(side => term[side].length > 0)
      .map(side => ({ field: field as Field, side, values: term[side] })),
  )
}

function useSlashKey(ref: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest('input, textarea, select')) return
      event.preventDefault()
      ref.current?.focus()
    }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  }, [ref])
}

function focusInput(event: React.PointerEvent, input: HTMLInputElement | null): void {
  if (event.target instanceof Element && event.target.closest('button, input')) return
  event.preventDefault()
  input?.focus()
}
