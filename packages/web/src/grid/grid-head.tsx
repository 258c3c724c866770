/** The names of the columns. Each is a menu; the line beside it is dragged, or moved by arrow keys, to resize. */
import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react'
import { Suspense, useRef, useState, type ComponentProps, type KeyboardEvent, type PointerEvent } from 'react'

import { lazyPart } from '../components/lazy-part.ts'
import { useT } from '../i18n/use-t.ts'
import type { SortKey } from '../state/report-state.ts'
import { WIDTH_MAX, WIDTH_MIN, type GridColumn } from './columns.ts'
import type { Columns, ShownColumn } from './use-columns.ts'

const KEY_STEP = 16
/** Menus are a chunk of their own: the names are there before it, and a name that is pressed before it opens its menu then. */
const ColumnMenu = lazyPart(async () => (await import('./column-menu.tsx')).ColumnMenu)

export interface HeadActions {
  onSort: (key: SortKey) => void
  onGroup: (column: string) => void
  onHide: (id: string) => void
  /** Moves a column by places among those shown. */
  onMove: (id: string, by: number) => void
}

export interface GridHeadProps extends HeadActions {
  columns: Columns
  sort: readonly SortKey[]
}

export function GridHead({ columns, sort, ...actions }: GridHeadProps) {
  return (
    <div className="grid-head" role="rowgroup">
      <div className="grid-line" role="row" aria-rowindex={1}>
        {columns.shown.map((shown, at) => (
          <HeadCell key={shown.column.id} shown={shown} at={at} columns={columns} sort={sort} {...actions} />
        ))}
      </div>
    </div>
  )
}

interface HeadCellProps extends GridHeadProps {
  shown: ShownColumn
  at: number
}

function HeadCell({ shown, at, columns, sort, ...actions }: HeadCellProps) {
  const { column, pinnedAt, edge } = shown
  const key = sortOf(column, sort)
  const [open, setOpen] = useState(false)
  return (
    <div
      role="columnheader"
      className="grid-name"
      aria-colindex={at + 1}
      aria-sort={key ? (key.descending ? 'descending' : 'ascending') : undefined}
      data-pinned={pinnedAt !== undefined || undefined}
      data-edge={edge || undefined}
      style={pinnedAt === undefined ? undefined : { insetInlineStart: pinnedAt }}
    >
      <Suspense fallback={<NameButton column={column} sorted={key} onClick={() => setOpen(true)} />}>
        <ColumnMenu
          column={column}
          columns={columns}
          sort={sort}
          sorted={key}
          open={open}
          onOpen={setOpen}
          {...actions}
        />
      </Suspense>
      <Resizer shown={shown} resize={columns.resize} />
    </div>
  )
}

export interface NameButtonProps extends ComponentProps<'button'> {
  column: GridColumn
  sorted: SortKey | undefined
}

export function NameButton({ column, sorted, ...button }: NameButtonProps) {
  const Sign = sorted?.descending ? ArrowDown : ArrowUp
  return (
    <button type="button" className="grid-name-button" {...button}>
      <span className="text">{column.label}</span>
      {sorted && <Sign size={12} strokeWidth={2.4} aria-hidden />}
      <ChevronDown className="grid-name-more" size={13} aria-hidden />
    </button>
  )
}

export const sortOf = (column: GridColumn, sort: readonly SortKey[]) =>
  sort.find(key => key.column === column.sort)

function Resizer({ shown, resize }: { shown: ShownColumn; resize: Columns['resize'] }) {
  const t = useT()
  const start = useRef<{ x: number; width: number }>(undefined)
  const { id, label } = shown.column
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    // The last column may be wider than it asks for: dragging begins with what is seen.
    const seen = event.currentTarget.parentElement?.getBoundingClientRect().width
    start.current = { x: event.clientX, width: seen ?? shown.width }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { current } = start
    if (current) resize(id, current.width + directed(event.currentTarget, event.clientX - current.x))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? KEY_STEP : event.key === 'ArrowLeft' ? -KEY_STEP : 0
    if (step === 0) return
    event.preventDefault()
    event.stopPropagation()
    resize(id, shown.width + directed(event.currentTarget, step))
  }
  return (
    <span
      className="grid-resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('grid.resize', { column: label })}
      aria-valuenow={shown.width}
      aria-valuemin={WIDTH_MIN}
      aria-valuemax={WIDTH_MAX}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (start.current = undefined)}
      onPointerCancel={() => (start.current = undefined)}
      onKeyDown={onKeyDown}
    />
  )
}

/** Towards the end of the line is wider, in either direction of writing. */
const directed = (element: HTMLElement, pixels: number): number =>
  getComputedStyle(element).direction === 'rtl' ? -pixels : pixels
