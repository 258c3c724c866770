/**
 * Asks how a report is to be exported, and shows the export from then on until its file is there.
 * A chunk of its own: the report loads it when it is first asked for.
 */
import '../../styles/exports.css'

import type { ReportId } from '@daybook/query'
import { reports } from '@daybook/query'
import { useState } from 'react'

import { TitledDialog } from '../../components/titled-dialog.tsx'
import { useT } from '../../i18n/use-t.ts'
import { reportTitle } from '../../i18n/words.ts'
import type { ReportState } from '../../state/report-state.ts'
import { ExportForm } from './export-form.tsx'
import { StartedExport } from './started-export.tsx'

export interface ExportDialogProps {
  report: ReportId
  state: ReportState
  open: boolean
  onClose: () => void
}

export function ExportDialog({ report, state, open, onClose }: ExportDialogProps) {
  const t = useT()
  const [started, setStarted] = useState<string>()
  const close = () => {
    setStarted(undefined)
    onClose()
  }
  return (
    <TitledDialog
      title={t('exports.dialog.title', { report: reportTitle(t, report, reports[report].title) })}
      open={open}
      onClose={close}
    >
      {started === undefined ? (
        <ExportForm report={report} state={state} onStarted={setStarted} onCancel={close} />
      ) : (
        <StartedExport id={started} onLeave={close} />
      )}
    </TitledDialog>
  )
}
