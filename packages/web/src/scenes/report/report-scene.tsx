/**
 * One report on screen: the question on top, its shape over time, what it can be narrowed by, and its rows.
 * Both reports are this scene with other columns; the URL decides everything else.
 */
import { allOf, parseQuery, printQuery, reports, type Field, type ReportId } from '@daybook/query'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'

import { useDenied, useSession, useSummary } from '../../api/queries.ts'
import { Facets } from '../../components/facets.tsx'
import { Histogram } from '../../histogram/histogram.tsx'
import { withDenied } from '../../histogram/outcomes.ts'
import { RangePicker } from '../../components/range-picker.tsx'
import type { Asked } from '../../grid/asked.ts'
import type { GridSeen } from '../../grid/grid.tsx'
import { useT } from '../../i18n/use-t.ts'
import { reportTitle } from '../../i18n/words.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import type { Range } from '../../state/range.ts'
import { printSort } from '../../state/report-state.ts'
import { SearchBar } from '../../search/search-bar.tsx'
import { printSearch } from '../../state/url.ts'
import { useReportState, type ReportControl } from '../../state/use-report-state.ts'
import { pickDenied } from '../../state/picking.ts'
import { DENIED_FILTER } from '../../text/outcome.ts'
import type { Summary } from '../../api/types.ts'
import { useClock } from '../../time/use-clock.ts'
import { EntryPanel } from '../entry/entry-panel.tsx'
import { useLabels, useLast } from './labels.ts'
import { ReportHead } from './report-head.tsx'
import { Results } from './results.tsx'
import { useSettled } from './use-settled.ts'

const HistogramTools = lazy(async () => ({
  default: (await import('../../histogram/histogram-tools.tsx')).HistogramTools,
}))

export function ReportScene({ report }: { report: ReportId }) {
  const t = useT()
  const session = useSession()
  const control = useReportState()
  const clock = useClock()
  const { state, parsed, question, round, range, change } = control
  const zone = clock.zone.name
  const summary = useSummary(report, question, zone, round)
  const sort = printSort(state.sort)
  const standing = JSON.stringify([state.range, state.q])
  const asked = useMemo<Asked>(
    () => ({ report, question: question ?? '', sort, zone, round, standing }),
    [report, question, sort, zone, round, standing],
  )
  const settled = useSettled(question === undefined ? undefined : asked, asked)
  const denied = useDenied(report, deniedQuestion(control, summary.data), zone, round)
  const known = useLast(summary.data)
  const [around, setAround] = useState<{ of: string; range: Range }>()
  const labelOf = useLabels(known)
  const [filtersShown, setFiltersShown] = useState(false)
  const [seen, setSeen] = useState<GridSeen>()
  const see = useCallback((next: GridSeen) => setSeen(old => (sameRows(old, next) ? old : next)), [])
  const histogram = known && withDenied(known.histogram, denied.data?.histogram)
  useShortcut('refresh', control.refresh)

  return (
    <main className="sheet">
      <ReportHead
        title={reportTitle(t, report, reports[report].title)}
        report={report}
        state={state}
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
      <Histogram
        answer={histogram}
        busy={summary.isPlaceholderData}
        tools={
          histogram && question !== undefined ? (
            <Suspense fallback={null}>
              <HistogramTools
                report={report}
                question={question}
                histogram={histogram}
                around={around?.of === standing ? around.range : undefined}
                comparable={range.from !== undefined && range.to !== undefined}
                labelOf={(field, value) => labelOf(field as Field, value)}
                onPick={control.pick}
              />
            </Suspense>
          ) : null
        }
        onZoom={zoomed => {
          setAround({ of: JSON.stringify([zoomed, state.q]), range })
          change({ range: zoomed })
        }}
      />
      <div className="report-body" data-panel={state.open !== undefined || undefined}>
        <Facets
          summary={known}
          waiting={summary.isPending && question !== undefined}
          query={parsed.query}
          busy={summary.isPlaceholderData || summary.isError}
          shown={filtersShown}
          denied={denied.data?.total}
          onDenied={how => change({ q: pickDenied(state.q, how) })}
          onClose={() => setFiltersShown(false)}
          onPick={control.pick}
        />
        <Results
          report={report}
          tenant={session.data?.tenant ?? ''}
          control={control}
          settled={settled}
          fallback={asked}
          summary={known}
          current={summary.isSuccess && !summary.isPlaceholderData && settled.asked?.question === question}
          summaryFailed={summary.isError}
          onSeen={see}
        />
        {state.open !== undefined && (
          <EntryPanel
            id={state.open}
            rows={seen?.pages.loaded ?? []}
            onOpen={control.open}
            onPick={control.pick}
          />
        )}
      </div>
    </main>
  )
}

/** What failed among the same, and was denied; nothing where nothing failed. */
function deniedQuestion({ parsed, question, range }: ReportControl, summary: Summary | undefined) {
  if (question === undefined || summary === undefined || summary.failed === 0) return undefined
  const q = printQuery(allOf(parsed.query, parseQuery(DENIED_FILTER).query))
  return printSearch({ ...listed(isoRange(range)), q: [q] }).slice(1)
}

const listed = (params: Record<string, string>) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, [value]]))

const isoRange = ({ from, to }: Range) => ({
  ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
  ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
})

const sameRows = (a: GridSeen | undefined, b: GridSeen): boolean =>
  a !== undefined &&
  a.pages.loaded.length === b.pages.loaded.length &&
  a.pages.loaded[0] === b.pages.loaded[0] &&
  a.pages.loaded.at(-1) === b.pages.loaded.at(-1)
