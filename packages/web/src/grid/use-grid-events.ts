/** What clicks, keys and requests for a menu do in a grid. */
import { useEffect, useState, type MouseEvent } from 'react'

import type { AskedCell } from './cell-menu.tsx'
import type { GridProps } from './grid.tsx'
import { cellId, lineId } from './grid-row.tsx'
import { useGridKeys } from './use-grid-keys.ts'
import type { GridLines } from './use-grid-lines.ts'

export function useGridEvents({ columns, levels, openEvent, onOpen }: GridProps, grid: GridLines) {
  const { lines, window: seen, rowAt, drawn } = grid
  const openLine = openEvent === undefined ? undefined : drawn.find(line => rowAt(line)?.id === openEvent)
  const act = (line: number) => {
    const segment = lines.at(line)?.segment
    if (segment?.kind === 'group') levels.toggle(segment.path)
    else if (segment?.kind === 'more') levels.showMore(segment.path)
    else if (segment?.kind === 'failed') levels.retry()
    else {
      const row = rowAt(line)
      if (row) onOpen(row.id === openEvent ? undefined : row.id)
    }
  }
  /** With an open event the next line of another event is opened. */
  const walk = (step: 1 | -1): boolean => {
    if (openEvent === undefined || openLine === undefined) return false
    for (let line = openLine + step; line >= 0 && line < lines.count; line += step) {
      const row = rowAt(line)
      // Lines of groups are passed over; of rows that are not here yet nothing can be opened.
      if (lines.at(line)?.segment.kind === 'rows' && row === undefined) return true
      if (row === undefined || row.id === openEvent) continue
      onOpen(row.id)
      return true
    }
    return true
  }
  const { active, setActive, onKeyDown } = useGridKeys({
    lines: lines.count,
    cells: columns.shown.length,
    fitting: seen.fitting,
    reveal: seen.reveal,
    groupAt: line => {
      const segment = lines.at(line)?.segment
      return segment?.kind === 'group' ? segment : undefined
    },
    enter: ({ line }) => act(line),
    toggle: act,
    menu: ({ line, cell }) => askMenu(line, Math.max(0, cell)),
    walk,
    escape: () => onOpen(undefined),
  })
  const { reveal } = seen
  useEffect(() => {
    if (openLine === undefined) return
    setActive(now => (now.line === openLine ? now : { line: openLine, cell: -1 }))
    reveal(openLine)
  }, [openLine, openEvent, reveal, setActive])

  const onClick = (event: MouseEvent) => {
    const line = lineOf(event.target)
    // A click that ends a text selection is no wish to open.
    if (line === undefined || getSelection()?.isCollapsed === false) return
    setActive({ line, cell: -1 })
    act(line)
  }
  const [menu, setMenu] = useState<AskedCell>()
  const onContextMenu = (event: MouseEvent) => {
    const line = lineOf(event.target)
    const id = closest(event.target, '[data-column]')?.dataset['column']
    const cell = columns.shown.findIndex(shown => shown.column.id === id)
    const column = columns.shown[cell]?.column
    const row = line === undefined ? undefined : rowAt(line)
    // Of anything but a cell the browser has its own menu.
    if (line === undefined || !column || !row) return
    event.preventDefault()
    setActive({ line, cell })
    setMenu({ column, row, x: event.clientX, y: event.clientY })
  }
  const inSight = active.line >= seen.start && active.line < seen.end
  return {
    active,
    activeId: inSight
      ? active.cell < 0
        ? lineId(active.line)
        : cellId(active.line, active.cell)
      : undefined,
    menu,
    closeMenu: () => setMenu(undefined),
    handlers: { onKeyDown, onClick, onContextMenu },
  }
}

/** The browser's own request for a context menu, at a cell: so pointer and keyboard come to the same menu. */
function askMenu(line: number, cell: number): void {
  const element = document.getElementById(cellId(line, cell))
  if (!element) return
  const box = element.getBoundingClientRect()
  const at = { clientX: box.left + 16, clientY: box.bottom - 4 }
  element.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }))
}

const closest = (target: EventTarget, selector: string): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(selector) : null

function lineOf(target: EventTarget): number | undefined {
  const line = closest(target, '[data-line]')?.dataset['line']
  return line === undefined ? undefined : Number(line)
}
