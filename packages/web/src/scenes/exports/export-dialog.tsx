/**
 * Asks how a report is to be exported, and shows the export from then on until its file is there.
 * A chunk of its own: the report loads it when it is first asked for.
 */
import '../../styles/exports.css'

import { Dialog } from '@base-ui/react/dialog'
import type { ReportId } from '@daybook/query'
import { reports } from '@daybook/query'
import { X } from 'lucide-react'
import { useState } from 'react'

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
    <Dialog.Root open={open} onOpenChange={shown => !shown && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">
              {t('exports.dialog.title', { report: reportTitle(t, report, reports[report].title) })}
            </Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={t('exports.dialog.close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          {started === undefined ? (
            <ExportForm report={report} state={state} onStarted={setStarted} onCancel={close} />
          ) : (
            <StartedExport id={started} onLeave={close} />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
