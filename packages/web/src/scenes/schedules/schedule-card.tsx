/** One schedule: what is sent, when, to whom, how the last time went, and what can be done with it. */
import { findLayout, isReportId, reports } from '@daybook/query'
import {
  CalendarClock,
  ChevronDown,
  CircleAlert,
  Mail,
  Pause,
  Pencil,
  Play,
  Send,
  Trash2,
  Webhook,
} from 'lucide-react'
import { useState } from 'react'
import { useLocale } from 'use-intl'

import type { Schedule } from '../../api/schedules.ts'
import { useActOnSchedule, useRemoveSchedule } from '../../api/use-schedules.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Text } from '../../components/text.tsx'
import { failureWords, problemWords } from '../../i18n/problem-words.ts'
import { useT, type T } from '../../i18n/use-t.ts'
import { reportTitle } from '../../i18n/words.ts'
import { visible } from '../../text/visible.ts'
import { useShownTime } from '../../time/use-shown-time.ts'
import { useSavedViews } from '../views/use-views.ts'
import { NewSecret } from './new-secret.tsx'
import { RunLine, ScheduleRuns } from './schedule-runs.tsx'
import { whenWords } from './words.ts'

export function ScheduleCard({ schedule, onEdit }: { schedule: Schedule; onEdit: () => void }) {
  const t = useT()
  const locale = useLocale()
  const times = useShownTime()
  const [open, setOpen] = useState(false)
  const { lastRun, nextAt, reason } = schedule
  const name = visible(schedule.name)
  return (
    <li className="schedule" data-state={schedule.state}>
      <div className="schedule-main">
        <h2>
          <Text>{schedule.name}</Text>
          {schedule.state !== 'active' && (
            <span className="schedule-state" data-state={schedule.state}>
              {t(`schedules.states.${schedule.state}`)}
            </span>
          )}
        </h2>
        <p className="schedule-what">
          <What schedule={schedule} /> · {t(`exports.formats.${schedule.format}`)}
        </p>
        <p className="schedule-when">
          <CalendarClock size={14} aria-hidden />
          <span>
            {whenWords(t, schedule.when, locale)} <small>{schedule.zone}</small>
          </span>
          {nextAt !== undefined && (
            <time dateTime={nextAt} title={times.full(Date.parse(nextAt))}>
              {t('schedules.next', { when: times.relative(Date.parse(nextAt)) })}
            </time>
          )}
        </p>
        <To schedule={schedule} />
        {reason && (
          <p className="schedule-reason" role="note">
            <CircleAlert size={14} aria-hidden />
            <Text wrap>{failureWords(t, reason)}</Text>
          </p>
        )}
        {lastRun && <RunLine run={lastRun} />}
        <button
          type="button"
          className="schedule-more"
          aria-expanded={open}
          aria-label={t('schedules.runsOf', { name })}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown size={14} aria-hidden />
          {t('schedules.runs')}
        </button>
        {open && <ScheduleRuns id={schedule.id} />}
      </div>
      <Actions schedule={schedule} onEdit={onEdit} />
    </li>
  )
}

function What({ schedule: { view, report } }: { schedule: Schedule }) {
  const t = useT()
  const views = useSavedViews()
  if (view !== undefined) {
    const found = views.data?.find(({ id }) => id === view)
    return (
      <Text>{found === undefined ? t('schedules.view') : t('schedules.ofView', { name: found.name })}</Text>
    )
  }
  return (
    <>
      <Text>{titleOf(t, report?.report ?? '')}</Text>
      {report?.q !== undefined && <Text className="mono">{report.q}</Text>}
    </>
  )
}

function titleOf(t: T, id: string): string {
  if (isReportId(id)) return reportTitle(t, id, reports[id].title)
  return findLayout(id)?.title ?? id
}

function To({ schedule: { delivery } }: { schedule: Schedule }) {
  const mail = delivery.by === 'mail'
  return (
    <p className="schedule-to">
      {mail ? <Mail size={14} aria-hidden /> : <Webhook size={14} aria-hidden />}
      <Text>{mail ? delivery.to.join(', ') : delivery.url}</Text>
    </p>
  )
}

function Actions({ schedule, onEdit }: { schedule: Schedule; onEdit: () => void }) {
  const t = useT()
  const locale = useLocale()
  const act = useActOnSchedule()
  const remove = useRemoveSchedule()
  const [sure, setSure] = useState(false)
  const name = visible(schedule.name)
  const { id, state, mine } = schedule
  const active = state === 'active'
  const failed = act.data?.failure
  const failure = act.isError ? sentenceOf(t, locale, act.error) : failed && failureWords(t, failed)
  const tested = act.isSuccess && act.variables.act === 'test' && failure === undefined
  return (
    <div className="schedule-actions">
      {mine && (
        <>
          <button
            type="button"
            className="button"
            disabled={act.isPending}
            onClick={() => act.mutate({ id, act: 'run' })}
          >
            <Play size={13} aria-hidden />
            {t('schedules.run')}
          </button>
          <button
            type="button"
            className="button"
            disabled={act.isPending}
            onClick={() => act.mutate({ id, act: 'test' })}
          >
            <Send size={13} aria-hidden />
            {t('schedules.test')}
          </button>
          <IconButton label={t('schedules.edit', { name })} onClick={onEdit}>
            <Pencil size={14} aria-hidden />
          </IconButton>
          {schedule.delivery.by === 'webhook' && <NewSecret schedule={schedule} />}
        </>
      )}
      {(mine || active) && (
        <IconButton
          label={t(active ? 'schedules.pause' : 'schedules.resume', { name })}
          disabled={act.isPending}
          onClick={() => act.mutate({ id, act: active ? 'pause' : 'resume' })}
        >
          {active ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        </IconButton>
      )}
      {sure ? (
        <button
          type="button"
          className="button"
          data-kind="danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate(id)}
        >
          {t('schedules.removeSure')}
        </button>
      ) : (
        <IconButton label={t('schedules.remove', { name })} onClick={() => setSure(true)}>
          <Trash2 size={15} aria-hidden />
        </IconButton>
      )}
      <p className="schedule-said" role="status" data-failed={failure !== undefined || undefined}>
        {failure !== undefined ? <Text wrap>{failure}</Text> : tested ? t('schedules.tested') : ''}
      </p>
    </div>
  )
}

function sentenceOf(t: T, locale: string, error: unknown): string {
  const { title, detail } = problemWords(t, locale, error)
  return detail ?? title
}
