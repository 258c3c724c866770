/**
 * Which rows of a scrolled list are in sight. Rows have one height, so the answer needs no measuring.
 * However many rows there are, only those in sight and a few around them reach the page.
 */
import { useCallback, useEffect, useState, type RefObject } from 'react'

const AROUND = 12

export interface RowWindow {
  /** First row to draw. */
  start: number
  /** One past the last row to draw. */
  end: number
}

export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rows: number,
  rowHeight: number,
): RowWindow {
  const [window, setWindow] = useState<RowWindow>({ start: 0, end: 60 })
  const measure = useCallback(() => {
    const { current } = scroller
    if (!current) return
    const start = Math.max(0, Math.floor(current.scrollTop / rowHeight) - AROUND)
    const end = Math.ceil((current.scrollTop + current.clientHeight) / rowHeight) + AROUND
    setWindow(old => (old.start === start && old.end === end ? old : { start, end }))
  }, [scroller, rowHeight])

  useEffect(() => {
    const { current } = scroller
    if (!current) return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    current.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      current.removeEventListener('scroll', measure)
    }
  }, [scroller, measure])

  return { start: Math.min(window.start, rows), end: Math.min(window.end, rows) }
}
