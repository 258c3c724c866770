/** The top line of a report: its title, and what can be done with it. */
import { RefreshCw, SlidersHorizontal } from 'lucide-react'
import { useEffect } from 'react'

import { useSession } from '../../api/queries.ts'
import { useT } from '../../i18n/use-t.ts'

export interface ReportHeadProps {
  title: string
  fetching: boolean
  onRefresh: () => void
  onFilters: () => void
}

export function ReportHead({ title, fetching, onRefresh, onFilters }: ReportHeadProps) {
  const t = useT()
  const session = useSession()
  useEffect(() => {
    document.title = `${title} · ${t('app.product')}`
  }, [title, t])
  return (
    <div className="report-head">
      <h1>{title}</h1>
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
      <button type="button" className="button" aria-busy={fetching} onClick={onRefresh}>
        <RefreshCw size={14} aria-hidden />
        {t('report.refresh')}
      </button>
    </div>
  )
}
