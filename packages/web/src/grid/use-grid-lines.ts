/** The lines of a grid, which of them are in sight, and the rows under them. */
import { useEffect, useRef } from 'react'

import type { ReportRow } from '../api/types.ts'
import type { GridProps } from './grid.tsx'
import { linesOf, segmentsOf, type Lines } from './segments.ts'
import { usePages, type Pages } from './use-pages.ts'
import { useRowWindow, type UsedRowWindow } from './use-row-window.ts'

const HEAD_HEIGHT = 34

export interface GridLines {
  scroller: React.RefObject<HTMLDivElement | null>
  lines: Lines
  window: UsedRowWindow
  pages: Pages
  rowAt: (line: number) => ReportRow | undefined
  /** Numbers of the lines to draw. */
  drawn: number[]
}

export function useGridLines(props: GridProps): GridLines {
  const { asked, levels, fresh, onWindow } = props
  const scroller = useRef<HTMLDivElement>(null)
  const lines = linesOf(segmentsOf(props.total, fresh.length, levels))
  const window = useRowWindow(scroller, lines.count, props.rowHeight, HEAD_HEIGHT)
  const pages = usePages(asked, lines, window, props.histogram)
  const { toTop, top } = window
  useEffect(toTop, [toTop, asked.standing, asked.sort, levels.columns])
  const bottom = Math.min(lines.count, top + window.fitting)
  useEffect(() => onWindow({ top, bottom, lines: lines.count, pages, toTop }))
  return {
    scroller,
    lines,
    window,
    pages,
    rowAt(line) {
      const here = lines.at(line)
      return here?.segment.kind === 'fresh' ? fresh[here.offset] : pages.rowAt(line)
    },
    drawn: Array.from({ length: window.end - window.start }, (_, at) => window.start + at),
  }
}
