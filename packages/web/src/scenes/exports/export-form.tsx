/** What an export is asked for: its name, the format, the columns, the clock, and how a CSV is written. */
import { EXPORT_FORMATS, findLayout, reports, type ExportFormat, type ReportId } from '@daybook/query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'

import { useCreateExport } from '../../api/use-exports.ts'
import { ClockChoice } from '../../components/clock-choice.tsx'
import { Problem } from '../../components/problem.tsx'
import { useT } from '../../i18n/use-t.ts'
import { reportTitle } from '../../i18n/words.ts'
import { exportRequest } from '../../state/export-request.ts'
import { printState, type ReportState } from '../../state/report-state.ts'
import { stampOn } from '../../time/clock.ts'
import { useClock } from '../../time/use-clock.ts'
import { CsvFields, type CsvChoice } from './csv-fields.tsx'
import { ExportedWhat } from './exported-what.tsx'

/** What the API takes of a name. */
const NAME_CHARS_MAX = 200
/** Most people open an export in a spreadsheet. */
const FIRST_FORMAT: ExportFormat = 'xlsx'
const ORDER: readonly ExportFormat[] = ['xlsx', ...EXPORT_FORMATS.filter(format => format !== 'xlsx')]

export interface ExportFormProps {
  report: ReportId
  state: ReportState
  onStarted: (id: string) => void
  onCancel: () => void
}

export function ExportForm({ report, state, onStarted, onCancel }: ExportFormProps) {
  const t = useT()
  const clock = useClock()
  const create = useCreateExport()
  const [now] = useState(() => Date.now())
  const [name, setName] = useState(() => `${titleOf(report, state, t)} ${stampOn(clock, now).slice(0, 16)}`)
  const [format, setFormat] = useState(FIRST_FORMAT)
  const [all, setAll] = useState(false)
  const [csv, setCsv] = useState<CsvChoice>({ separator: ',', bom: true, guardFormulas: true })
  const columns = columnsOf(report, state)
  const exported = { ...state, zone: clock.choice }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const choice = { format, columns: all ? undefined : columns.shown, csv }
    const request = exportRequest(report, exported, choice, Date.now())
    const given = name.trim() === '' ? titleOf(report, state, t) : name.trim()
    create.mutate({ request, name: given }, { onSuccess: job => onStarted(job.id) })
  }
  return (
    <form className="export-form" onSubmit={submit}>
      <div className="export-fields">
        <ExportedWhat report={report} state={exported} now={now} />
        <label className="labelled">
          {t('exports.dialog.name')}
          <input
            className="field"
            value={name}
            maxLength={NAME_CHARS_MAX}
            autoComplete="off"
            onChange={event => setName(event.target.value)}
          />
        </label>
        <Formats format={format} onFormat={setFormat} />
        {columns.shown !== undefined && format !== 'ndjson' && (
          <Columns shown={columns.shown.length} total={columns.total} all={all} onAll={setAll} />
        )}
        {format === 'ndjson' && <p className="hint">{t('exports.dialog.ndjsonColumns')}</p>}
        <div className="labelled">
          {t('exports.dialog.zone')}
          <ClockChoice at={now} />
        </div>
        {format === 'csv' && <CsvFields csv={csv} onCsv={setCsv} />}
        <p className="hint">{t('exports.dialog.note')}</p>
        <Problem error={create.error} />
      </div>
      <div className="dialog-foot">
        <Link
          to="/schedules"
          search={{ ...printState(exported), new: [report] } as never}
          className="link foot-start"
        >
          {t('exports.dialog.regularly')}
        </Link>
        <button type="button" className="button" onClick={onCancel}>
          {t('exports.dialog.cancel')}
        </button>
        <button type="submit" className="button" data-kind="primary" disabled={create.isPending}>
          {t('exports.dialog.submit')}
        </button>
      </div>
    </form>
  )
}

function Formats({ format, onFormat }: { format: ExportFormat; onFormat: (format: ExportFormat) => void }) {
  const t = useT()
  return (
    <fieldset className="formats">
      <legend>{t('exports.dialog.format')}</legend>
      {ORDER.map(one => (
        <label key={one}>
          <input type="radio" name="format" checked={one === format} onChange={() => onFormat(one)} />
          <span>
            <b>{t(`exports.formats.${one}`)}</b>
            <small>{t(`exports.formatHints.${one}`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

interface ColumnsProps {
  shown: number
  total: number
  all: boolean
  onAll: (all: boolean) => void
}

function Columns({ shown, total, all, onAll }: ColumnsProps) {
  const t = useT()
  const choices = [
    { value: false, label: t('exports.dialog.shown', { n: shown }) },
    { value: true, label: t('exports.dialog.all', { n: total }) },
  ]
  return (
    <fieldset className="labelled">
      <legend>{t('exports.dialog.columns')}</legend>
      <div className="segments">
        {choices.map(({ value, label }) => (
          <label key={label}>
            <input
              type="radio"
              className="hidden"
              name="columns"
              checked={all === value}
              onChange={() => onAll(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function titleOf(report: ReportId, { layout }: ReportState, t: ReturnType<typeof useT>): string {
  return findLayout(layout ?? '')?.title ?? reportTitle(t, report, reports[report].title)
}

/** `shown` is undefined for a vendor's layout, which is exported as it is. */
function columnsOf(
  report: ReportId,
  state: ReportState,
): { shown: readonly string[] | undefined; total: number } {
  const { columns } = reports[report]
  if (state.layout !== undefined) return { shown: undefined, total: 0 }
  const shown = state.columns ?? columns.filter(({ visible }) => visible).map(({ id }) => id)
  const known = shown.filter(id => columns.some(column => column.id === id))
  return { shown: known, total: columns.length }
}
