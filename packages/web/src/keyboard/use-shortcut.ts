/**
 * Does something when a key of the keymap is pressed, wherever the focus is.
 * Typing is left alone, and so is a dialog or a menu that is open; the first to answer a key has it for itself.
 */
import { useEffect, useRef } from 'react'

import { isSingle, KEYMAP, presses, type ShortcutId } from './keymap.ts'
import { singleKeysOn } from './single-keys.ts'

/** @param act undefined: the key does nothing here */
export function useShortcut(id: ShortcutId, act: (() => void) | undefined): void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (latest.current === undefined || event.defaultPrevented || event.repeat) return
      if (!presses(event, id) || isBusy(event.target, id)) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [id])
}

const TYPING =
  'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable=true]'
const FLOATING = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'

function isBusy(target: EventTarget | null, id: ShortcutId): boolean {
  if (!KEYMAP[id].keys.some(isSingle)) return false
  if (!singleKeysOn()) return true
  return target instanceof Element && target.closest(`${TYPING}, ${FLOATING}`) !== null
}
