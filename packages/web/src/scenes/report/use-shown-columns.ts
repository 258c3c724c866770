/** The columns that there are, those that the reader sees, and their places. */
import type { ReportId } from '@daybook/query'
import { useMemo } from 'react'

import type { GridColumn } from '../../grid/columns.ts'
import { useColumns, type Columns } from '../../grid/use-columns.ts'
import { useT } from '../../i18n/use-t.ts'
import type { ReportState } from '../../state/report-state.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { columnsOf, defaultColumns } from './report-columns.tsx'

export interface ShownColumns {
  all: GridColumn[]
  /** Ids of those chosen, in their order. */
  visible: string[]
  /** Those on the page. */
  columns: Columns
  /** Undefined = as the report's definition has them. */
  choose: (ids: string[] | undefined) => void
}

export function useShownColumns(
  report: ReportId,
  { state, change }: ReportControl,
  tenant: string,
): ShownColumns {
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
  const choose = (ids: string[] | undefined) =>
    change({ columns: ids && sameIds(ids, standard) ? undefined : ids } as Partial<ReportState>)
  return { all, visible, columns, choose }
}

const sameIds = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, at) => id === b[at])

/** The same list as before while its ids are the same. */
export function useStable(ids: string[]): readonly string[] {
  const key = JSON.stringify(ids)
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the ids are the key
  return useMemo(() => ids, [key])
}
