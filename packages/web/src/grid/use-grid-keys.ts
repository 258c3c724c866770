/**
 * Walking a grid by keyboard, as ARIA's tree grid has it: by lines, or by cells once the arrow towards the end has entered one.
 * The focus stays on the grid; the active line or cell is named by aria-activedescendant.
 */
import { useState, type KeyboardEvent } from 'react'

/** `cell` -1 = the whole line. */
export interface Active {
  line: number
  cell: number
}

export interface GridKeys {
  lines: number
  cells: number
  /** Lines of one page. */
  fitting: number
  reveal: (line: number) => void
  /** Whether the line is a group, and whether that is open. */
  groupAt: (line: number) => { open: boolean } | undefined
  /** Enter on a line: opens a row, opens or closes a group. */
  enter: (active: Active) => void
  toggle: (line: number) => void
  menu: (active: Active) => void
  /** J and K with an open panel walk events, not lines; true when that was done. */
  walk: (step: 1 | -1) => boolean
  escape: () => void
}

export function useGridKeys(grid: GridKeys) {
  const [active, setActive] = useState<Active>({ line: -1, cell: -1 })
  const go = (line: number, cell = active.cell) => {
    const next = { line: Math.max(0, Math.min(grid.lines - 1, line)), cell }
    setActive(next)
    grid.reveal(next.line)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Menus and buttons inside bubble up here; their keys are theirs.
    if (event.target !== event.currentTarget) return
    const done = event.ctrlKey || event.metaKey ? jump(event.key) : event.altKey ? false : move(event)
    if (done) event.preventDefault()
  }
  const jump = (key: string): boolean => {
    if (key === 'Home') go(0)
    else if (key === 'End') go(grid.lines - 1)
    else return false
    return true
  }
  const move = (event: KeyboardEvent<HTMLElement>): boolean => {
    const { line, cell } = active
    const step = stepOf(event)
    switch (event.key) {
      case 'ArrowDown':
      case 'j':
        if (!grid.walk(1)) go(line + 1)
        return true
      case 'ArrowUp':
      case 'k':
        if (!grid.walk(-1)) go(line - 1)
        return true
      case 'PageDown':
      case 'PageUp':
        go(line + (event.key === 'PageDown' ? 1 : -1) * Math.max(1, grid.fitting - 1))
        return true
      case 'Home':
        if (cell < 0) go(0)
        else go(line, 0)
        return true
      case 'End':
        if (cell < 0) go(grid.lines - 1)
        else go(line, grid.cells - 1)
        return true
      case 'ArrowRight':
      case 'ArrowLeft':
        return sideways(step)
      case 'Enter':
      case ' ':
        if (line >= 0) grid.enter(active)
        return line >= 0
      case 'ContextMenu':
      case 'F10':
        if (line < 0 || (event.key === 'F10' && !event.shiftKey)) return false
        grid.menu(active)
        return true
      case 'Escape':
        grid.escape()
        return true
      default:
        return false
    }
  }
  const sideways = (step: 1 | -1): boolean => {
    const { line, cell } = active
    const group = grid.groupAt(line)
    if (group) {
      if (group.open !== step > 0) grid.toggle(line)
      else if (step > 0) go(line + 1)
      return true
    }
    if (line < 0) go(0)
    else go(line, Math.max(-1, Math.min(grid.cells - 1, cell + step)))
    return true
  }
  return { active, setActive, onKeyDown }
}

/** Towards the end of a line is +1, in either direction of writing. */
function stepOf(event: KeyboardEvent<HTMLElement>): 1 | -1 {
  const towardsRight = event.key === 'ArrowRight'
  const rtl = getComputedStyle(event.currentTarget).direction === 'rtl'
  return towardsRight === rtl ? -1 : 1
}
