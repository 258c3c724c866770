/** One export: a row of the list. Its name leads back to the report as it was exported. */
import { findLayout, isReportId, type ExportRequest } from '@daybook/query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleSlash, CircleX, Clock } from 'lucide-react'

import type { ExportJob } from '../../api/exports.ts'
import { isOpen } from '../../api/use-exports.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { rangeLabel } from '../../components/range-picker.tsx'
import { Text } from '../../components/text.tsx'
import { failureWords } from '../../i18n/problem-words.ts'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { searchOfExport } from '../../state/export-request.ts'
import { visible } from '../../text/visible.ts'
import { clockOf } from '../../time/clock.ts'
import { useShownTime } from '../../time/use-shown-time.ts'
import { ExportActions } from './export-actions.tsx'
import { Progress } from './progress.tsx'

const HASH_CHARS = 10
const SIGNS = {
  queued: Clock,
  running: Clock,
  ready: CircleCheck,
  failed: CircleX,
  cancelled: CircleSlash,
  expired: CircleSlash,
}

export function ExportRow({ job }: { job: ExportJob }) {
  const t = useT()
  const times = useShownTime()
  const { count } = useNumbers()
  const { rows, total } = job.progress
  const name = visible(job.name)
  const when = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time))
  return (
    <tr data-state={job.state}>
      <th scope="row" data-column="name">
        <ReportLink request={job.request} label={t('exports.show', { name })}>
          <Text>{job.name}</Text>
        </ReportLink>
      </th>
      <td data-column="question">
        <Question request={job.request} />
      </td>
      <td data-column="format">{t(`exports.formats.${job.format}`)}</td>
      <td data-column="rows">
        {isOpen(job) && total !== undefined ? t('exports.rowsOf', { rows, total }) : count(rows)}
      </td>
      <td data-column="state">
        <State job={job} />
      </td>
      <td data-column="made">
        <Moment at={when(job.createdAt)} times={times} />
      </td>
      <td data-column="expires">
        {job.file !== undefined && <Moment at={when(job.expiresAt)} times={times} />}
      </td>
      <td data-column="hash">
        {job.sha256 !== undefined && (
          <span className="hash">
            <code title={job.sha256}>{job.sha256.slice(0, HASH_CHARS)}…</code>
            <CopyButton small label={t('exports.copyHash', { name })} text={() => job.sha256 ?? ''} />
          </span>
        )}
      </td>
      <td data-column="actions">
        <ExportActions job={job} />
      </td>
    </tr>
  )
}

function ReportLink({
  request,
  label,
  children,
}: {
  request: ExportRequest
  label: string
  children: React.ReactNode
}) {
  const base = findLayout(request.report)?.base ?? request.report
  if (!isReportId(base)) return children
  const layout = base === request.report ? {} : { layout: [request.report] }
  const search = { ...searchOfExport(request), ...layout }
  return (
    <Link to={`/${base}`} search={search as never} className="link" aria-label={label} title={label}>
      {children}
    </Link>
  )
}

function Question({ request }: { request: ExportRequest }) {
  const t = useT()
  const { from, to, q } = request
  const clock = clockOf(request.zone ?? 'UTC')
  const range =
    from === undefined && to === undefined
      ? t('exports.allTime')
      : rangeLabel(
          t,
          {
            ...(from === undefined ? {} : { from: Date.parse(from) }),
            ...(to === undefined ? {} : { to: Date.parse(to) }),
          },
          clock,
        )
  return (
    <span className="job-question">
      {q === undefined ? <span>{t('exports.everything')}</span> : <Text className="mono">{q}</Text>}
      <small>{range}</small>
    </span>
  )
}

function State({ job }: { job: ExportJob }) {
  const t = useT()
  const { bytes } = useNumbers()
  if (isOpen(job)) return <Progress job={job} />
  const Sign = SIGNS[job.state]
  return (
    <span className="job-state" data-state={job.state}>
      <Sign size={14} aria-hidden />
      <span>
        {t(`exports.states.${job.state}`)}
        {job.state === 'ready' && <small>{bytes(job.bytes)}</small>}
        {job.failure && (
          <small title={job.failure.code}>
            <Text wrap>{failureWords(t, job.failure)}</Text>
          </small>
        )}
      </span>
    </span>
  )
}

function Moment({ at, times }: { at: number | undefined; times: ReturnType<typeof useShownTime> }) {
  if (at === undefined || !Number.isFinite(at)) return null
  return (
    <time dateTime={new Date(at).toISOString()} title={times.full(at)}>
      {times.relative(at)}
    </time>
  )
}
