/** The line under the rows: how many are here, which keys work, how fresh and how fast the answer was. */
import type { Summary } from '../../api/types.ts'
import { useT } from '../../i18n/use-t.ts'
import { offsetLabel, stampOn } from '../../time/clock.ts'
import { useClock } from '../../time/use-clock.ts'

export interface StatusLineProps {
  rows: number
  summary: Summary | undefined
  tookMs: number | undefined
}

export function StatusLine({ rows, summary, tookMs }: StatusLineProps) {
  const t = useT()
  const index = summary?.asOf?.index ?? undefined
  const clock = useClock()
  const recorded = Date.parse(summary?.asOf?.recordedAt ?? '')
  return (
    <footer className="status">
      {summary && (
        <span className="status-time">{t('status.rows', { shown: rows, total: summary.total })}</span>
      )}
      <span className="keys" aria-hidden>
        <kbd>J</kbd>
        <kbd>K</kbd> {t('status.move')} <kbd>Enter</kbd> {t('status.open')} <kbd>/</kbd> {t('status.search')}
      </span>
      <span className="grow" />
      {index !== undefined && Number.isFinite(recorded) && (
        <span className="status-time">
          {t('status.upTo', { index, time: `${stampOn(clock, recorded)} ${offsetLabel(clock, recorded)}` })}
        </span>
      )}
      {tookMs !== undefined && (
        <span className="status-time">
          {t('status.answered', { ms: tookMs < 10 ? tookMs.toFixed(1) : String(Math.round(tookMs)) })}
        </span>
      )}
    </footer>
  )
}
