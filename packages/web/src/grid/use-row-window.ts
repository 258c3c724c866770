/** The lines in sight of a scrolling element, and how to bring a line into sight. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

import {
  barAt,
  canvasHeight,
  lastOffset,
  revealing,
  scaleOf,
  scrolled,
  windowAt,
  type RowWindow,
  type View,
} from './row-window.ts'

/** Lines drawn above and below those in sight. */
const AROUND = 10
/** The scrollbar is put right when scrolling has rested so long. */
const REST_MS = 140

export interface UsedRowWindow extends RowWindow {
  /** The last movement went towards the end. */
  onwards: boolean
  /** Pixels of the element that the scrollbar belongs to. */
  canvas: number
  /** Lines that fit into what is seen. */
  fitting: number
  reveal: (line: number) => void
  toTop: () => void
}

export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  lines: number,
  lineHeight: number,
  headHeight: number,
): UsedRowWindow {
  const [height, setHeight] = useState(600)
  const [drawn, setDrawn] = useState({ start: 0, end: 0, top: 0, y: 0, onwards: true })
  const place = useRef({ offset: 0, bar: 0, expected: -1, timer: 0 })
  const view = useRef<View>({ lines, lineHeight, height })

  const draw = useCallback(() => {
    const next = windowAt(view.current, place.current.offset, place.current.bar, AROUND)
    setDrawn(old => {
      const onwards = next.top === old.top ? old.onwards : next.top > old.top
      return same(old, next) ? old : { ...next, onwards }
    })
  }, [])
  const put = useCallback(
    (element: HTMLElement, offset: number) => {
      const { current } = place
      current.offset = offset
      const bar = barAt(view.current, offset)
      if (Math.abs(bar - element.scrollTop) >= 1) {
        current.expected = bar
        element.scrollTop = bar
        current.bar = element.scrollTop
      }
      draw()
    },
    [draw],
  )
  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const onScroll = () => {
      const { current } = place
      const bar = element.scrollTop
      const own = current.expected >= 0 && Math.abs(bar - current.expected) < 2
      current.expected = -1
      if (!own) current.offset = scrolled(view.current, current.offset, current.bar, bar)
      current.bar = bar
      draw()
      if (own || scaleOf(view.current) === 1) return
      clearTimeout(current.timer)
      current.timer = window.setTimeout(() => put(element, current.offset), REST_MS)
    }
    const onSize = () => setHeight(Math.max(60, element.clientHeight - headHeight))
    const observer = new ResizeObserver(onSize)
    observer.observe(element)
    onSize()
    element.addEventListener('scroll', onScroll, { passive: true })
    const { current } = place
    return () => {
      clearTimeout(current.timer)
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, draw, put, headHeight])
  useLayoutEffect(() => {
    view.current = { lines, lineHeight, height }
    const element = scroller.current
    const { current } = place
    if (element) {
      current.bar = element.scrollTop
      current.offset = Math.min(current.offset, lastOffset(view.current))
    }
    draw()
  }, [scroller, lines, lineHeight, height, draw])

  const reveal = useCallback(
    (line: number) => {
      const element = scroller.current
      if (!element) return
      const offset = revealing(view.current, place.current.offset, line)
      if (offset !== place.current.offset) put(element, offset)
    },
    [scroller, put],
  )
  const toTop = useCallback(() => {
    if (scroller.current) put(scroller.current, 0)
  }, [scroller, put])
  const now = { lines, lineHeight, height }
  return { ...drawn, canvas: canvasHeight(now), fitting: Math.floor(height / lineHeight), reveal, toTop }
}

const same = (a: RowWindow, b: RowWindow): boolean =>
  a.start === b.start && a.end === b.end && a.top === b.top && Math.abs(a.y - b.y) < 0.5
