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
import { useNumbers, useT } from '../../i18n/use-t.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { useClock } from '../../time/use-clock.ts'
import type { ReportRow } from './report-scene.tsx'
import { StatusLine } from './status-line.tsx'

export interface ResultsProps<Row extends ReportRow> {
  report: ReportId
  columns: Column<Row>[]
  keyOf: (row: Row) => string
  control: ReportControl
  rows: ReturnType<typeof useRows<Row>>
  summary: ReturnType<typeof useSummary>
}

export function Results<Row extends ReportRow>(props: ResultsProps<Row>) {
  const t = useT()
  const { rows, summary, control } = props
  const loaded = rows.data?.pages.flatMap(page => page.rows) ?? []
  const retry = () => {
    void rows.refetch()
    void summary.refetch()
  }
  return (
    <section className="results" id={RESULTS_ID} tabIndex={-1} aria-label={t('report.results')}>
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
  const t = useT()
  const { count } = useNumbers()
  const { data } = summary
  if (!data) {
    return <div className="counts quiet">{t(summary.isError ? 'report.notCounted' : 'report.counting')}</div>
  }
  return (
    <div className="counts" data-testid="counts">
      <span role="status">
        <b data-testid="total">{count(data.total)}</b> {t(`report.rows.${report}`, { n: data.total })}
      </span>
      {data.failed > 0 && (
        <button
          type="button"
          className="failed"
          title={t('report.onlyFailed')}
          onClick={() => control.pick('outcome', 'FAILURE', 'only')}
        >
          {t('report.failed', { n: data.failed })}
        </button>
      )}
      <span className="quiet">{t('report.actors', { n: data.actors })}</span>
    </div>
  )
}

function Table<Row extends ReportRow>(props: ResultsProps<Row> & { loaded: Row[] }) {
  const t = useT()
  const { report, rows, summary, control, loaded } = props
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData, isError } = rows
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return (
    <DataTable
      label={t('grid.label', { title: t(`words.reports.${report}`) })}
      columns={props.columns}
      rows={loaded}
      total={summary.data?.total}
      keyOf={props.keyOf}
      eventOf={eventOf}
      openEvent={control.state.open}
      order={orderOf(control)}
      busy={isPlaceholderData}
      hasMore={hasNextPage && !isFetchingNextPage && !isError}
      foot={<Foot {...props} />}
      onOrder={order =>
        control.change({ sort: order === 'newest' ? [] : [{ column: 'occurredAt', descending: false }] })
      }
      onOpen={control.open}
      onMore={more}
    />
  )
}

const eventOf = (row: ReportRow) => row.id
const orderOf = ({ state }: ReportControl) => (state.sort[0]?.descending === false ? 'oldest' : 'newest')

function Foot<Row extends ReportRow>({ rows, control, loaded }: ResultsProps<Row> & { loaded: Row[] }) {
  const t = useT()
  if (rows.isPending || rows.isFetchingNextPage) return t('grid.loadingMore')
  if (rows.hasNextPage) {
    return (
      <button type="button" className="link" onClick={() => void rows.fetchNextPage()}>
        {t('grid.loadMore')}
      </button>
    )
  }
  const last = loaded.at(-1)
  if (rows.data?.pages.at(-1)?.nextCursor === undefined || !last) return t('grid.end')
  return (
    <>
      {t('grid.full', { n: ROWS_KEPT_MAX })}
      <button type="button" className="link" onClick={() => goOnFrom(last, control)}>
        {t('grid.goOn')}
      </button>
    </>
  )
}

/** Narrows the range to what comes after the last row; rows of the same millisecond are shown again, none is left out. */
function goOnFrom(last: ReportRow, control: ReportControl): void {
  const { state, change } = control
  const at = Date.parse(last.occurredAt)
  const { from, to } = 'preset' in state.range ? {} : state.range
  if (orderOf(control) === 'newest')
    change({ range: { ...(from === undefined ? {} : { from }), to: at + 1 } })
  else change({ range: { from: at, ...(to === undefined ? {} : { to }) } })
}

function Empty({ report, control }: { report: ReportId; control: ReportControl }) {
  const t = useT()
  const clock = useClock()
  const { state, change } = control
  const filtered = state.q.trim() !== ''
  const preset = 'preset' in state.range ? state.range.preset : undefined
  return (
    <EmptyState
      title={t(`states.emptyTitle.${report}`)}
      actions={
        <>
          {filtered && (
            <button type="button" className="button" onClick={() => change({ q: '' })}>
              {t('states.clearFilters')}
            </button>
          )}
          {preset !== '90d' && preset !== 'all' && (
            <button type="button" className="button" onClick={() => change({ range: { preset: '90d' } })}>
              {t('states.ninety')}
            </button>
          )}
          {preset !== 'all' && (
            <button type="button" className="button" onClick={() => change({ range: { preset: 'all' } })}>
              {t('states.allTime')}
            </button>
          )}
        </>
      }
    >
      {preset === 'all' && !filtered
        ? t('states.emptyAll')
        : t(filtered ? 'states.emptyFiltered' : 'states.emptyRange', {
            range: rangeLabel(t, state.range, clock),
          })}
    </EmptyState>
  )
}
