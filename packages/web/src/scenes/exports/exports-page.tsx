/**
 * All exports of this reader, newest first, as they come along. The address may name one that a schedule has sent (`id`),
 * or ask for a new one: `new` names the report, and the rest is the report's own address.
 */
import '../../styles/exports.css'

import { isReportId } from '@daybook/query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { FileDown } from 'lucide-react'

import type { ExportJob } from '../../api/exports.ts'
import { useExport, useExports } from '../../api/use-exports.ts'
import { RESULTS_ID } from '../../components/focus-results.ts'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { useTitle } from '../../components/use-title.ts'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { parseState } from '../../state/report-state.ts'
import type { SearchParams } from '../../state/url.ts'
import { ExportDialog } from './export-dialog.tsx'
import { ExportTable } from './export-table.tsx'

export function ExportsPage() {
  const t = useT()
  const { bytes } = useNumbers()
  const listed = useExports()
  useTitle(t('exports.title'))
  const allowance = listed.data?.allowance
  return (
    <main className="sheet exports">
      <header className="exports-head">
        <h1>{t('exports.title')}</h1>
        <p>{t('exports.lead')}</p>
      </header>
      <SentExport listed={listed.data?.exports} />
      <section className="exports-body" id={RESULTS_ID} tabIndex={-1} aria-label={t('exports.list')}>
        {listed.isError && listed.data === undefined ? (
          <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />
        ) : listed.data?.exports.length === 0 ? (
          <NoExports />
        ) : (
          listed.data && <ExportTable jobs={listed.data.exports} />
        )}
      </section>
      {allowance && (
        <footer className="status">
          <span>
            {t('exports.allowance', {
              used: bytes(allowance.bytesUsed),
              max: bytes(allowance.bytesMax),
              days: allowance.days,
            })}
          </span>
        </footer>
      )}
      <AskedByAddress />
    </main>
  )
}

function NoExports() {
  const t = useT()
  return (
    <EmptyState
      icon={FileDown}
      title={t('exports.empty')}
      actions={
        <Link to="/activity" className="button">
          {t('exports.toActivity')}
        </Link>
      }
    >
      {t('exports.emptyHint')}
    </EmptyState>
  )
}

/** What a message leads to, when it is not in the list: made with the rights of who made the schedule. */
function SentExport({ listed }: { listed: readonly ExportJob[] | undefined }) {
  const { id: [id] = [] }: SearchParams = useSearch({ strict: false })
  if (id === undefined || listed === undefined || listed.some(job => job.id === id)) return null
  return <OneSentExport id={id} />
}

function OneSentExport({ id }: { id: string }) {
  const t = useT()
  const { data, error, isError, refetch } = useExport(id)
  return (
    <section className="exports-sent" aria-label={t('exports.sent')}>
      {isError && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        data && <ExportTable jobs={[data]} caption={t('exports.sent')} />
      )}
    </section>
  )
}

function AskedByAddress() {
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const { new: [report] = [], ...rest } = params
  const close = () => void navigate({ to: '/exports', replace: true })
  if (report === undefined || !isReportId(report)) return null
  return <ExportDialog open report={report} state={parseState(rest).state} onClose={close} />
}
