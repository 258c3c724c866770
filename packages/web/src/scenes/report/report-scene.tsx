/**
 * One report on screen: the question on top, its shape over time, what it can be narrowed by, and its rows.
 * Both reports are this scene with other columns; the URL decides everything else.
 */
import { reports, type ReportId } from '@daybook/query'
import { useState } from 'react'

import { useRows, useSummary } from '../../api/queries.ts'
import { Facets, type Picking } from '../../components/facets.tsx'
import { Histogram } from '../../components/histogram.tsx'
import { RangePicker } from '../../components/range-picker.tsx'
import { SearchBar } from '../../components/search-bar.tsx'
import type { Column } from '../../components/data-table.tsx'
import { messages } from '../../messages.ts'
import { resolveRange } from '../../state/range.ts'
import { exclude, only, toggle } from '../../state/terms.ts'
import { useReportState } from '../../state/use-report-state.ts'
import { EntryPanel } from '../entry/entry-panel.tsx'
import { useLabels, useLast } from './labels.ts'
import { ReportHead } from './report-head.tsx'
import { Results } from './results.tsx'

const APPLY: Record<Picking, typeof only> = { only, toggle, exclude }

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
  const control = useReportState()
  const { state, question, round, askedAt, change } = control
  const summary = useSummary(report, question, round)
  const rows = useRows<Row>(report, question, round)
  const known = useLast(summary.data)
  const labelOf = useLabels(known)
  const [filtersShown, setFiltersShown] = useState(false)
  const range = resolveRange(state.range, askedAt)
  const pick = (field: Parameters<typeof only>[1], value: string, how: Picking) =>
    change({ terms: APPLY[how](state.terms, field, value) })

  return (
    <main className="sheet">
      <ReportHead
        title={reports[report].title}
        fetching={rows.isFetching || summary.isFetching}
        onRefresh={control.refresh}
        onFilters={() => setFiltersShown(true)}
      />
      <div className="asking">
        <SearchBar state={state} labelOf={labelOf} onChange={change} />
        <RangePicker choice={state.range} range={range} onChoose={chosen => change({ range: chosen })} />
      </div>
      {control.ignored.length > 0 && (
        <p className="notice" role="status">
          {messages.report.ignored(control.ignored)}
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
          terms={state.terms}
          busy={summary.isPlaceholderData || summary.isError}
          shown={filtersShown}
          onClose={() => setFiltersShown(false)}
          onPick={pick}
        />
        <Results
          report={report}
          columns={columnsOf(report, cells)}
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
            onPick={pick}
          />
        )}
      </div>
    </main>
  )
}

/** The visible columns of the definition, in its order and with its words. */
function columnsOf<Row extends ReportRow>(
  report: ReportId,
  cells: ReportSceneProps<Row>['cells'],
): Column<Row>[] {
  return reports[report].columns.flatMap(({ id, label, visible }) => {
    const cell = cells[id]
    return visible && cell ? [{ ...cell, id, label }] : []
  })
}
