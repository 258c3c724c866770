/**
 * The counts, the rows or groups or what stands in their place, and the status line.
 * Old rows stay, dimmed, while new ones come; an error or an empty answer replaces rows only.
 */
import type { ReportId } from '@daybook/query'
import { useCallback, useMemo, useState } from 'react'
import { useLocale } from 'use-intl'

import type { ReportRow, Summary } from '../../api/types.ts'
import { RESULTS_ID } from '../../components/focus-results.ts'
import { ErrorState } from '../../components/states.tsx'
import type { Asked } from '../../grid/asked.ts'
import { moved } from '../../grid/columns.ts'
import { Grid, type GridSeen } from '../../grid/grid.tsx'
import { useColumns } from '../../grid/use-columns.ts'
import { useLevels } from '../../grid/use-levels.ts'
import { useT } from '../../i18n/use-t.ts'
import type { ReportState, SortKey } from '../../state/report-state.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { Counts } from './counts.tsx'
import type { GroupSort } from './group-buttons.tsx'
import { groupColumns, groupLabel } from './group-words.ts'
import { NoRows, UnreadableFilter } from './no-rows.tsx'
import { columnsOf, defaultColumns } from './report-columns.tsx'
import { StatusLine } from './status-line.tsx'
import { LINE_HEIGHTS, useDensity } from './use-density.ts'
import type { Settled } from './use-settled.ts'

const NO_FRESH: ReportRow[] = []

export interface ResultsProps {
  report: ReportId
  tenant: string
  control: ReportControl
  settled: Settled
  /** Stands in before the first answer. */
  fallback: Asked
  summary: Summary | undefined
  /** The summary belongs to the rows on the page. */
  current: boolean
  summaryFailed: boolean
  fresh?: readonly ReportRow[]
  onSeen: (seen: GridSeen) => void
}

export function Results(props: ResultsProps) {
  const { report, tenant, control, settled, fallback, summary, current, fresh = NO_FRESH } = props
  const { state, change } = control
  const t = useT()
  const locale = useLocale()
  const [density, toggleDensity] = useDensity()
  const [groupSort, setGroupSort] = useState<GroupSort>('-count')
  const [seen, setSeen] = useState<GridSeen>()

  const { all, standard, visible, columns } = useShownColumns(report, state, tenant)

  const asked = settled.asked ?? fallback
  const offered = useMemo(() => groupColumns(t, report), [t, report])
  const groups = useStable(state.groups.filter(group => offered.some(({ id }) => id === group)))
  const levels = useLevels(asked, groups, groupSort)
  const first = settled.first
  // Before the summary is there, the first page tells how many rows there are at least.
  const total = current && summary ? summary.total : (first?.rows.length ?? 0)

  const { onSeen } = props
  const see = useCallback(
    (next: GridSeen) => {
      onSeen(next)
      setSeen(old => (old && sameSeen(old, next) ? old : next))
    },
    [onSeen],
  )
  const setColumns = (ids: string[] | undefined) =>
    change({ columns: ids && sameIds(ids, standard) ? undefined : ids } as Partial<typeof state>)
  const addGroup = (group: string) => {
    if (!groups.includes(group)) change({ groups: [...groups, group] })
  }
  const failed = settled.error !== undefined && !settled.busy
  return (
    <section className="results" id={RESULTS_ID} tabIndex={-1} aria-label={t('report.results')}>
      <Counts
        report={report}
        summary={summary}
        fresh={fresh.length}
        failed={props.summaryFailed}
        control={control}
        columns={{ all, visible, onChange: setColumns }}
        groups={{
          offered,
          groups,
          sort: groupSort,
          onChange: next => change({ groups: next }),
          onSort: setGroupSort,
        }}
        density={density}
        onDensity={toggleDensity}
      />
      {failed ? (
        <ErrorState error={settled.error} onRetry={settled.retry} />
      ) : control.question === undefined && !first ? (
        <UnreadableFilter control={control} />
      ) : first && first.rows.length === 0 && fresh.length === 0 && !settled.busy ? (
        <NoRows report={report} control={control} />
      ) : (
        <Grid
          label={t('grid.label', { title: t(`words.reports.${report}`) })}
          asked={asked}
          total={first ? total : SKELETON_ROWS}
          histogram={current ? summary?.histogram : undefined}
          columns={columns}
          levels={levels}
          sort={state.sort.length > 0 ? state.sort : NEWEST}
          fresh={fresh}
          rowHeight={LINE_HEIGHTS[density]}
          openEvent={state.open}
          busy={settled.busy}
          now={control.askedAt}
          groupLabel={(column, group) => groupLabel(t, column, group, { locale, zone: asked.zone })}
          columnLabel={column => offered.find(({ id }) => id === column)?.label ?? column}
          onSort={key => change({ sort: isNewest(key) ? [] : [key] })}
          onGroup={addGroup}
          onHide={id => setColumns(visible.filter(other => other !== id))}
          onMove={(id, by) => setColumns(moved(visible, id, by))}
          onOpen={control.open}
          onPick={control.pick}
          onWindow={see}
        />
      )}
      <StatusLine
        seen={failed ? undefined : seen}
        grouped={groups.length > 0}
        summary={summary}
        tookMs={first?.tookMs}
      />
    </section>
  )
}

/** The columns that there are, those that the reader sees, and their places. */
function useShownColumns(report: ReportId, state: ReportState, tenant: string) {
  const t = useT()
  const { layout, groups } = state
  const all = useMemo(() => columnsOf(t, report, layout, tenant), [t, report, layout, tenant])
  const standard = useMemo(() => defaultColumns(report, layout), [report, layout])
  const wanted = state.columns?.filter(id => all.some(column => column.id === id)) ?? []
  const visible = wanted.length > 0 ? wanted : standard
  // What is grouped by stands in the group: its column says nothing more. A day does not say the time.
  const hidden = new Set(
    all
      .filter(({ group }) => group !== undefined && group !== 'day' && groups.includes(group))
      .map(({ id }) => id),
  )
  const columns = useColumns(layout ?? report, all, useStable(visible.filter(id => !hidden.has(id))))
  return { all, standard, visible, columns }
}

/** Lines that stand in before anything is known. */
const SKELETON_ROWS = 40
const NEWEST: SortKey[] = [{ column: 'occurredAt', descending: true }]
const isNewest = ({ column, descending }: SortKey) => column === 'occurredAt' && descending
const sameIds = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, at) => id === b[at])

const sameSeen = (a: GridSeen, b: GridSeen) =>
  a.top === b.top && a.bottom === b.bottom && a.lines === b.lines && a.pages.error === b.pages.error

/** The same list as before while its ids are the same. */
function useStable(ids: string[]): readonly string[] {
  const key = JSON.stringify(ids)
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the ids are the key
  return useMemo(() => ids, [key])
}
