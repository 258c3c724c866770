/** Whether the list of keys is open. Anything may open it: the key, a button, the command menu. */
import { useSyncExternalStore } from 'react'

let open = false
const listeners = new Set<() => void>()

export function showKeyboardHelp(shown: boolean): void {
  open = shown
  for (const listener of listeners) listener()
}

export const useKeyboardHelp = (): boolean => useSyncExternalStore(subscribe, () => open)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
