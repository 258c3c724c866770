/** Whether the command menu is open. Anything may open it: the key, a button of the rail. */
import { useSyncExternalStore } from 'react'

let open = false
const listeners = new Set<() => void>()

export function showCommandMenu(shown: boolean): void {
  open = shown
  for (const listener of listeners) listener()
}

export const useCommandMenu = (): boolean => useSyncExternalStore(subscribe, () => open)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
