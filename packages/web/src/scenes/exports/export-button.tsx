/** The way from a report to its export: a button and the key `E`. The dialog behind it is loaded when it is first asked for. */
import type { ReportId } from '@daybook/query'
import { Download } from 'lucide-react'
import { Suspense, useState } from 'react'

import { lazyPart } from '../../components/lazy-part.ts'
import { useT } from '../../i18n/use-t.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import type { ReportState } from '../../state/report-state.ts'

const ExportDialog = lazyPart(async () => (await import('./export-dialog.tsx')).ExportDialog)

export function ExportButton({ report, state }: { report: ReportId; state: ReportState }) {
  const t = useT()
  const [open, setOpen] = useState<boolean>()
  useShortcut('export', () => setOpen(true))
  return (
    <>
      <button type="button" className="button" data-kind="primary" onClick={() => setOpen(true)}>
        <Download size={14} aria-hidden />
        {t('exports.button')}
      </button>
      {open !== undefined && (
        <Suspense>
          <ExportDialog report={report} state={state} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
