/** What became of the times that a schedule was due: delivered, being tried again, failed, and why. */
import { CircleCheck, CircleSlash, CircleX, Clock } from 'lucide-react'

import type { ScheduleRun } from '../../api/schedules.ts'
import { useScheduleRuns } from '../../api/use-schedules.ts'
import { Text } from '../../components/text.tsx'
import { failureWords } from '../../i18n/problem-words.ts'
import { useT } from '../../i18n/use-t.ts'
import { useShownTime } from '../../time/use-shown-time.ts'

const SIGNS = {
  waiting: Clock,
  exporting: Clock,
  sending: Clock,
  delivered: CircleCheck,
  failed: CircleX,
  dropped: CircleSlash,
}

export function ScheduleRuns({ id }: { id: string }) {
  const t = useT()
  const { data } = useScheduleRuns(id)
  if (data === undefined) return <i className="skeleton" />
  if (data.length === 0) return <p className="quiet">{t('schedules.noRuns')}</p>
  return (
    <ol className="run-list">
      {data.map(run => (
        <li key={run.id}>
          <RunLine run={run} />
        </li>
      ))}
    </ol>
  )
}

export function RunLine({ run }: { run: ScheduleRun }) {
  const t = useT()
  const times = useShownTime()
  const Sign = SIGNS[run.state]
  const due = Date.parse(run.dueAt)
  const state = run.state === 'delivered' && run.refused.length > 0 ? 'partly' : run.state
  return (
    <div className="run" data-state={state}>
      <Sign size={14} aria-hidden />
      <span>
        <b>{t(`schedules.runStates.${state}`)}</b>{' '}
        <time dateTime={run.dueAt} title={times.full(due)}>
          {times.relative(due)}
        </time>
        {run.rows !== undefined && <> · {t('schedules.rows', { n: run.rows })}</>}
        {run.missed > 0 && <> · {t('schedules.missed', { n: run.missed })}</>}
        {run.nextAttemptAt !== undefined && (
          <> · {t('schedules.again', { when: times.relative(Date.parse(run.nextAttemptAt)) })}</>
        )}
        {run.failure && (
          <small title={run.failure.code}>
            <Text wrap>{failureWords(t, run.failure)}</Text>
          </small>
        )}
      </span>
    </div>
  )
}
