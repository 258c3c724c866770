/**
 * Whether keys of one character do something: a reader who speaks to the computer, or whose hand slips, switches them off.
 * The choice is kept in this browser.
 */
import { useCallback, useSyncExternalStore } from 'react'

const KEY = 'daybook.singleKeys'
const listeners = new Set<() => void>()
let on = read()

export const singleKeysOn = (): boolean => on

export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const value = useSyncExternalStore(subscribe, singleKeysOn)
  const choose = useCallback((chosen: boolean) => {
    on = chosen
    try {
      localStorage.setItem(KEY, chosen ? 'on' : 'off')
    } catch {
      // Storage is refused: the choice lasts as long as the page.
    }
    for (const listener of listeners) listener()
  }, [])
  return [value, choose]
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
