/** The columns that a report or a vendor's layout offers, and which of them are shown. */
import { findLayout, presentRow, reports, type Layout, type ReportId } from '@daybook/query'

import type { ReportRow } from '../../api/types.ts'
import { PlainCell } from '../../components/cells.tsx'
import { Time } from '../../components/time.tsx'
import type { GridColumn } from '../../grid/columns.ts'
import type { T } from '../../i18n/use-t.ts'
import { columnLabel } from '../../i18n/words.ts'
import { CELL_KINDS } from './cell-kinds.tsx'

/** Every column, in the order of the definition. */
export function columnsOf(
  t: T,
  report: ReportId,
  layoutId: string | undefined,
  tenant: string,
): GridColumn[] {
  const layout = layoutId === undefined ? undefined : findLayout(layoutId)
  if (layout?.base === report) return layoutColumns(layout, tenant)
  return reports[report].columns.flatMap(({ id, label }) => {
    const kind = CELL_KINDS[id]
    const { group, ...rest } = kind ?? {}
    if (kind === undefined) return []
    // Only changes have one attribute each.
    const grouped = group === undefined ? {} : { group }
    return [{ ...rest, ...grouped, id, label: columnLabel(t, id, label), sort: id } as GridColumn]
  })
}

/** Ids of the columns that are shown unless the reader chose others. */
export function defaultColumns(report: ReportId, layoutId: string | undefined): string[] {
  const layout = layoutId === undefined ? undefined : findLayout(layoutId)
  if (layout?.base === report) return layout.columns.map(({ label }) => label)
  return reports[report].columns.filter(column => column.visible).map(({ id }) => id)
}

const WIDTHS: Partial<Record<string, number>> = { time: 194, id: 220, person: 170, json: 240, text: 160 }

/** A vendor's columns: its names, its order, its spellings. What the base report can sort and group by works here too. */
function layoutColumns(layout: Layout, tenant: string): GridColumn[] {
  const cells = cellsOf(layout, tenant)
  return layout.columns.map(({ label, kind, from, as }, at): GridColumn => {
    const own = Object.entries(CELL_KINDS).find(([id]) => PATHS[id] === from)
    const text = (row: ReportRow) => cells(row)[at] ?? ''
    const time = kind === 'time' && as === undefined
    return {
      id: label,
      label,
      width: WIDTHS[kind] ?? 150,
      ...(own ? { sort: own[0] } : {}),
      ...(own?.[1].group === undefined ? {} : { group: own[1].group }),
      ...(own?.[1].filter === undefined ? {} : { filter: own[1].filter }),
      text,
      cell: row =>
        time ? (
          <Time at={row.occurredAt} />
        ) : (
          <PlainCell code={kind === 'id' || kind === 'code'}>{text(row)}</PlainCell>
        ),
    }
  })
}

/** Where a column's value stands in a row, as layouts name it. */
const PATHS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(reports).flatMap(report =>
    report.columns.map(({ id, path }) => [id, id === 'instance' ? 'entity.id' : path]),
  ),
)

/** The vendor's texts of a row; each row is presented once. */
function cellsOf(layout: Layout, tenant: string): (row: ReportRow) => string[] {
  const known = new WeakMap<ReportRow, string[]>()
  return row => {
    const found = known.get(row) ?? presentRow(layout, { ...row, tenant })
    known.set(row, found)
    return found
  }
}
