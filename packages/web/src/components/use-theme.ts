/** Light or dark: the system's unless the reader chose, and then the choice is kept in this browser. */
import { useCallback, useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'

/** The same key as in public/theme.js, which applies it before the first paint. */
const KEY = 'daybook.theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, current)
  const choose = useCallback((chosen: Theme) => {
    document.documentElement.dataset['theme'] = chosen
    try {
      localStorage.setItem(KEY, chosen)
    } catch {
      // Storage is refused: the choice lasts as long as the page.
    }
    for (const listener of listeners) listener()
  }, [])
  return [theme, choose]
}

function current(): Theme {
  const chosen = document.documentElement.dataset['theme']
  if (chosen === 'light' || chosen === 'dark') return chosen
  return system.matches ? 'dark' : 'light'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  system.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    system.removeEventListener('change', listener)
  }
}
