/** Keeps the place of the control of views, with the name it most likely has, until its code is there. */
import type { ReportId } from '@daybook/query'
import { Bookmark, ChevronDown } from 'lucide-react'

import { useT } from '../../i18n/use-t.ts'
import { EMPTY, type ReportState } from '../../state/report-state.ts'
import { textOf } from './shown-view.ts'

export function ViewPlace({ report, state }: { report: ReportId; state: ReportState }) {
  const t = useT()
  const isEverything = textOf(state) === textOf(EMPTY)
  return (
    <span className="button view-trigger" data-kind="ghost" aria-hidden>
      <Bookmark size={14} />
      {isEverything ? t(`views.everything.${report}`) : t('views.unsaved')}
      <ChevronDown size={13} />
    </span>
  )
}
