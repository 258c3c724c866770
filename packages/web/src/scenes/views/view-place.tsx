/** Keeps the place of the control of views, with the name it most likely has, until its code is there; pressed before, it opens then. */
import type { ReportId } from '@daybook/query'
import { Bookmark, ChevronDown } from 'lucide-react'
import { Suspense, useState } from 'react'

import { lazyPart } from '../../components/lazy-part.ts'
import { useT } from '../../i18n/use-t.ts'
import { EMPTY, type ReportState } from '../../state/report-state.ts'
import { textOf } from './shown-view.ts'

const ViewControl = lazyPart(async () => (await import('./view-control.tsx')).ViewControl)

export function ViewPlace({ report, state }: { report: ReportId; state: ReportState }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const isEverything = textOf(state) === textOf(EMPTY)
  const place = (
    <button type="button" className="button view-trigger" data-kind="ghost" onClick={() => setOpen(true)}>
      <Bookmark size={14} aria-hidden />
      {isEverything ? t(`views.everything.${report}`) : t('views.unsaved')}
      <ChevronDown size={13} aria-hidden />
    </button>
  )
  return (
    <Suspense fallback={place}>
      <ViewControl report={report} state={state} open={open} onOpen={setOpen} />
    </Suspense>
  )
}
