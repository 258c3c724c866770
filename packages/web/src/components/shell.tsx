/**
 * The frame around every page behind the sign-in: the rail and the sheet.
 * Without a session the sign-in takes the sheet's place and the address stays, so the reader goes on where they were.
 */
import { Outlet, useSearch } from '@tanstack/react-router'
import { useState, useSyncExternalStore } from 'react'

import { useSession } from '../api/queries.ts'
import { useT } from '../i18n/use-t.ts'
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx'
import type { SearchParams } from '../state/url.ts'
import { CommandMenu } from '../scenes/command/command-menu.tsx'
import { SignIn } from '../scenes/sign-in/sign-in.tsx'
import { ClockProvider } from '../time/clock-provider.tsx'
import { AwayNote } from './away-note.tsx'
import { focusResults, RESULTS_ID } from './focus-results.ts'
import { Rail } from './rail.tsx'
import { ErrorState } from './states.tsx'

const WIDE = matchMedia('(min-width: 1720px)')

export function Shell() {
  const t = useT()
  const session = useSession()
  const [folded, setFolded] = useState(false)
  const narrow = useTight() || folded
  if (session.data === null) return <SignIn note={t('signIn.lead')} />
  if (session.isError) {
    return (
      <main className="sheet">
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      </main>
    )
  }
  return (
    <div className="app" data-rail={narrow ? 'narrow' : 'wide'}>
      <a className="skip" href={`#${RESULTS_ID}`} onClick={skipToResults}>
        {t('app.skip')}
      </a>
      <Rail session={session.data} narrow={narrow} onNarrow={setFolded} />
      {session.data && (
        <ClockProvider tenantZone={session.data.zone}>
          <Outlet />
        </ClockProvider>
      )}
      <AwayNote />
      <KeyboardHelp />
      <CommandMenu />
    </div>
  )
}

/** With a panel open, a screen that is not wide has no room for the names in the rail. */
function useTight(): boolean {
  const params: SearchParams = useSearch({ strict: false })
  const wide = useSyncExternalStore(onWidth, () => WIDE.matches)
  return params['ev'] !== undefined && !wide
}

function onWidth(listener: () => void): () => void {
  WIDE.addEventListener('change', listener)
  return () => WIDE.removeEventListener('change', listener)
}

function skipToResults(event: React.MouseEvent): void {
  event.preventDefault()
  focusResults()
}
