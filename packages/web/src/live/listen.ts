/** The stream of what is recorded, for one question: it comes back by itself and goes on behind what was seen. */
import { readJson } from '@daybook/event'

import type { ReportRow } from '../api/types.ts'

export interface Listening {
  report: string
  q: string
  /** Index of the last entry that the page has; absent = none. */
  after: number | undefined
}

export interface Heard {
  rows: (rows: ReportRow[]) => void
  state: (state: 'open' | 'away') => void
}

/** A stream that the server refuses is not opened again by the browser. */
const AGAIN_MS = 5000

/** @returns how to stop */
export function listen(
  open: (url: string) => EventSource,
  { report, q, after }: Listening,
  heard: Heard,
): () => void {
  let seen = after
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  const connect = () => {
    const params = new URLSearchParams({ report })
    if (q !== '') params.set('q', q)
    if (seen !== undefined) params.set('after', String(seen))
    source = open(`/v1/live?${params}`)
    source.addEventListener('open', () => heard.state('open'))
    source.addEventListener('error', () => {
      heard.state('away')
      if (source.readyState !== source.CLOSED) return
      timer = setTimeout(connect, AGAIN_MS)
    })
    source.addEventListener('message', message => {
      const rows = rowsOf(message.data)
      if (message.lastEventId !== '') seen = Number(message.lastEventId)
      if (rows.length > 0) heard.rows(rows)
    })
  }
  connect()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

function rowsOf(data: unknown): ReportRow[] {
  if (typeof data !== 'string') return []
  const read = readJson(data) as { rows?: unknown }
  return Array.isArray(read.rows) ? (read.rows as ReportRow[]) : []
}
