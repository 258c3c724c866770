/** What an export will hold, before it is asked for: how many rows, of which time, under which filter. */
import type { ReportId } from '@daybook/query'

import { useSummary } from '../../api/queries.ts'
import { rangeLabel } from '../../components/range-picker.tsx'
import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import { questionOf } from '../../state/question.ts'
import type { ReportState } from '../../state/report-state.ts'
import { clockOf } from '../../time/clock.ts'

export interface ExportedWhatProps {
  report: ReportId
  state: ReportState
  now: number
}

export function ExportedWhat({ report, state, now }: ExportedWhatProps) {
  const t = useT()
  const clock = clockOf(state.zone)
  const { data } = useSummary(report, questionOf(state, now), clock.zone.name, 0)
  return (
    <p className="exported-what" role="status">
      <b>{data === undefined ? '…' : t('exports.dialog.count', { n: data.total })}</b>
      <span>{rangeLabel(t, state.range, clock)}</span>
      {state.q.trim() !== '' && <Text className="mono">{state.q.trim()}</Text>}
    </p>
  )
}
