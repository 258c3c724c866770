/** Listens for the key of the list of keys and shows it. The list is loaded when it is first asked for. */
import { lazy, Suspense, useState } from 'react'

import { showKeyboardHelp, useKeyboardHelp } from './help.ts'
import { useShortcut } from './use-shortcut.ts'

const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }))

export function KeyboardHelp() {
  const open = useKeyboardHelp()
  const [asked, setAsked] = useState(open)
  if (open && !asked) setAsked(true)
  useShortcut('help', () => showKeyboardHelp(true))
  if (!asked) return null
  return (
    <Suspense>
      <HelpDialog open={open} onOpen={showKeyboardHelp} />
    </Suspense>
  )
}
