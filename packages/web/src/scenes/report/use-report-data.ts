/** Everything that is asked for a report on screen: its numbers, what was denied, and the question whose rows are shown. */
import { allOf, parseQuery, printQuery, type ReportId } from '@daybook/query'
import { useMemo } from 'react'

import { useDenied, useSummary } from '../../api/queries.ts'
import type { Histogram, Summary } from '../../api/types.ts'
import type { Asked } from '../../grid/asked.ts'
import { withDenied } from '../../histogram/outcomes.ts'
import type { Range } from '../../state/range.ts'
import { printSort } from '../../state/report-state.ts'
import { printSearch } from '../../state/url.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { DENIED_FILTER } from '../../text/outcome.ts'
import { useClock } from '../../time/use-clock.ts'
import { useLast } from './labels.ts'
import { useSettled, type Settled } from './use-settled.ts'

export interface ReportData {
  asked: Asked
  settled: Settled
  summary: ReturnType<typeof useSummary>
  /** The newest summary that there was. */
  known: Summary | undefined
  /** The known summary belongs to the rows on the page. */
  current: boolean
  /** How much of what failed was denied, once it is counted. */
  denied: number | undefined
  histogram: Histogram | undefined
}

export function useReportData(report: ReportId, control: ReportControl): ReportData {
  const { state, question, round } = control
  const zone = useClock().zone.name
  const summary = useSummary(report, question, zone, round)
  const sort = printSort(state.sort)
  const standing = standingOf(state)
  const asked = useMemo<Asked>(
    () => ({ report, question: question ?? '', sort, zone, round, standing }),
    [report, question, sort, zone, round, standing],
  )
  const settled = useSettled(question === undefined ? undefined : asked, asked)
  const known = useLast(summary.data)
  // An ornament of the chart, asked once rows and counts of this very question are there: before, it would only delay them.
  const current = summary.isSuccess && !summary.isPlaceholderData && settled.asked?.question === question
  const denied = useDenied(report, deniedQuestion(control, current ? summary.data : undefined), zone, round)
  return {
    asked,
    settled,
    summary,
    known,
    current,
    denied: denied.data?.total,
    histogram: known && withDenied(known.histogram, denied.data?.histogram),
  }
}

/** Equal for states that differ in how they are shown, or in when they were asked. */
export const standingOf = ({ range, q }: Pick<ReportControl['state'], 'range' | 'q'>): string =>
  JSON.stringify([range, q])

/** What failed among the same, and was denied; nothing where nothing failed. */
function deniedQuestion({ parsed, question, range }: ReportControl, summary: Summary | undefined) {
  if (question === undefined || summary === undefined || summary.failed === 0) return undefined
  const q = printQuery(allOf(parsed.query, parseQuery(DENIED_FILTER).query))
  const { from, to } = isoRange(range)
  const ends = { ...(from === undefined ? {} : { from: [from] }), ...(to === undefined ? {} : { to: [to] }) }
  return printSearch({ ...ends, q: [q] }).slice(1)
}

export const isoRange = ({ from, to }: Range): { from?: string; to?: string } => ({
  ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
  ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
})
