/**
 * All schedules of this reader: what is sent, when, to whom, and how it went. The address may ask for a new one:
 * `new` names the report, and the rest is the report's own address.
 */
import '../../styles/exports.css'
import '../../styles/schedules.css'

import { isReportId } from '@daybook/query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CalendarClock, Plus } from 'lucide-react'
import { useState } from 'react'

import type { Schedule } from '../../api/schedules.ts'
import { useSchedules } from '../../api/use-schedules.ts'
import { RESULTS_ID } from '../../components/focus-results.ts'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { useTitle } from '../../components/use-title.ts'
import { useT } from '../../i18n/use-t.ts'
import { parseState } from '../../state/report-state.ts'
import type { SearchParams } from '../../state/url.ts'
import { ScheduleCard } from './schedule-card.tsx'
import { ScheduleDialog, type Asked } from './schedule-dialog.tsx'

export function SchedulesPage() {
  const t = useT()
  const listed = useSchedules()
  const [asked, setAsked] = useState<Asked>()
  useTitle(t('schedules.title'))
  const add = (
    <button type="button" className="button" data-kind="primary" onClick={() => setAsked({})}>
      <Plus size={14} aria-hidden />
      {t('schedules.new')}
    </button>
  )
  return (
    <main className="sheet exports">
      <header className="exports-head schedules-head">
        <div>
          <h1>{t('schedules.title')}</h1>
          <p>{t('schedules.lead')}</p>
        </div>
        {listed.data !== undefined && listed.data.length > 0 && add}
      </header>
      <section className="exports-body" id={RESULTS_ID} tabIndex={-1} aria-label={t('schedules.title')}>
        {listed.isError && listed.data === undefined ? (
          <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />
        ) : listed.data?.length === 0 ? (
          <EmptyState icon={CalendarClock} title={t('schedules.empty')} actions={add}>
            {t('schedules.emptyHint')}
          </EmptyState>
        ) : (
          listed.data && <List schedules={listed.data} onEdit={schedule => setAsked({ schedule })} />
        )}
      </section>
      {asked && <ScheduleDialog asked={asked} onClose={() => setAsked(undefined)} />}
      <AskedByAddress />
    </main>
  )
}

function List({ schedules, onEdit }: { schedules: readonly Schedule[]; onEdit: (one: Schedule) => void }) {
  return (
    <ul className="schedule-list">
      {schedules.map(schedule => (
        <ScheduleCard key={schedule.id} schedule={schedule} onEdit={() => onEdit(schedule)} />
      ))}
    </ul>
  )
}

function AskedByAddress() {
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const { new: [report] = [], ...rest } = params
  const close = () => void navigate({ to: '/schedules', replace: true })
  if (report === undefined || !isReportId(report)) return null
  return <ScheduleDialog asked={{ from: { report, state: parseState(rest).state } }} onClose={close} />
}
