/**
 * The state of the report on screen, read from the URL and written to it.
 * What a reader asks goes into history, so that Back undoes it; an opened panel replaces, so that Back does not walk rows.
 */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'

import { questionOf } from './question.ts'
import { parseState, printState, type ReportState, type SearchParams } from './report-state.ts'

export interface ReportControl {
  state: ReportState
  /** Names of URL parameters that mean nothing. */
  ignored: string[]
  /** What the API is asked, as a query string. */
  question: string
  /** Counts refreshes: the same question put again is another round. */
  round: number
  /** When the question was put: what "last hour" counts from. */
  askedAt: number
  change: (patch: Partial<ReportState>, how?: 'push' | 'replace') => void
  open: (id: string | undefined) => void
  refresh: () => void
}

export function useReportState(): ReportControl {
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const [round, setRound] = useState(0)
  const { state, ignored } = useMemo(() => parseState(params), [params])

  // A new question is put now; opening a panel is none.
  const asked = JSON.stringify(printState({ ...state, open: '' }))
  const askedAt = useMemo(() => Date.now(), [asked, round])
  const question = useMemo(() => questionOf(state, askedAt), [state, askedAt])

  const go = useCallback(
    (next: ReportState, replace: boolean) =>
      void navigate({ to: '.', search: printState(next) as never, replace, resetScroll: false }),
    [navigate],
  )
  const change = useCallback(
    (patch: Partial<ReportState>, how = 'push') => go({ ...state, ...patch }, how === 'replace'),
    [go, state],
  )
  const open = useCallback(
    (id: string | undefined) => {
      const { open: _, ...rest } = state
      go(id === undefined ? rest : { ...rest, open: id }, true)
    },
    [go, state],
  )
  const refresh = useCallback(() => setRound(n => n + 1), [])
  return { state, ignored, question, round, askedAt, change, open, refresh }
}
