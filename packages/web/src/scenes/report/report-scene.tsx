/**
 * One report on screen: the question on top, its shape over time, what it can be narrowed by, and its rows.
 * Both reports are this scene with other columns; the URL decides everything else.
 */
import { reports, type ReportId } from '@daybook/query'
import { useState } from 'react'

import { useRows, useSummary } from '../../api/queries.ts'
import { Facets } from '../../components/facets.tsx'
import { Histogram } from '../../components/histogram.tsx'
import { RangePicker } from '../../components/range-picker.tsx'
import { SearchBar } from '../../components/search-bar.tsx'
import type { Column } from '../../components/data-table.tsx'
import { useT, type T } from '../../i18n/use-t.ts'
import { columnLabel, reportTitle } from '../../i18n/words.ts'
import { printSort } from '../../state/report-state.ts'
import { useReportState } from '../../state/use-report-state.ts'
import { useClock } from '../../time/use-clock.ts'
import { EntryPanel } from '../entry/entry-panel.tsx'
import { useLabels, useLast } from './labels.ts'
import { ReportHead } from './report-head.tsx'
import { Results } from './results.tsx'

export interface ReportRow {
  id: string
  occurredAt: string
}

export interface ReportSceneProps<Row extends ReportRow> {
  report: ReportId
  /** How a column of the report's definition is drawn, by its id. */
  cells: Record<string, Omit<Column<Row>, 'id' | 'label'>>
  keyOf: (row: Row) => string
}

export function ReportScene<Row extends ReportRow>({ report, cells, keyOf }: ReportSceneProps<Row>) {
  const t = useT()
  const control = useReportState()
  const clock = useClock()
  const { state, parsed, question, round, range, change } = control
  const summary = useSummary(report, question, clock.zone.name, round)
  const rows = useRows<Row>(report, question, printSort(state.sort), round)
  const known = useLast(summary.data)
  const labelOf = useLabels(known)
  const [filtersShown, setFiltersShown] = useState(false)

  return (
    <main className="sheet">
      <ReportHead
        title={reportTitle(t, report, reports[report].title)}
        report={report}
        state={state}
        fetching={rows.isFetching || summary.isFetching}
        onRefresh={control.refresh}
        onFilters={() => setFiltersShown(true)}
      />
      <div className="asking">
        <SearchBar q={state.q} query={parsed.query} labelOf={labelOf} onChange={q => change({ q })} />
        <RangePicker choice={state.range} range={range} onChoose={chosen => change({ range: chosen })} />
      </div>
      {control.ignored.length > 0 && (
        <p className="notice" role="status">
          {t('report.ignored', { names: control.ignored.join(', ') })}
        </p>
      )}
      <Histogram
        answer={summary.data?.histogram}
        busy={summary.isPlaceholderData}
        onZoom={zoomed => change({ range: zoomed })}
      />
      <div className="report-body" data-panel={state.open !== undefined || undefined}>
        <Facets
          summary={known}
          waiting={summary.isPending}
          query={parsed.query}
          busy={summary.isPlaceholderData || summary.isError}
          shown={filtersShown}
          onClose={() => setFiltersShown(false)}
          onPick={control.pick}
        />
        <Results
          report={report}
          columns={columnsOf(t, report, cells)}
          keyOf={keyOf}
          control={control}
          rows={rows}
          summary={summary}
        />
        {state.open !== undefined && (
          <EntryPanel
            id={state.open}
            rows={rows.data?.pages.flatMap(page => page.rows) ?? []}
            onOpen={control.open}
            onPick={control.pick}
          />
        )}
      </div>
    </main>
  )
}

/** The visible columns of the definition, in its order and with its words. */
function columnsOf<Row extends ReportRow>(
  t: T,
  report: ReportId,
  cells: ReportSceneProps<Row>['cells'],
): Column<Row>[] {
  return reports[report].columns.flatMap(({ id, label, visible }) => {
    const cell = cells[id]
    return visible && cell ? [{ ...cell, id, label: columnLabel(t, id, label) }] : []
  })
}
