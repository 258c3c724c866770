/** The values that occur for what is being typed: asked after a pause, the last answer stays until the next. */
import type { ReportId } from '@daybook/query'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { useApi } from '../api/api-context.ts'
import { useNoticing } from '../api/queries.ts'
import type { Completion } from '../api/types.ts'

const PAUSE_MS = 120

/** What a search bar counts within. */
export interface Counting {
  report: ReportId
  /** The filter that there is already. */
  base: string
  /** ISO */
  from?: string
  to?: string
}

/** @param open nothing is asked while nothing is shown */
export function useSuggestions(
  open: boolean,
  { report, base, from, to }: Counting,
  typed: string,
  cursor: number,
) {
  const api = useApi()
  const noticing = useNoticing()
  const [paused, setPaused] = useState({ typed: '', cursor: 0 })
  useEffect(() => {
    const timer = setTimeout(() => setPaused({ typed, cursor }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, cursor])
  const asked = open && typed.includes(':')
  const before = base === '' ? '' : `${base} `
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const answer = useQuery({
    queryKey: ['complete', report, before, paused.typed, paused.cursor, from, to],
    staleTime: 30_000,
    retry: false,
    queryFn: asked
      ? ({ signal }): Promise<Completion> =>
          noticing(() =>
            api.complete(report, before + paused.typed, before.length + paused.cursor, span, signal),
          )
      : skipToken,
  })
  // An answer to what was typed before would be written to the wrong place.
  return paused.typed === typed && paused.cursor === cursor ? answer.data : undefined
}
