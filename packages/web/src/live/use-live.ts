/**
 * Live mode of a report: rows come on top while the reader is there, wait while they read further down or have a row open,
 * and every few seconds the report is asked again, so that counts, chart and filters follow.
 */
import { useEffect, useState } from 'react'

import type { ReportRow, RowsAnswer } from '../api/types.ts'
import { ARRIVALS_MAX, arrive, beyond, NO_ARRIVALS, showWaiting, type Arrivals } from './arrivals.ts'
import { listen } from './listen.ts'

const FOLLOW_MS = 10_000

export type LiveState = 'off' | 'connecting' | 'open' | 'away'

export interface LiveProps {
  report: string
  /** The filter text; undefined while it cannot be read. */
  q: string | undefined
  /** ms: rows before it are none of the report's. */
  from: number | undefined
  /** The first page on the page. */
  first: RowsAnswer | undefined
  /** Newest first, no groups, no end of the range in the past. */
  possible: boolean
  /** The first line is in sight and no row is open. */
  ready: boolean
  onFollow: () => void
}

export interface Live {
  state: LiveState
  possible: boolean
  shown: readonly ReportRow[]
  waiting: number
  toggle: () => void
  showWaiting: () => void
}

export function useLive(props: LiveProps): Live {
  const { report, q, first, possible, ready, onFollow } = props
  const [on, setOn] = useState(false)
  const [state, setState] = useState<'connecting' | 'open' | 'away'>('connecting')
  const [arrivals, setArrivals] = useState<Arrivals>(NO_ARRIVALS)
  const visible = useVisible()
  const active = on && possible && q !== undefined && first !== undefined
  const upTo = first?.asOf?.index ?? undefined

  // The page's own answer has what it has; only what is beyond it has arrived.
  const [answered, setAnswered] = useState(first)
  if (answered !== first) {
    setAnswered(first)
    setArrivals(now => beyond(now, upTo ?? -1, first?.rows ?? []))
  }
  const [listening, setListening] = useState<{ of: string; after: number | undefined }>()
  const of = JSON.stringify([report, q])
  if (active && listening?.of !== of) {
    setListening({ of, after: upTo })
    setArrivals(NO_ARRIVALS)
  }
  const { from } = props
  const take = useLatest((rows: ReportRow[]) => {
    const within = rows.filter(row => from === undefined || Date.parse(row.occurredAt) >= from)
    setArrivals(now => arrive(now, within, ready && !document.hidden))
  })
  const after = listening?.after
  useEffect(() => {
    if (!active || !visible) return undefined
    setState('connecting')
    const heard = { rows: (rows: ReportRow[]) => take.current(rows), state: setState }
    return listen(url => new EventSource(url), { report, q: q ?? '', after }, heard)
    // A stream goes on by itself behind what it has seen: a newer answer opens no other.
  }, [active, visible, report, q, after, take])

  const follows = active && ready && visible && arrivals.shown.length > 0
  const full = arrivals.shown.length >= ARRIVALS_MAX
  const follow = useLatest(onFollow)
  useEffect(() => {
    if (!follows) return undefined
    const timer = setTimeout(() => follow.current(), full ? 0 : FOLLOW_MS)
    return () => clearTimeout(timer)
  }, [follows, full, follow, first])

  const shownNow = active ? arrivals : NO_ARRIVALS
  return {
    state: on && possible ? state : 'off',
    possible,
    shown: shownNow.shown,
    waiting: shownNow.waiting.length,
    toggle: () => {
      setArrivals(NO_ARRIVALS)
      setListening(undefined)
      setOn(now => !now)
    },
    showWaiting: () => setArrivals(showWaiting),
  }
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(() => !document.hidden)
  useEffect(() => {
    const change = () => setVisible(!document.hidden)
    document.addEventListener('visibilitychange', change)
    return () => document.removeEventListener('visibilitychange', change)
  }, [])
  return visible
}

/** The newest of a value that handlers of long-lived things read. */
function useLatest<Value>(value: Value): { current: Value } {
  const [latest] = useState({ current: value })
  useEffect(() => {
    latest.current = value
  })
  return latest
}
