/** Listens for the key of the list of keys and shows it. The list is loaded when it is first asked for. */
import { Suspense, useState } from 'react'

import { lazyPart } from '../components/lazy-part.ts'
import { showKeyboardHelp, useKeyboardHelp } from './help.ts'
import { useShortcut } from './use-shortcut.ts'

const HelpDialog = lazyPart(async () => (await import('./help-dialog.tsx')).HelpDialog)

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
