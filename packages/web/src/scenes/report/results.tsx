/**
 * The counts, the rows or what stands in their place, and the status line.
 * Old rows stay, dimmed, while new ones come; an error or an empty answer replaces rows only.
 */
import type { ReportId } from '@daybook/query'
import { useCallback } from 'react'

import { ROWS_KEPT_MAX, type useRows, type useSummary } from '../../api/queries.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { RESULTS_ID } from '../../components/focus-results.ts'
import { rangeLabel } from '../../components/range-picker.tsx'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { messages } from '../../messages.ts'
import { only } from '../../state/terms.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import type { ReportRow } from './report-scene.tsx'
import { StatusLine } from './status-line.tsx'
import { count } from '../../text/number.ts'

export interface ResultsProps<Row extends ReportRow> {
  report: ReportId
  columns: Column<Row>[]
  keyOf: (row: Row) => string
  control: ReportControl
  rows: ReturnType<typeof useRows<Row>>
  summary: ReturnType<typeof useSummary>
}

export function Results<Row extends ReportRow>(props: ResultsProps<Row>) {
  const { rows, summary, control } = props
  const loaded = rows.data?.pages.flatMap(page => page.rows) ?? []
  const retry = () => {
    void rows.refetch()
    void summary.refetch()
  }
  return (
    <section className="results" id={RESULTS_ID} tabIndex={-1} aria-label={messages.report.results}>
      <Counts {...props} />
      {rows.isError && loaded.length === 0 ? (
        <ErrorState error={rows.error} onRetry={retry} />
      ) : rows.isSuccess && loaded.length === 0 ? (
        <Empty report={props.report} control={control} />
      ) : (
        <Table {...props} loaded={loaded} />
      )}
      <StatusLine rows={loaded.length} summary={summary.data} tookMs={rows.data?.pages[0]?.tookMs} />
    </section>
  )
}

function Counts<Row extends ReportRow>({ report, summary, control }: ResultsProps<Row>) {
  const { data } = summary
  const { state, change } = control
  if (!data) {
    return (
      <div className="counts quiet">
        {summary.isError ? messages.report.notCounted : messages.report.counting}
      </div>
    )
  }
  return (
    <div className="counts" data-testid="counts">
      <span role="status">
        <b data-testid="total">{count(data.total)}</b> {messages.report.total(report, data.total)}
      </span>
      {data.failed > 0 && (
        <button
          type="button"
          className="failed"
          title={messages.report.onlyFailed}
          onClick={() => change({ terms: only(state.terms, 'outcome', 'FAILURE') })}
        >
          {messages.report.failed(data.failed)}
        </button>
      )}
      <span className="quiet">{messages.report.actors(data.actors)}</span>
    </div>
  )
}

function Table<Row extends ReportRow>(props: ResultsProps<Row> & { loaded: Row[] }) {
  const { report, rows, summary, control, loaded } = props
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData, isError } = rows
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return (
    <DataTable
      label={messages.table.rowsLabel(messages.report.total(report, 2))}
      columns={props.columns}
      rows={loaded}
      total={summary.data?.total}
      keyOf={props.keyOf}
      eventOf={eventOf}
      openEvent={control.state.open}
      order={control.state.order}
      busy={isPlaceholderData}
      hasMore={hasNextPage && !isFetchingNextPage && !isError}
      foot={<Foot {...props} />}
      onOrder={order => control.change({ order })}
      onOpen={control.open}
      onMore={more}
    />
  )
}

const eventOf = (row: ReportRow) => row.id

function Foot<Row extends ReportRow>({ rows, control, loaded }: ResultsProps<Row> & { loaded: Row[] }) {
  if (rows.isPending || rows.isFetchingNextPage) return messages.table.loadingMore
  if (rows.hasNextPage) {
    return (
      <button type="button" className="link" onClick={() => void rows.fetchNextPage()}>
        {messages.table.loadMore}
      </button>
    )
  }
  const last = loaded.at(-1)
  if (rows.data?.pages.at(-1)?.nextCursor === undefined || !last) return messages.table.end
  return (
    <>
      {messages.table.full(ROWS_KEPT_MAX)}
      <button type="button" className="link" onClick={() => goOnFrom(last, control)}>
        {messages.table.goOn}
      </button>
    </>
  )
}

/** Narrows the range to what comes after the last row; rows of the same millisecond are shown again, none is left out. */
function goOnFrom(last: ReportRow, { state, change }: ReportControl): void {
  const at = Date.parse(last.occurredAt)
  const { from, to } = 'preset' in state.range ? {} : state.range
  if (state.order === 'newest') change({ range: { ...(from === undefined ? {} : { from }), to: at + 1 } })
  else change({ range: { from: at, ...(to === undefined ? {} : { to }) } })
}

function Empty({ report, control }: { report: ReportId; control: ReportControl }) {
  const { state, change } = control
  const filtered = Object.keys(state.terms).length > 0 || state.search !== ''
  const preset = 'preset' in state.range ? state.range.preset : undefined
  return (
    <EmptyState
      title={messages.states.emptyTitle(report)}
      actions={
        <>
          {filtered && (
            <button type="button" className="button" onClick={() => change({ terms: {}, search: '' })}>
              {messages.states.clearFilters}
            </button>
          )}
          {preset !== '90d' && preset !== 'all' && (
            <button type="button" className="button" onClick={() => change({ range: { preset: '90d' } })}>
              {messages.states.ninety}
            </button>
          )}
          {preset !== 'all' && (
            <button type="button" className="button" onClick={() => change({ range: { preset: 'all' } })}>
              {messages.states.allTime}
            </button>
          )}
        </>
      }
    >
      {preset === 'all' && !filtered
        ? messages.states.emptyAll
        : messages.states.empty(rangeLabel(state.range), filtered)}
    </EmptyState>
  )
}
