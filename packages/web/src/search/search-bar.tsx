/**
 * The question in one line: every part of the filter as a chip, and a place to write more of it in the filter language.
 * What is typed is asked when it can be read; what is wrong with it is said under the line, never answered with nothing.
 */
import { allOf, parseQuery, printQuery, termsOf, withoutTerm, type ParsedQuery } from '@daybook/query'
import { Search } from 'lucide-react'
import { useRef } from 'react'
import { useLocale } from 'use-intl'

import { useDismiss } from '../components/use-dismiss.ts'
import { useT } from '../i18n/use-t.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { explained, type LabelOf } from './explained.ts'
import { FilterChip } from './filter-chip.tsx'
import { offerId, OFFERS_ID, PROBLEM_ID, SearchPopup, SearchProblem } from './search-popup.tsx'
import { offersFor, type Facets } from './suggestions.ts'
import { useSearchLine } from './use-search-line.ts'
import { useSuggestions, type Counting } from './use-suggestions.ts'

export interface SearchBarProps {
  /** The filter text of the URL. */
  q: string
  parsed: ParsedQuery
  /** Values that are counted on the page. */
  facets: Facets
  counting: Omit<Counting, 'base'>
  labelOf: LabelOf
  onChange: (q: string) => void
}

export function SearchBar({ q, parsed, facets, counting, labelOf, onChange }: SearchBarProps) {
  const t = useT()
  const locale = useLocale()
  const place = useRef<HTMLElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const search = useSearchLine(q, parsed, onChange)
  const { line, base, problem } = search
  const chips = termsOf(base)
  const completion = useSuggestions(
    line.open,
    { ...counting, base: printQuery(base) },
    line.typed,
    line.cursor,
  )
  const offers = offersFor(line.typed, line.cursor, completion, facets)
  const { set, close } = search
  useDismiss(line.open, place, close)
  useShortcut('search', () => input.current?.focus())
  const asked = allOf(base, parseQuery(line.typed).query)
  const marked = offers[line.marked]
  return (
    <search className="search" ref={place} onPointerDown={event => focusInput(event, input.current)}>
      <Search size={15} aria-hidden />
      <ul>
        {chips.map((chip, at) => (
          <li key={chip.text}>
            <FilterChip
              chip={chip}
              labelOf={labelOf}
              onEdit={() => {
                search.edit(at)
                input.current?.focus()
              }}
              onRemove={() => onChange(printQuery(withoutTerm(base, at)))}
            />
          </li>
        ))}
        <li>
          <input
            ref={input}
            type="text"
            role="combobox"
            value={line.typed}
            placeholder={t(chips.length > 0 ? 'search.more' : 'search.empty')}
            aria-label={t('search.label')}
            aria-expanded={line.open}
            aria-controls={OFFERS_ID}
            aria-autocomplete="list"
            aria-activedescendant={line.open && marked ? offerId(line.marked) : undefined}
            aria-invalid={problem !== undefined}
            aria-describedby={problem ? PROBLEM_ID : undefined}
            autoComplete="off"
            spellCheck={false}
            onFocus={() => set({ open: true })}
            onChange={({ target }) => search.type(target.value, target.selectionStart ?? target.value.length)}
            onSelect={({ currentTarget }) => {
              const cursor = currentTarget.selectionStart ?? line.typed.length
              if (cursor !== line.cursor) set({ cursor })
            }}
            onKeyDown={event => search.onKeyDown(event, offers)}
          />
        </li>
      </ul>
      {q.trim() === '' && line.typed === '' ? (
        <kbd aria-hidden>/</kbd>
      ) : (
        <button type="button" className="button" data-kind="ghost" onClick={search.clear}>
          {t('search.clear')}
        </button>
      )}
      {line.open && !problem && (
        <SearchPopup
          offers={offers}
          marked={line.marked}
          explanation={explained(t, locale, asked, labelOf)}
          onTake={search.take}
          onMark={at => set({ marked: at })}
        />
      )}
      {problem && <SearchProblem text={line.typed} problem={problem} onCorrect={search.correct} />}
    </search>
  )
}

function focusInput(event: React.PointerEvent, input: HTMLInputElement | null): void {
  if (event.target instanceof Element && event.target.closest('button, input, .popover, [role=alert]')) return
  event.preventDefault()
  input?.focus()
}
