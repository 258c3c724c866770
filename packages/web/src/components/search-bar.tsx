/**
 * The question in one line: every part of the filter as a chip that can be taken away, and a place to write more of it.
 * What is typed is the filter language; it is asked when it can be read, and what is wrong with it is said under the line.
 */
import {
  printQuery,
  parseQuery,
  allOf,
  termsOf,
  withoutTerm,
  type Chip,
  type Field,
  type Query,
} from '@daybook/query'
import { Search, X } from 'lucide-react'
import { useRef, useState } from 'react'

import { useT } from '../i18n/use-t.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { visible } from '../text/visible.ts'
import { Text } from './text.tsx'

export interface SearchBarProps {
  /** The filter text of the URL. */
  q: string
  query: Query
  /** How a filter value is called, such as an actor's name for an id. */
  labelOf: (field: Field, value: string) => string
  onChange: (q: string) => void
}

export function SearchBar({ q, query, onChange }: SearchBarProps) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const chips = termsOf(query)
  const filtered = q.trim() !== ''
  useShortcut('search', () => input.current?.focus())
  const submit = () => {
    const more = parseQuery(typed)
    if (more.errors.length > 0 || typed.trim() === '') return
    setTyped('')
    onChange(printQuery(allOf(query, more.query)))
  }
  return (
    <search className="search" onPointerDown={event => focusInput(event, input.current)}>
      <Search size={15} aria-hidden />
      <ul>
        {chips.map((chip, at) => (
          <li key={chip.text}>
            <FilterChip chip={chip} onRemove={() => onChange(printQuery(withoutTerm(query, at)))} />
          </li>
        ))}
        <li>
          <input
            ref={input}
            type="search"
            value={typed}
            placeholder={t(filtered ? 'search.more' : 'search.empty')}
            aria-label={t('search.label')}
            autoComplete="off"
            spellCheck={false}
            onChange={event => setTyped(event.target.value)}
            onKeyDown={event => {
              if (event.key === 'Enter') submit()
            }}
          />
        </li>
      </ul>
      {filtered ? (
        <button type="button" className="button" data-kind="ghost" onClick={() => onChange('')}>
          {t('search.clear')}
        </button>
      ) : (
        <kbd aria-hidden>/</kbd>
      )}
    </search>
  )
}

function FilterChip({ chip, onRemove }: { chip: Chip; onRemove: () => void }) {
  const t = useT()
  return (
    <span className="chip" data-side={chip.not ? 'not' : 'only'}>
      <Text>{chip.text}</Text>
      <button type="button" aria-label={t('search.remove', { name: visible(chip.text) })} onClick={onRemove}>
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}

function focusInput(event: React.PointerEvent, input: HTMLInputElement | null): void {
  if (event.target instanceof Element && event.target.closest('button, input')) return
  event.preventDefault()
  input?.focus()
}
