/**
 * One report on screen: the question on top, its shape over time, what it can be narrowed by, and its rows.
 * Both reports are this scene with other columns; the URL decides everything else.
 */
import { reports, type ReportId } from '@daybook/query'
import { useCallback, useState } from 'react'

import { useSession } from '../../api/queries.ts'
import { Facets } from '../../components/facets.tsx'
import { RangePicker } from '../../components/range-picker.tsx'
import type { GridSeen } from '../../grid/grid.tsx'
import { useT } from '../../i18n/use-t.ts'
import { reportTitle } from '../../i18n/words.ts'
import { useLive } from '../../live/use-live.ts'
import { SearchBar } from '../../search/search-bar.tsx'
import { pickDenied } from '../../state/picking.ts'
import { useReportState, type ReportControl } from '../../state/use-report-state.ts'
import { EntryPlace, useEntryAhead } from '../entry/entry-place.tsx'
import { BehindNote } from './behind-note.tsx'
import { Chart } from './chart.tsx'
import { useLabels } from './labels.ts'
import { ReportHead } from './report-head.tsx'
import { Results } from './results.tsx'
import { isoRange, useReportData, type ReportData } from './use-report-data.ts'

export function ReportScene({ report }: { report: ReportId }) {
  const t = useT()
  const session = useSession()
  const control = useReportState()
  const { state, parsed, question, range, change } = control
  const data = useReportData(report, control)
  const { summary, settled, known } = data
  const labelOf = useLabels(known)
  const [filtersShown, setFiltersShown] = useState(false)
  const [seen, setSeen] = useState<GridSeen>()
  const see = useCallback((next: GridSeen) => setSeen(old => (sameRows(old, next) ? old : next)), [])
  useEntryAhead(summary.isSuccess)
  const live = useReportLive(report, control, data, seen)
  return (
    <main className="sheet">
      <ReportHead
        title={reportTitle(t, report, reports[report].title)}
        report={report}
        state={state}
        live={live}
        fetching={settled.busy || summary.isFetching}
        onRefresh={control.refresh}
        onFilters={() => setFiltersShown(true)}
      />
      <div className="asking">
        <SearchBar
          q={state.q}
          parsed={parsed}
          facets={known?.facets ?? {}}
          counting={{ report, ...isoRange(range) }}
          labelOf={labelOf}
          onChange={q => change({ q })}
        />
        <RangePicker choice={state.range} range={range} onChoose={chosen => change({ range: chosen })} />
      </div>
      {control.ignored.length > 0 && (
        <p className="notice" role="status">
          {t('report.ignored', { names: control.ignored.join(', ') })}
        </p>
      )}
      <BehindNote asOf={known?.asOf} now={control.askedAt} onRefresh={control.refresh} />
      <Chart data={data} control={control} labelOf={labelOf} />
      <div className="report-body" data-panel={state.open !== undefined || undefined}>
        <Facets
          summary={known}
          waiting={summary.isPending && question !== undefined}
          query={parsed.query}
          busy={summary.isPlaceholderData || summary.isError}
          shown={filtersShown}
          denied={data.denied}
          onDenied={how => change({ q: pickDenied(state.q, how) })}
          onClose={() => setFiltersShown(false)}
          onPick={control.pick}
        />
        <Results
          report={report}
          tenant={session.data?.tenant ?? ''}
          control={control}
          data={data}
          live={live}
          onSeen={see}
        />
        {state.open !== undefined && (
          <EntryPlace
            id={state.open}
            rows={[...live.shown, ...(seen?.pages.loaded ?? [])]}
            onOpen={control.open}
            onPick={control.pick}
          />
        )}
      </div>
    </main>
  )
}

/** Live mode shows what is recorded now: of rows in the order of time, newest first, up to now. */
function useReportLive(
  report: ReportId,
  control: ReportControl,
  data: ReportData,
  seen: GridSeen | undefined,
) {
  const { state, question, range } = control
  const [newest] = state.sort
  const inTime = newest === undefined || (newest.column === 'occurredAt' && newest.descending)
  const upToNow = 'preset' in state.range || state.range.to === undefined
  return useLive({
    report,
    q: question === undefined ? undefined : state.q.trim(),
    from: range.from,
    first: data.settled.first,
    possible: inTime && upToNow && state.groups.length === 0,
    ready: (seen?.top ?? 0) === 0 && state.open === undefined,
    onFollow: control.refresh,
  })
}

const sameRows = (a: GridSeen | undefined, b: GridSeen): boolean =>
  a !== undefined &&
  (a.top === 0) === (b.top === 0) &&
  a.pages.loaded.length === b.pages.loaded.length &&
  a.pages.loaded[0] === b.pages.loaded[0] &&
  a.pages.loaded.at(-1) === b.pages.loaded.at(-1)
