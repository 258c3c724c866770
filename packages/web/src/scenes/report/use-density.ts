/** How much air lines have: compact or cosy, the reader's own choice, kept in this browser. */
import { useCallback, useState } from 'react'

export type Density = 'compact' | 'cosy'

/** Pixels of a line. */
export const LINE_HEIGHTS: Readonly<Record<Density, number>> = { compact: 32, cosy: 40 }
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
