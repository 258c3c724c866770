/** The line under the rows: which of them are in sight, which keys work, how fresh and how fast the answer was. */
import type { Summary } from '../../api/types.ts'
import type { GridSeen } from '../../grid/grid.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { offsetLabel, stampOn } from '../../time/clock.ts'
import { useClock } from '../../time/use-clock.ts'

export interface StatusLineProps {
  seen: GridSeen | undefined
  grouped: boolean
  summary: Summary | undefined
  tookMs: number | undefined
}

export function StatusLine({ seen, grouped, summary, tookMs }: StatusLineProps) {
  const t = useT()
  const { count } = useNumbers()
  const index = summary?.asOf?.index ?? undefined
  const clock = useClock()
  const recorded = Date.parse(summary?.asOf?.recordedAt ?? '')
  return (
    <footer className="status">
      {seen && seen.lines > 0 && (
        <span className="status-time" data-testid="seen" dir="auto">
          {t(grouped ? 'status.grouped' : 'status.rows', {
            from: count(seen.top + 1),
            to: count(seen.bottom),
          })}
        </span>
      )}
      {seen?.pages.error !== undefined && (
        <button type="button" className="link" onClick={seen.pages.retry}>
          {t('status.someFailed')}
        </button>
      )}
      <span className="keys" aria-hidden>
        <kbd>J</kbd>
        <kbd>K</kbd> {t('status.move')} <kbd>Enter</kbd> {t('status.open')} <kbd>/</kbd> {t('status.search')}{' '}
        <kbd>?</kbd> {t('status.keys')}
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
