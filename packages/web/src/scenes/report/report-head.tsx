/** The top line of a report: its title, and what can be done with it. */
import type { ReportId } from '@daybook/query'
import { RefreshCw, SlidersHorizontal } from 'lucide-react'
import { useEffect } from 'react'

import { useSession } from '../../api/queries.ts'
import { useT } from '../../i18n/use-t.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import { LiveButton } from '../../live/live-button.tsx'
import type { Live } from '../../live/use-live.ts'
import type { ReportState } from '../../state/report-state.ts'
import { ExportButton } from '../exports/export-button.tsx'
import { ViewPlace } from '../views/view-place.tsx'

export interface ReportHeadProps {
  /** What the export button and the views take along. */
  report: ReportId
  title: string
  state: ReportState
  live: Live
  fetching: boolean
  onRefresh: () => void
  onFilters: () => void
}

export function ReportHead({ title, report, state, live, fetching, onRefresh, onFilters }: ReportHeadProps) {
  const t = useT()
  const session = useSession()
  useShortcut('refresh', onRefresh)
  useEffect(() => {
    document.title = `${title} · ${t('app.product')}`
  }, [title, t])
  return (
    <div className="report-head">
      <h1>{title}</h1>
      <ViewPlace report={report} state={state} />
      {session.data?.sample && (
        <span className="badge" title={t('rail.sampleHint')}>
          {t('rail.sample')}
        </span>
      )}
      <span className="grow" />
      <button type="button" className="button facet-toggle" onClick={onFilters}>
        <SlidersHorizontal size={14} aria-hidden />
        {t('report.filters')}
      </button>
      <LiveButton live={live} />
      <button
        type="button"
        className="button"
        aria-busy={fetching}
        aria-label={t('report.refresh')}
        title={t('report.refresh')}
        onClick={onRefresh}
      >
        <RefreshCw size={14} aria-hidden />
      </button>
      <ExportButton report={report} state={state} />
    </div>
  )
}
