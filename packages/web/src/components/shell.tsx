/**
 * The frame around every page behind the sign-in: the rail and the sheet.
 * Without a session the sign-in takes the sheet's place and the address stays, so the reader goes on where they were.
 */
import { Link, Outlet, useSearch } from '@tanstack/react-router'
import { Activity, Diff, LogOut, Moon, PanelLeft, ScrollText, Sun } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'

import { useSession, useSignOut } from '../api/queries.ts'
import type { Session } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx'
import type { SearchParams } from '../state/url.ts'
import { SignIn } from '../scenes/sign-in/sign-in.tsx'
import { ClockProvider } from '../time/clock-provider.tsx'
import { focusResults, RESULTS_ID } from './focus-results.ts'
import { ErrorState } from './states.tsx'
import { Text } from './text.tsx'
import { useTheme } from './use-appearance.ts'

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
      <KeyboardHelp />
    </div>
  )
}

function Rail({
  session,
  narrow,
  onNarrow,
}: {
  session: Session | undefined
  narrow: boolean
  onNarrow: (narrow: boolean) => void
}) {
  const t = useT()
  const fold = narrow ? t('rail.expand') : t('rail.collapse')
  return (
    <header className="rail">
      <div className="brand">
        <ScrollText size={18} strokeWidth={2.1} aria-hidden />
        <b>{t('app.product')}</b>
        <button
          type="button"
          className="icon-button"
          aria-label={fold}
          title={fold}
          onClick={() => onNarrow(!narrow)}
        >
          <PanelLeft size={15} aria-hidden />
        </button>
      </div>
      {session && <Tenant session={session} />}
      <nav aria-label={t('rail.label')}>
        <ul>
          <RailLink
            to="/activity"
            label={t('words.reports.activity')}
            icon={<Activity size={16} aria-hidden />}
          />
          <RailLink to="/changes" label={t('words.reports.changes')} icon={<Diff size={16} aria-hidden />} />
        </ul>
      </nav>
      <div className="rail-foot">
        <ThemeButton />
        <SignOutButton />
      </div>
    </header>
  )
}

function Tenant({ session }: { session: Session }) {
  const t = useT()
  return (
    <div className="tenant" title={t('rail.tenant')}>
      <span className="tenant-mark" aria-hidden>
        {session.tenant.slice(0, 1).toUpperCase()}
      </span>
      <span className="tenant-name">
        <b>
          <Text>{session.tenant}</Text>
        </b>
        <small>{t('rail.tenant')}</small>
      </span>
    </div>
  )
}

function RailLink({
  to,
  label,
  icon,
}: {
  to: '/activity' | '/changes'
  label: string
  icon: React.ReactNode
}) {
  return (
    <li>
      <Link
        to={to}
        className="rail-link"
        aria-label={label}
        title={label}
        activeProps={{ 'aria-current': 'page' }}
      >
        {icon}
        <span>{label}</span>
      </Link>
    </li>
  )
}

function ThemeButton() {
  const t = useT()
  const [theme, choose] = useTheme()
  const label = theme === 'dark' ? t('rail.light') : t('rail.dark')
  const Sign = theme === 'dark' ? Sun : Moon
  return (
    <button
      type="button"
      className="rail-link"
      aria-label={label}
      title={label}
      onClick={() => choose(theme === 'dark' ? 'light' : 'dark')}
    >
      <Sign size={16} aria-hidden />
      <span>{label}</span>
    </button>
  )
}

function SignOutButton() {
  const t = useT()
  const signOut = useSignOut()
  const label = t('rail.signOut')
  return (
    <button
      type="button"
      className="rail-link"
      aria-label={label}
      title={label}
      onClick={() => signOut.mutate()}
    >
      <LogOut size={16} aria-hidden />
      <span>{label}</span>
    </button>
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
