/** What is sent, when, and to whom. */
import { EXPORT_FORMATS, type ExportFormat, reports, type ReportId } from '@daybook/query'
import { useState, type FormEvent } from 'react'

import type { Delivery, MadeSchedule, ScheduleInput, When } from '../../api/schedules.ts'
import { useSaveSchedule } from '../../api/use-schedules.ts'
import { Problem } from '../../components/problem.tsx'
import { useT } from '../../i18n/use-t.ts'
import { reportTitle } from '../../i18n/words.ts'
import { exportRequest } from '../../state/export-request.ts'
import { useClocks } from '../../time/use-clock.ts'
import { useSavedViews } from '../views/use-views.ts'
import { DeliveryFields } from './delivery-fields.tsx'
import type { Asked } from './schedule-dialog.tsx'
import { WhenFields } from './when-fields.tsx'

const NAME_CHARS_MAX = 200
const FORMATS: readonly ExportFormat[] = ['xlsx', ...EXPORT_FORMATS.filter(format => format !== 'xlsx')]
const REPORTS = Object.keys(reports) as ReportId[]
/** Sources as one choice: a report as a whole, the report on screen, what is set already, or a view by its id. */
const VIEW = 'view:'
const REPORT = 'report:'
const SHOWN = 'shown'
const KEPT = 'kept'

export interface ScheduleFormProps {
  asked: Asked
  onSaved: (made: MadeSchedule) => void
  onCancel: () => void
}

export function ScheduleForm({ asked, onSaved, onCancel }: ScheduleFormProps) {
  const t = useT()
  const save = useSaveSchedule()
  const { schedule, from } = asked
  const [name, setName] = useState(
    schedule?.name ?? (from && t('schedules.dialog.weekly', { report: titleOf(t, from.report) })) ?? '',
  )
  const [source, setSource] = useState(firstSource(asked))
  const [format, setFormat] = useState<ExportFormat>(schedule?.format ?? 'xlsx')
  const [when, setWhen] = useState<When>(schedule?.when ?? { every: 'week', days: [1], at: '07:00' })
  const [zone, setZone] = useState(schedule?.zoneOf === 'schedule' ? schedule.zone : '')
  const [delivery, setDelivery] = useState<Delivery>(
    schedule?.delivery ?? { by: 'mail', to: [], attach: true },
  )

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const input: ScheduleInput = {
      name: name.trim(),
      ...sourceOf(source, asked, format),
      format,
      when,
      ...(zone.trim() === '' ? {} : { zone: zone.trim() }),
      ...(schedule?.period === undefined ? {} : { period: schedule.period }),
      delivery,
    }
    save.mutate({ id: schedule?.id, input }, { onSuccess: onSaved })
  }
  return (
    <form className="export-form" onSubmit={submit}>
      <div className="export-fields">
        <label className="labelled">
          {t('schedules.dialog.name')}
          <input
            className="field"
            value={name}
            required
            maxLength={NAME_CHARS_MAX}
            autoComplete="off"
            onChange={event => setName(event.target.value)}
          />
        </label>
        <div className="schedule-pair">
          <Source asked={asked} source={source} onSource={setSource} />
          <label className="labelled">
            {t('schedules.dialog.format')}
            <select
              className="field"
              value={format}
              onChange={event => setFormat(event.target.value as ExportFormat)}
            >
              {FORMATS.map(one => (
                <option key={one} value={one}>
                  {t(`exports.formats.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <WhenFields when={when} onWhen={setWhen} />
        <ClockFields at={when.at} zone={zone} onAt={at => setWhen({ ...when, at })} onZone={setZone} />
        <DeliveryFields delivery={delivery} onDelivery={setDelivery} />
        <p className="hint">{t('schedules.dialog.note')}</p>
        <Problem error={save.error} />
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onCancel}>
          {t('schedules.dialog.cancel')}
        </button>
        <button type="submit" className="button" data-kind="primary" disabled={save.isPending}>
          {t(schedule === undefined ? 'schedules.dialog.submit' : 'schedules.dialog.save')}
        </button>
      </div>
    </form>
  )
}

interface ClockFieldsProps {
  at: string
  /** empty: the tenant's */
  zone: string
  onAt: (at: string) => void
  onZone: (zone: string) => void
}

function ClockFields({ at, zone, onAt, onZone }: ClockFieldsProps) {
  const t = useT()
  const { tenantZone } = useClocks()
  return (
    <div className="schedule-clock">
      <label className="labelled">
        {t('schedules.dialog.at')}
        <input
          className="field"
          type="time"
          required
          value={at}
          onChange={event => onAt(event.target.value)}
        />
      </label>
      <label className="labelled">
        {t('schedules.dialog.zone')}
        <input
          className="field"
          value={zone}
          list="schedule-zones"
          placeholder={t('schedules.dialog.tenantZone', { zone: tenantZone ?? 'UTC' })}
          autoComplete="off"
          onChange={event => onZone(event.target.value)}
        />
        <Zones />
      </label>
    </div>
  )
}

interface SourceProps {
  asked: Asked
  source: string
  onSource: (source: string) => void
}

function Source({ asked: { schedule, from }, source, onSource }: SourceProps) {
  const t = useT()
  const views = useSavedViews()
  return (
    <label className="labelled">
      {t('schedules.dialog.what')}
      <select className="field" value={source} onChange={event => onSource(event.target.value)}>
        {from && (
          <option value={SHOWN}>{t('schedules.dialog.shown', { report: titleOf(t, from.report) })}</option>
        )}
        {schedule?.report && <option value={KEPT}>{t('schedules.dialog.kept')}</option>}
        <optgroup label={t('schedules.dialog.reports')}>
          {REPORTS.map(id => (
            <option key={id} value={REPORT + id}>
              {titleOf(t, id)}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('schedules.dialog.views')}>
          {(views.data ?? []).map(({ id, name }) => (
            <option key={id} value={VIEW + id}>
              {name}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  )
}

function Zones() {
  return (
    <datalist id="schedule-zones">
      {['UTC', ...Intl.supportedValuesOf('timeZone')].map(zone => (
        <option key={zone} value={zone} />
      ))}
    </datalist>
  )
}

function titleOf(t: ReturnType<typeof useT>, report: ReportId): string {
  return reportTitle(t, report, reports[report].title)
}

function firstSource({ schedule, from }: Asked): string {
  if (from) return SHOWN
  if (schedule?.view !== undefined) return VIEW + schedule.view
  return schedule?.report ? KEPT : `${REPORT}activity`
}

/** The range is the schedule's own: full days, weeks or months. */
function sourceOf(
  source: string,
  { schedule, from }: Asked,
  format: ExportFormat,
): Pick<ScheduleInput, 'view' | 'report'> {
  if (source.startsWith(VIEW)) return { view: source.slice(VIEW.length) }
  if (source === KEPT && schedule?.report) return { report: schedule.report }
  if (source === SHOWN && from) {
    const { report, state } = from
    const choice = { format, columns: state.layout === undefined ? state.columns : undefined, csv: {} }
    const { format: _, csv: __, from: ___, to: ____, ...asked } = exportRequest(report, state, choice, 0)
    return { report: asked }
  }
  return { report: { report: source.slice(REPORT.length) } }
}
