/**
 * The rows of a report, or its groups, as an ARIA grid over any number of lines: only those in sight are on the page.
 * The server sorts, groups and counts; this draws a window, and asks for the rows under it.
 */
import type { FieldName } from '@daybook/query'
import { Suspense, type CSSProperties } from 'react'

import { lazyPart } from '../components/lazy-part.ts'
import type { Histogram, ReportRow } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import type { Picking } from '../state/picking.ts'
import type { SortKey } from '../state/report-state.ts'
import type { Asked } from './asked.ts'
import { GridHead, type HeadActions } from './grid-head.tsx'
import { Line } from './grid-line.tsx'
import type { Group } from './segments.ts'
import type { Columns } from './use-columns.ts'
import { useGridEvents } from './use-grid-events.ts'
import { useGridLines } from './use-grid-lines.ts'
import type { Levels } from './use-levels.ts'
import type { Pages } from './use-pages.ts'

/** Menus are a chunk of their own. */
const CellMenu = lazyPart(async () => (await import('./cell-menu.tsx')).CellMenu)

export interface GridProps extends HeadActions {
  label: string
  asked: Asked
  /** Rows of the whole report. */
  total: number
  histogram: Histogram | undefined
  columns: Columns
  levels: Levels
  sort: readonly SortKey[]
  /** Rows that arrived while the reader looked, newest first. */
  fresh: readonly ReportRow[]
  /** On a narrow page a row is a few lines of its own instead of a line of a table. */
  list: boolean
  rowHeight: number
  openEvent: string | undefined
  /** Old rows are shown while new ones come. */
  busy: boolean
  now: number
  groupLabel: (column: string, group: Group) => string
  columnLabel: (column: string) => string
  onOpen: (id: string | undefined) => void
  onPick: (field: FieldName, value: string, how: Picking) => void
  onWindow: (seen: GridSeen) => void
}

/** What the surroundings know of the window. */
export interface GridSeen {
  top: number
  bottom: number
  lines: number
  pages: Pages
  toTop: () => void
}

export function Grid(props: GridProps) {
  const { columns, levels } = props
  const t = useT()
  const grid = useGridLines(props)
  const { lines, window: seen } = grid
  const { active, activeId, menu, closeMenu, handlers } = useGridEvents(props, grid)
  const style = {
    '--columns': columns.template,
    '--columns-width': `${columns.width}px`,
    '--line-height': `${props.rowHeight}px`,
  } as CSSProperties
  return (
    <>
      <div
        className="grid"
        ref={grid.scroller}
        style={style}
        tabIndex={0}
        role={levels.columns.length > 0 ? 'treegrid' : 'grid'}
        aria-label={props.label}
        aria-describedby="grid-help"
        aria-rowcount={lines.count + 1}
        aria-colcount={columns.shown.length}
        aria-activedescendant={activeId}
        aria-busy={props.busy}
        data-busy={props.busy || undefined}
        data-list={props.list || undefined}
        data-testid="grid"
        {...handlers}
      >
        <GridHead
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          onGroup={props.onGroup}
          onHide={props.onHide}
          onMove={props.onMove}
        />
        <div className="grid-canvas" role="presentation" style={{ height: seen.canvas }}>
          <div className="grid-layer" role="rowgroup" style={{ transform: `translateY(${seen.y}px)` }}>
            {grid.drawn.map(line => {
              const here = lines.at(line)
              const isActive = active.line === line
              const place = { line, y: (line - seen.start) * props.rowHeight, active: isActive }
              return (
                here && (
                  <Line
                    key={line}
                    {...place}
                    activeCell={isActive ? active.cell : -1}
                    here={here}
                    row={grid.rowAt(line)}
                    grid={props}
                  />
                )
              )
            })}
          </div>
        </div>
      </div>
      <span className="hidden" id="grid-help">
        {t('grid.help')}
      </span>
      {menu && (
        <Suspense fallback={null}>
          <CellMenu
            key={`${menu.x}/${menu.y}`}
            cell={menu}
            onPick={props.onPick}
            onGroup={props.onGroup}
            onOpen={props.onOpen}
            onClose={closeMenu}
          />
        </Suspense>
      )}
    </>
  )
}
