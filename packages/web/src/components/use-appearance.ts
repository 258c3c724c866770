/**
 * How the page looks, as attributes of its root: light or dark, usual or colour-blind safe colours.
 * A choice is kept in this browser; public/theme.js puts it on the page before the first paint.
 */
import { useCallback, useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'
export type Colours = 'usual' | 'safe'

const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

/** The system's theme unless the reader chose one. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, currentTheme)
  const choose = useCallback((chosen: Theme) => keep('theme', chosen), [])
  return [theme, choose]
}

export function useColours(): [Colours, (colours: Colours) => void] {
  const colours = useSyncExternalStore(subscribe, currentColours)
  const choose = useCallback((chosen: Colours) => keep('colours', chosen), [])
  return [colours, choose]
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme']
  if (chosen === 'light' || chosen === 'dark') return chosen
  return system.matches ? 'dark' : 'light'
}

const currentColours = (): Colours =>
  document.documentElement.dataset['colours'] === 'safe' ? 'safe' : 'usual'

/** The same keys as in public/theme.js. */
function keep(name: 'theme' | 'colours', chosen: string): void {
  document.documentElement.dataset[name] = chosen
  try {
    localStorage.setItem(`daybook.${name}`, chosen)
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  system.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    system.removeEventListener('change', listener)
  }
}
