/** The line under the rows: how many are here, which keys work, how fresh and how fast the answer was. */
import type { Summary } from '../../api/types.ts'
import { messages } from '../../messages.ts'
import { timeParts } from '../../text/time.ts'

const text = messages.status

export interface StatusLineProps {
  rows: number
  summary: Summary | undefined
  tookMs: number | undefined
}

export function StatusLine({ rows, summary, tookMs }: StatusLineProps) {
  const index = summary?.asOf?.index ?? undefined
  const recorded = timeParts(summary?.asOf?.recordedAt ?? '')
  return (
    <footer className="status">
      {summary && <span className="status-time">{text.rows(rows, summary.total)}</span>}
      <span className="keys" aria-hidden>
        <kbd>J</kbd>
        <kbd>K</kbd> {text.move} <kbd>Enter</kbd> {text.openKey} <kbd>/</kbd> {text.searchKey}
      </span>
      <span className="grow" />
      {index !== undefined && recorded && (
        <span className="status-time">{text.upTo(index, `${recorded.date} ${recorded.time}`)}</span>
      )}
      {tookMs !== undefined && <span className="status-time">{text.answered(tookMs)}</span>}
    </footer>
  )
}
