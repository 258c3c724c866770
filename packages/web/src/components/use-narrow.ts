/** Whether the page is narrow: a small screen, or a large one at a high zoom. The same limit stands in the style sheets. */
import { useSyncExternalStore } from 'react'

const NARROW = matchMedia('(max-width: 900px)')

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => NARROW.matches)

function subscribe(listener: () => void): () => void {
  NARROW.addEventListener('change', listener)
  return () => NARROW.removeEventListener('change', listener)
}
