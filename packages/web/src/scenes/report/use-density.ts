/** How much air lines have: compact or cosy, the reader's own choice, kept in this browser. */
import { useCallback, useState } from 'react'

export type Density = 'compact' | 'cosy'

/** Pixels of a line. */
export const LINE_HEIGHTS: Readonly<Record<Density, number>> = { compact: 32, cosy: 40 }
const LIST_LINES_MAX = 4
const LIST_LINE = 24
const LIST_PADDING = 12

/** Pixels of a row of the list that stands for the table on a narrow page: the first column, then two in each line. */
export const listHeight = (columns: number): number =>
  LIST_PADDING + LIST_LINE * Math.min(LIST_LINES_MAX, 1 + Math.ceil((columns - 1) / 2))

const KEY = 'daybook.density'

export function useDensity(): [Density, () => void] {
  const [density, setDensity] = useState<Density>(() => (read() === 'cosy' ? 'cosy' : 'compact'))
  const toggle = useCallback(
    () =>
      setDensity(now => {
        const next = now === 'compact' ? 'cosy' : 'compact'
        try {
          localStorage.setItem(KEY, next)
        } catch {
          // Storage is refused: the choice lasts as long as the page.
        }
        return next
      }),
    [],
  )
  return [density, toggle]
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
