/**
 * The rows of a report as a real table that draws only what is in sight.
 * Assistive technology hears the true row numbers and columns; the keyboard walks rows with J, K and the arrows.
 */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'

import type { Order } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { useRowWindow } from './use-row-window.ts'

/** The same as --row-height in styles/tokens.css. */
const ROW_HEIGHT = 32
/** More rows are fetched when this few are left below the last one in sight. */
const ROWS_AHEAD = 60

export interface Column<Row> {
  id: string
  label: string
  /** Pixels; what is left over goes to all columns in proportion. */
  width: number
  cell: (row: Row) => ReactNode
}

export interface DataTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Of all pages, when it is known. */
  total: number | undefined
  keyOf: (row: Row) => string
  eventOf: (row: Row) => string
  openEvent: string | undefined
  order: Order
  busy: boolean
  hasMore: boolean
  /** What stands under the last row. */
  foot: ReactNode
  onOrder: (order: Order) => void
  onOpen: (event: string | undefined) => void
  onMore: () => void
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, total, busy, hasMore, openEvent, eventOf, onOpen, onMore } = props
  const scroller = useRef<HTMLDivElement>(null)
  const { start, end } = useRowWindow(scroller, rows.length, ROW_HEIGHT)
  const width = columns.reduce((sum, column) => sum + column.width, 0)

  useEffect(() => {
    if (hasMore && !busy && end + ROWS_AHEAD >= rows.length) onMore()
  }, [hasMore, busy, end, rows.length, onMore])
  const openIndex = openEvent === undefined ? -1 : rows.findIndex(row => eventOf(row) === openEvent)
  useEffect(() => reveal(scroller.current, openIndex), [openIndex])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') onOpen(undefined)
    const step = STEP_OF[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = stepped(rows, eventOf, openIndex, step)
    if (next !== undefined) onOpen(next)
  }
  return (
    <div
      className="table-scroll"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={props.label}
      aria-busy={busy}
      data-busy={busy || undefined}
      onKeyDown={onKeyDown}
    >
      <table className="table" style={{ minWidth: width }} aria-rowcount={(total ?? rows.length) + 1}>
        <colgroup>
          {columns.map(column => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <Head columns={columns} order={props.order} onOrder={props.onOrder} />
        <tbody>
          <Space rows={start} columns={columns.length} />
          {rows.slice(start, end).map((row, at) => (
            <TableRow
              key={props.keyOf(row)}
              row={row}
              number={start + at + 2}
              columns={columns}
              open={eventOf(row) === openEvent}
              onOpen={() => onOpen(eventOf(row) === openEvent ? undefined : eventOf(row))}
            />
          ))}
          <Space rows={rows.length - end} columns={columns.length} />
        </tbody>
      </table>
      <div className="more-rows">{props.foot}</div>
    </div>
  )
}

function Head<Row>({
  columns,
  order,
  onOrder,
}: {
  columns: readonly Column<Row>[]
  order: Order
  onOrder: (order: Order) => void
}) {
  const t = useT()
  const newest = order === 'newest'
  const hint = newest ? t('grid.newest') : t('grid.oldest')
  const Sign = newest ? ArrowDown : ArrowUp
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column, at) =>
          at === 0 ? (
            <th key={column.id} scope="col" aria-sort={newest ? 'descending' : 'ascending'}>
              <button
                type="button"
                className="sort"
                title={hint}
                onClick={() => onOrder(newest ? 'oldest' : 'newest')}
              >
                {column.label}
                <Sign size={13} aria-hidden />
              </button>
            </th>
          ) : (
            <th key={column.id} scope="col">
              {column.label}
            </th>
          ),
        )}
      </tr>
    </thead>
  )
}

interface TableRowProps<Row> {
  row: Row
  number: number
  columns: readonly Column<Row>[]
  open: boolean
  onOpen: () => void
}

function TableRow<Row>({ row, number, columns, open, onOpen }: TableRowProps<Row>) {
  const click = () => {
    // A click that ends a text selection is no wish to open.
    if (getSelection()?.isCollapsed !== false) onOpen()
  }
  return (
    <tr aria-rowindex={number} data-open={open || undefined} onClick={click}>
      {columns.map((column, at) => (
        <td key={column.id}>
          {at === 0 ? (
            <button
              type="button"
              className="open-row"
              aria-expanded={open}
              onClick={event => {
                event.stopPropagation()
                onOpen()
              }}
            >
              {column.cell(row)}
            </button>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  )
}

/** The height of rows that are not drawn. */
function Space({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null
  return (
    <tr data-space aria-hidden style={{ height: rows * ROW_HEIGHT }}>
      <td colSpan={columns} />
    </tr>
  )
}

const STEP_OF: Record<string, 1 | -1> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/** The event of the next or previous row that belongs to another event than the one at `index`. */
export function stepped<Row>(
  rows: readonly Row[],
  eventOf: (row: Row) => string,
  index: number,
  step: 1 | -1,
): string | undefined {
  const current = rows[index]
  const from = current ? eventOf(current) : undefined
  for (let at = index + step; at >= 0 && at < rows.length; at += step) {
    const row = rows[at]
    if (row && eventOf(row) !== from) return eventOf(row)
  }
  return undefined
}

function reveal(scroller: HTMLElement | null, index: number): void {
  if (!scroller || index < 0) return
  const head = ROW_HEIGHT + 2
  const top = index * ROW_HEIGHT
  const bottom = top + ROW_HEIGHT - (scroller.clientHeight - head)
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (bottom > scroller.scrollTop) scroller.scrollTop = bottom
}
