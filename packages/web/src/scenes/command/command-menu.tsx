/** Listens for the key of the command menu and shows it. The menu is loaded when it is first asked for. */
import { Suspense, useState } from 'react'

import { lazyPart } from '../../components/lazy-part.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import { showCommandMenu, useCommandMenu } from './command.ts'

const CommandDialog = lazyPart(async () => (await import('./command-dialog.tsx')).CommandDialog)

export function CommandMenu() {
  const open = useCommandMenu()
  const [asked, setAsked] = useState(open)
  if (open && !asked) setAsked(true)
  useShortcut('commands', () => showCommandMenu(!open))
  if (!asked) return null
  return (
    <Suspense>
      <CommandDialog open={open} onOpen={showCommandMenu} />
    </Suspense>
  )
}
