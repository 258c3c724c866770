/** One row of the grid: a cell for each shown column, or bars in their place while it is fetched. */
import { memo } from 'react'

import type { ReportRow } from '../api/types.ts'
import type { ShownColumn } from './use-columns.ts'

export interface LineProps {
  /** Number of the line, from 0. */
  line: number
  /** Pixels from the top of the layer. */
  y: number
  active: boolean
  /** The active cell, where one is. */
  activeCell: number
}

export interface GridRowProps extends LineProps {
  row: ReportRow | undefined
  shown: ShownColumn[]
  open: boolean
  /** It arrived while the reader looked. */
  fresh: boolean
  level: number | undefined
}

export const lineId = (line: number): string => `line-${line}`
export const cellId = (line: number, cell: number): string => `line-${line}-${cell}`

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { line, y, row, shown, open, active, activeCell, fresh, level } = props
  return (
    <div
      id={lineId(line)}
      role="row"
      className="grid-line grid-row"
      aria-rowindex={line + 2}
      aria-level={level}
      aria-selected={open}
      data-line={line}
      data-active={active || undefined}
      data-open={open || undefined}
      data-fresh={fresh || undefined}
      style={{ transform: `translateY(${y}px)` }}
    >
      {shown.map(({ column, pinnedAt, edge }, at) => (
        <div
          key={column.id}
          id={cellId(line, at)}
          role="gridcell"
          className="grid-cell"
          aria-colindex={at + 1}
          data-column={column.id}
          data-pinned={pinnedAt !== undefined || undefined}
          data-edge={edge || undefined}
          data-active={activeCell === at || undefined}
          style={pinnedAt === undefined ? undefined : { insetInlineStart: pinnedAt }}
        >
          {row ? (
            column.cell(row)
          ) : (
            <i className="skeleton" style={{ width: `${40 + ((line * 37 + at * 53) % 50)}%` }} />
          )}
        </div>
      ))}
    </div>
  )
})
