/** One line of the grid, whatever it is: a row, a group, or what stands in for groups that are not there yet. */
import type { ReactNode } from 'react'

import type { ReportRow } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { GridRow, lineId } from './grid-row.tsx'
import type { GridProps } from './grid.tsx'
import { GroupRow } from './group-row.tsx'
import type { Segment } from './segments.ts'

interface LineProps {
  line: number
  y: number
  active: boolean
  activeCell: number
  here: { segment: Segment; offset: number }
  row: ReportRow | undefined
  grid: GridProps
}

export function Line({ here, row, grid, ...place }: LineProps): ReactNode {
  const t = useT()
  const { segment } = here
  if (segment.kind === 'group') {
    const { group, path, depth, open } = segment
    const column = path.at(-1)?.column ?? ''
    return (
      <GroupRow
        {...place}
        group={group}
        column={column}
        columnLabel={grid.columnLabel(column)}
        label={grid.groupLabel(column, group)}
        depth={depth}
        open={open}
        cells={grid.columns.shown.length}
        now={grid.now}
      />
    )
  }
  if (segment.kind === 'rows' || segment.kind === 'fresh') {
    return (
      <GridRow
        {...place}
        row={row}
        shown={grid.columns.shown}
        open={row !== undefined && row.id === grid.openEvent}
        fresh={segment.kind === 'fresh'}
        level={segment.depth === 0 ? undefined : segment.depth + 1}
      />
    )
  }
  const text =
    segment.kind === 'more'
      ? t('grid.moreGroups', { shown: segment.shown, total: segment.total })
      : segment.kind === 'failed'
        ? t('grid.groupsFailed')
        : t('report.counting')
  return (
    <div
      id={lineId(place.line)}
      role="row"
      className="grid-group"
      aria-rowindex={place.line + 2}
      aria-level={segment.depth + 1}
      data-line={place.line}
      data-active={place.active || undefined}
      data-kind={segment.kind}
      style={{ transform: `translateY(${place.y}px)`, paddingInlineStart: 35 + segment.depth * 20 }}
    >
      <div
        role="gridcell"
        className="grid-group-cell"
        aria-colindex={1}
        aria-colspan={grid.columns.shown.length}
      >
        {text}
      </div>
    </div>
  )
}
