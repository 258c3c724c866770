/**
 * The line that is typed: its text and cursor, the marked offer, and what Enter, Tab, Escape and Backspace do.
 * A filter of the URL that cannot be read is in the line as a whole, to be mended.
 */
import {
  allOf,
  EVERYTHING,
  parseQuery,
  printQuery,
  termsOf,
  withoutTerm,
  type ParsedQuery,
} from '@daybook/query'
import { useCallback, useState, type KeyboardEvent } from 'react'

import { corrected, problemsOf, type Offer } from './suggestions.ts'

export interface SearchLine {
  typed: string
  cursor: number
  open: boolean
  marked: number
  /** Enter was pressed on it: what is not finished is wrong now. */
  finished: boolean
}

const EMPTY: SearchLine = { typed: '', cursor: 0, open: false, marked: -1, finished: false }

export function useSearchLine(q: string, parsed: ParsedQuery, onChange: (q: string) => void) {
  const broken = parsed.errors.length > 0
  const start = broken ? { ...EMPTY, typed: q, cursor: q.length, finished: true } : EMPTY
  const [line, setLine] = useState<SearchLine>(start)
  const [known, setKnown] = useState(q)
  // Back, Clear and clicks on values change the filter from outside.
  if (known !== q) {
    setKnown(q)
    if (broken || line.finished) setLine({ ...start, open: line.open })
  }
  const base = broken ? EVERYTHING : parsed.query
  const set = useCallback((patch: Partial<SearchLine>) => setLine(now => ({ ...now, ...patch })), [])
  const close = useCallback(() => set({ open: false, marked: -1 }), [set])
  const type = (typed: string, cursor: number) =>
    set({ typed, cursor, open: true, marked: -1, finished: false })

  const submit = (text: string): void => {
    if (text.trim() === '') {
      if (broken) onChange('')
      return
    }
    if (problemsOf(text, true).length > 0) return set({ typed: text, finished: true, open: false })
    setLine({ ...EMPTY, open: true })
    onChange(printQuery(allOf(base, parseQuery(text).query)))
  }
  const take = (offer: Offer) => {
    if (offer.whole) submit(offer.text)
    else type(offer.text, offer.cursor)
  }
  /** Takes a part of the filter back into the line. */
  const edit = (at: number) => {
    const chip = termsOf(base)[at]
    if (chip === undefined) return
    setLine({ ...EMPTY, typed: chip.text, cursor: chip.text.length, open: true })
    onChange(printQuery(withoutTerm(base, at)))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, offers: readonly Offer[]) => {
    const { key } = event
    const marked = offers[line.marked]
    const parts = termsOf(base).length
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const by = key === 'ArrowDown' ? 1 : -1
      // From the line to the first or the last offer, and beyond them back to the line.
      const next = ((line.marked + 1 + by + offers.length + 1) % (offers.length + 1)) - 1
      set({ open: true, marked: next })
    } else if (key === 'Enter') {
      if (marked) take(marked)
      else submit(line.typed)
    } else if (key === 'Tab' && !event.shiftKey && line.typed !== '' && line.open) {
      const offer = marked ?? offers.find(({ kind }) => kind !== 'text')
      if (offer === undefined) return
      if (offer.whole) type(offer.text.trimEnd(), offer.text.trimEnd().length)
      else take(offer)
    } else if (key === 'Escape' && (line.open || line.typed !== '')) {
      event.stopPropagation()
      if (line.open) set({ open: false, marked: -1 })
      else setLine(EMPTY)
    } else if (key === 'Backspace' && line.typed === '' && parts > 0) edit(parts - 1)
    else return
    event.preventDefault()
  }
  const problem = line.typed === '' ? undefined : problemsOf(line.typed, line.finished)[0]
  const correct = () => {
    if (!problem) return
    const typed = corrected(line.typed, problem)
    type(typed, typed.length)
  }
  return {
    line,
    base,
    problem,
    set,
    close,
    type,
    take,
    edit,
    correct,
    onKeyDown,
    clear: () => {
      setLine(EMPTY)
      onChange('')
    },
  }
}
