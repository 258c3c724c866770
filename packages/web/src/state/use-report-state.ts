/**
 * The state of the report on screen, read from the URL and written to it.
 * What a reader asks goes into history, so that Back undoes it; panel, columns and zone replace, so that Back does not walk them.
 */
import { parseQuery, type FieldName, type ParsedQuery } from '@daybook/query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'

import { clockOf } from '../time/clock.ts'
import { pick, type Picking } from './picking.ts'
import { questionOf } from './question.ts'
import { resolveRange, type Range } from './range.ts'
import { parseState, printState, type ReportState } from './report-state.ts'
import type { SearchParams } from './url.ts'

export interface ReportControl {
  state: ReportState
  /** The filter text, read; with errors it cannot be asked. */
  parsed: ParsedQuery
  /** Names of URL parameters that mean nothing. */
  ignored: string[]
  /** What the API is asked, as a query string; undefined while the filter has an error. */
  question: string | undefined
  /** The instants of the range for this question. */
  range: Range
  /** Counts refreshes: the same question put again is another round. */
  round: number
  /** When the question was put: what "last hour" counts from. */
  askedAt: number
  /** Patches the state. What the reader asks is pushed, how it is shown replaces, unless said otherwise. */
  change: (patch: Partial<ReportState>, how?: 'push' | 'replace') => void
  pick: (field: FieldName, value: string, how: Picking) => void
  open: (id: string | undefined) => void
  refresh: () => void
}

/** Changes of these alone are no step of history. */
const SHOWN_ONLY = new Set<keyof ReportState>(['columns', 'zone', 'open'])

export function useReportState(): ReportControl {
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const [round, setRound] = useState(0)
  const { state, ignored } = useMemo(() => parseState(params), [params])
  const { q } = state
  const parsed = useMemo(() => parseQuery(q), [q])

  // A new question is put now; opening a panel or hiding a column is none.
  const asked = JSON.stringify([state.range, q])
  const askedAt = useMemo(() => Date.now(), [asked, round])
  const range = useMemo(
    () => resolveRange(state.range, askedAt, clockOf(state.zone)),
    [state.range, state.zone, askedAt],
  )
  const question = parsed.errors.length > 0 ? undefined : questionOf(state, askedAt)

  const change = useCallback(
    (patch: Partial<ReportState>, how?: 'push' | 'replace') => {
      const shownOnly = Object.keys(patch).every(key => SHOWN_ONLY.has(key as keyof ReportState))
      const replace = how === undefined ? shownOnly : how === 'replace'
      const next = printState({ ...state, ...patch })
      void navigate({ to: '.', search: next as never, replace, resetScroll: false })
    },
    [navigate, state],
  )
  const pickValue = useCallback(
    (field: FieldName, value: string, how: Picking) => change({ q: pick(q, field, value, how) }),
    [change, q],
  )
  const open = useCallback((id: string | undefined) => change({ open: id } as Partial<ReportState>), [change])
  const refresh = useCallback(() => setRound(n => n + 1), [])
  return { state, parsed, ignored, question, range, round, askedAt, change, pick: pickValue, open, refresh }
}
