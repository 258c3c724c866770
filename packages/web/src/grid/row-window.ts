/**
 * Which lines of a scrolled list are in sight, for any number of lines.
 * A browser draws no element higher than some 33 million pixels, so beyond CANVAS_MAX the scrollbar stands for a share of the list,
 * while wheel, keys and touch still move it pixel by pixel.
 */

export const CANVAS_MAX = 6_000_000

export interface View {
  lines: number
  lineHeight: number
  /** Pixels in which lines are seen. */
  height: number
}

export const wholeHeight = ({ lines, lineHeight }: View): number => lines * lineHeight
export const canvasHeight = (view: View): number => Math.min(wholeHeight(view), CANVAS_MAX)
export const lastOffset = (view: View): number => Math.max(0, wholeHeight(view) - view.height)

/** Pixels of the list that one pixel of the scrollbar stands for. */
export function scaleOf(view: View): number {
  const bar = canvasHeight(view) - view.height
  return wholeHeight(view) <= CANVAS_MAX || bar <= 0 ? 1 : lastOffset(view) / bar
}

/**
 * Where the list stands after the scrollbar went from one place to another.
 * Short ways are scrolling, long ones are a jump to that share of the list.
 */
export function scrolled(view: View, offset: number, from: number, to: number): number {
  const scale = scaleOf(view)
  const last = lastOffset(view)
  if (to <= 0) return 0
  if (to >= canvasHeight(view) - view.height - 1) return last
  if (scale === 1) return to
  const jump = Math.abs(to - from) > view.height * 1.5
  return Math.max(0, Math.min(last, jump ? to * scale : offset + to - from))
}

/** Where the scrollbar belongs for a place of the list. */
export const barAt = (view: View, offset: number): number => Math.round(offset / scaleOf(view))

export interface RowWindow {
  /** First line to draw. */
  start: number
  /** One past the last line to draw. */
  end: number
  /** First line in sight. */
  top: number
  /** Pixels from the top of the canvas to the first line to draw. */
  y: number
}

export function windowAt(view: View, offset: number, bar: number, around: number): RowWindow {
  const { lines, lineHeight, height } = view
  const start = Math.max(0, Math.floor(offset / lineHeight) - around)
  const end = Math.min(lines, Math.ceil((offset + height) / lineHeight) + around)
  return { start, end, top: Math.floor(offset / lineHeight), y: start * lineHeight + (bar - offset) }
}

/** The place at which a line is in sight with the least movement. */
export function revealing(view: View, offset: number, line: number): number {
  const top = line * view.lineHeight
  if (top < offset) return top
  const below = top + view.lineHeight - view.height
  return below > offset ? Math.min(lastOffset(view), below) : offset
}
