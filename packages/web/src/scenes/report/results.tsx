/**
 * The counts, the rows or groups or what stands in their place, and the status line.
 * Old rows stay, dimmed, while new ones come; an error or an empty answer replaces rows only.
 */
import type { ReportId } from '@daybook/query'
import { useCallback, useMemo, useState } from 'react'
import { useLocale } from 'use-intl'

import { RESULTS_ID } from '../../components/focus-results.ts'
import { useNarrow } from '../../components/use-narrow.ts'
import { moved } from '../../grid/columns.ts'
import { Grid, type GridSeen } from '../../grid/grid.tsx'
import { useLevels } from '../../grid/use-levels.ts'
import { useT } from '../../i18n/use-t.ts'
import type { Live } from '../../live/use-live.ts'
import { WaitingPill } from '../../live/waiting-pill.tsx'
import type { SortKey } from '../../state/report-state.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { Counts } from './counts.tsx'
import type { GroupSort } from './group-buttons.tsx'
import { groupColumns, groupLabel } from './group-words.ts'
import { FailedRows, NoRows, UnreadableFilter } from './no-rows.tsx'
import { StatusLine } from './status-line.tsx'
import { LINE_HEIGHTS, listHeight, useDensity } from './use-density.ts'
import type { ReportData } from './use-report-data.ts'
import { useShownColumns, useStable, type ShownColumns } from './use-shown-columns.ts'

export interface ResultsProps {
  report: ReportId
  tenant: string
  control: ReportControl
  data: ReportData
  live: Live
  onSeen: (seen: GridSeen) => void
}

export function Results(props: ResultsProps) {
  const { report, tenant, control, data, live, onSeen } = props
  const { state, change } = control
  const t = useT()
  const [density, toggleDensity] = useDensity()
  const narrow = useNarrow()
  const [groupSort, setGroupSort] = useState<GroupSort>('-count')
  const [seen, setSeen] = useState<GridSeen>()
  const shown = useShownColumns(report, control, tenant)
  const offered = useMemo(() => groupColumns(t, report), [t, report])
  const groups = useStable(state.groups.filter(group => offered.some(({ id }) => id === group)))
  const see = useCallback(
    (next: GridSeen) => {
      onSeen(next)
      setSeen(old => (old && sameSeen(old, next) ? old : next))
    },
    [onSeen],
  )
  const failed = data.settled.error !== undefined && !data.settled.busy
  const empty = data.settled.first?.rows.length === 0 && live.shown.length === 0 && !data.settled.busy
  const sorting = { sort: groupSort, onSort: setGroupSort }
  return (
    <section className="results" id={RESULTS_ID} tabIndex={-1} aria-label={t('report.results')}>
      <Counts
        report={report}
        summary={data.known}
        fresh={live.shown.length}
        failed={data.summary.isError}
        control={control}
        columns={{ all: shown.all, visible: shown.visible, onChange: shown.choose }}
        groups={{ offered, groups, ...sorting, onChange: next => change({ groups: next }) }}
        density={density}
        onDensity={toggleDensity}
      />
      <WaitingPill
        live={live}
        onShow={() => {
          live.showWaiting()
          seen?.toTop()
        }}
      />
      {failed ? (
        <FailedRows control={control} error={data.settled.error} onRetry={data.settled.retry} />
      ) : (
        <Rows
          {...props}
          shown={shown}
          groups={groups}
          groupSort={groupSort}
          offered={offered}
          list={narrow}
          empty={empty}
          rowHeight={narrow ? listHeight(shown.columns.shown.length) : LINE_HEIGHTS[density]}
          onSeen={see}
        />
      )}
      <StatusLine
        seen={failed || empty ? undefined : seen}
        grouped={groups.length > 0}
        summary={data.known}
        tookMs={data.settled.first?.tookMs}
      />
    </section>
  )
}

interface RowsProps extends ResultsProps {
  shown: ShownColumns
  groups: readonly string[]
  groupSort: GroupSort
  offered: readonly { id: string; label: string }[]
  list: boolean
  /** The question has an answer, and it is that there is nothing. */
  empty: boolean
  rowHeight: number
}

function Rows({
  report,
  control,
  data,
  live,
  shown,
  groups,
  groupSort,
  offered,
  list,
  empty,
  rowHeight,
  onSeen,
}: RowsProps) {
  const t = useT()
  const locale = useLocale()
  const { state, change } = control
  const { settled, known, current } = data
  const { first } = settled
  const asked = settled.asked ?? data.asked
  const levels = useLevels(asked, groups, groupSort)
  if (control.question === undefined && !first) return <UnreadableFilter control={control} />
  if (empty) return <NoRows report={report} control={control} />
  return (
    <Grid
      label={t('grid.label', { title: t(`words.reports.${report}`) })}
      asked={asked}
      // Before the summary is there, the first page tells how many rows there are at least.
      total={current && known ? known.total : (first?.rows.length ?? SKELETON_ROWS)}
      histogram={current ? known?.histogram : undefined}
      columns={shown.columns}
      levels={levels}
      sort={state.sort.length > 0 ? state.sort : NEWEST}
      fresh={live.shown}
      list={list}
      rowHeight={rowHeight}
      openEvent={state.open}
      busy={settled.busy}
      now={control.askedAt}
      groupLabel={(column, group) => groupLabel(t, column, group, { locale, zone: asked.zone })}
      columnLabel={column => offered.find(({ id }) => id === column)?.label ?? column}
      onSort={key => change({ sort: isNewest(key) ? [] : [key] })}
      onGroup={group => groups.includes(group) || change({ groups: [...groups, group] })}
      onHide={id => shown.choose(shown.visible.filter(other => other !== id))}
      onMove={(id, by) => shown.choose(moved(shown.visible, id, by))}
      onOpen={control.open}
      onPick={control.pick}
      onWindow={onSeen}
    />
  )
}

/** Lines that stand in before anything is known. */
const SKELETON_ROWS = 40
const NEWEST: SortKey[] = [{ column: 'occurredAt', descending: true }]
const isNewest = ({ column, descending }: SortKey) => column === 'occurredAt' && descending

const sameSeen = (a: GridSeen, b: GridSeen) =>
  a.top === b.top && a.bottom === b.bottom && a.lines === b.lines && a.pages.error === b.pages.error
