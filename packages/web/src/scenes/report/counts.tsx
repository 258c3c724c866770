/** The line over the rows: how many there are, how many failed, by how many; and how the rows are shown. */
import type { ReportId } from '@daybook/query'
import { Rows3, Rows4 } from 'lucide-react'

import { Suspense, useState } from 'react'

import { lazyPart } from '../../components/lazy-part.ts'
import type { Summary } from '../../api/types.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import type { ColumnsButtonProps } from './columns-button.tsx'
import type { GroupButtonsProps } from './group-buttons.tsx'
import type { Density } from './use-density.ts'

// Rows are read before they are arranged: what arranges them is a chunk of its own.
const GroupButtons = lazyPart(async () => (await import('./group-buttons.tsx')).GroupButtons)
const ColumnsButton = lazyPart(async () => (await import('./columns-button.tsx')).ColumnsButton)

export interface CountsProps {
  report: ReportId
  summary: Summary | undefined
  /** Rows that came after the summary. */
  fresh: number
  failed: boolean
  control: ReportControl
  columns: Omit<ColumnsButtonProps, 'open' | 'onOpen'>
  groups: Omit<GroupButtonsProps, 'open' | 'onOpen'>
  density: Density
  onDensity: () => void
}

export function Counts(props: CountsProps) {
  const t = useT()
  const [arranging, setArranging] = useState<'groups' | 'columns'>()
  const opening = (what: 'groups' | 'columns') => ({
    open: arranging === what,
    onOpen: (open: boolean) => setArranging(open ? what : undefined),
  })
  useShortcut('density', props.onDensity)
  // The keys work before what they open is here.
  useShortcut('group', () => setArranging('groups'))
  useShortcut('columns', () => setArranging('columns'))
  return (
    <div className="counts">
      <Numbers {...props} />
      <span className="grow" />
      <Suspense fallback={null}>
        <GroupButtons {...props.groups} {...opening('groups')} />
        <ColumnsButton {...props.columns} {...opening('columns')} />
      </Suspense>
      <IconButton
        label={t(props.density === 'compact' ? 'report.cosy' : 'report.compact')}
        onClick={props.onDensity}
      >
        {props.density === 'compact' ? <Rows3 size={15} aria-hidden /> : <Rows4 size={15} aria-hidden />}
      </IconButton>
    </div>
  )
}

function Numbers({ report, summary, fresh, failed, control }: CountsProps) {
  const t = useT()
  const { count } = useNumbers()
  if (!summary && control.question === undefined) return null
  if (!summary) return <span className="quiet">{t(failed ? 'report.notCounted' : 'report.counting')}</span>
  const total = summary.total + fresh
  return (
    <>
      <span role="status" className="counts-total">
        <b data-testid="total">{count(total)}</b> {t(`report.rows.${report}`, { n: total })}
      </span>
      {summary.failed > 0 && (
        <button
          type="button"
          className="failed"
          title={t('report.onlyFailed')}
          onClick={() => control.pick('outcome', 'FAILURE', 'only')}
        >
          {t('report.failed', { n: summary.failed })}
        </button>
      )}
      <span className="quiet wide-only">{t('report.actors', { n: summary.actors })}</span>
    </>
  )
}
