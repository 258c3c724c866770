/** The columns on the page: TanStack Table keeps order, visibility, sizes and pins; the rows are none of its business. */
import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
  type ColumnPinningState,
  type ColumnSizingState,
} from '@tanstack/react-table'
import { useEffect, useMemo, useState } from 'react'

import { readMemory, WIDTH_MAX, WIDTH_MIN, writeMemory, type GridColumn } from './columns.ts'

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
})
const NO_ROWS: object[] = []

export interface ShownColumn {
  column: GridColumn
  width: number
  /** Pixels from the start of the line, of a pinned column. */
  pinnedAt: number | undefined
  /** The last of the pinned ones. */
  edge: boolean
}

export interface Columns {
  shown: ShownColumn[]
  width: number
  /** Tracks of the lines' CSS grid. */
  template: string
  resize: (id: string, width: number) => void
  resetSize: (id: string) => void
  togglePin: (id: string) => void
  isPinned: (id: string) => boolean
}

/** @param visible ids in their order */
export function useColumns(report: string, all: readonly GridColumn[], visible: readonly string[]): Columns {
  const first = visible[0] ?? ''
  const [kept] = useState(() => readMemory(localStorage, report, first))
  const [columnSizing, setSizing] = useState<ColumnSizingState>(kept.sizes)
  const [columnPinning, setPinning] = useState<ColumnPinningState>({ start: kept.pins, end: [] })
  useEffect(() => {
    const { start } = columnPinning
    writeMemory(localStorage, report, { sizes: columnSizing, pins: start })
  }, [report, columnSizing, columnPinning])

  const columns = useMemo(
    () => all.map(({ id, width }) => ({ id, size: width, minSize: WIDTH_MIN, maxSize: WIDTH_MAX })),
    [all],
  )
  const columnVisibility = useMemo(
    () => Object.fromEntries(all.map(({ id }) => [id, visible.includes(id)])),
    [all, visible],
  )
  const columnOrder = useMemo(() => [...visible], [visible])
  const table = useTable({
    features,
    columns,
    data: NO_ROWS,
    state: { columnSizing, columnPinning, columnVisibility, columnOrder },
    onColumnSizingChange: setSizing,
    onColumnPinningChange: setPinning,
  })

  const byId = new Map(all.map(column => [column.id, column]))
  const leaves = table.getPinnedVisibleLeafColumns('start').concat(table.getCenterVisibleLeafColumns())
  const shown = leaves.flatMap((leaf): ShownColumn[] => {
    const column = byId.get(leaf.id)
    const pinned = leaf.getIsPinned() === 'start'
    return column === undefined
      ? []
      : [
          {
            column,
            width: leaf.getSize(),
            pinnedAt: pinned ? leaf.getStart('start') : undefined,
            edge: false,
          },
        ]
  })
  const lastPinned = shown.findLast(({ pinnedAt }) => pinnedAt !== undefined)
  if (lastPinned) lastPinned.edge = true
  return {
    shown,
    width: shown.reduce((sum, { width }) => sum + width, 0),
    template: shown
      .map(({ width }, at) => (at === shown.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`))
      .join(' '),
    resize: (id, width) =>
      setSizing(sizes => ({ ...sizes, [id]: Math.round(Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, width))) })),
    resetSize: id => table.getColumn(id)?.resetSize(),
    togglePin: id => {
      const leaf = table.getColumn(id)
      leaf?.pin(leaf.getIsPinned() === 'start' ? false : 'start')
    },
    isPinned: id => table.getColumn(id)?.getIsPinned() === 'start',
  }
}
