/** The rail: the tenant, the pages, the command menu and what concerns the reader alone. Narrow, it keeps the signs. */
import { Link } from '@tanstack/react-router'
import { Command, Eye, Keyboard, LogOut, Moon, PanelLeft, ScrollText, Sun } from 'lucide-react'

import { useSignOut } from '../api/queries.ts'
import type { Session } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { showKeyboardHelp } from '../keyboard/help.ts'
import { showCommandMenu } from '../scenes/command/command.ts'
import { PAGES, type PageEntry } from './pages.ts'
import { LanguageChoice } from './language-choice.tsx'
import { Text } from './text.tsx'
import { useColours, useTheme } from './use-appearance.ts'

export interface RailProps {
  session: Session | undefined
  narrow: boolean
  onNarrow: (narrow: boolean) => void
}

export function Rail({ session, narrow, onNarrow }: RailProps) {
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
          {PAGES.filter(page => page.place === 'top').map(page => (
            <RailLink key={page.id} page={page} />
          ))}
        </ul>
        <ul className="rail-bottom">
          {PAGES.filter(page => page.place === 'bottom').map(page => (
            <RailLink key={page.id} page={page} />
          ))}
        </ul>
      </nav>
      <div className="rail-foot">
        <RailButton
          icon={<Command size={16} aria-hidden />}
          label={t('command.title')}
          onClick={() => showCommandMenu(true)}
        />
        <RailButton
          icon={<Keyboard size={16} aria-hidden />}
          label={t('keyboard.title')}
          onClick={() => showKeyboardHelp(true)}
        />
        <LanguageChoice />
        <ColoursButton />
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

function RailLink({ page: { id, to, icon: Icon } }: { page: PageEntry }) {
  const t = useT()
  const label = t(`rail.pages.${id}`)
  return (
    <li>
      <Link
        to={to}
        className="rail-link"
        aria-label={label}
        title={label}
        activeProps={{ 'aria-current': 'page' }}
      >
        <Icon size={16} aria-hidden />
        <span>{label}</span>
      </Link>
    </li>
  )
}

interface RailButtonProps {
  icon: React.ReactNode
  label: string
  pressed?: boolean
  onClick: () => void
}

function RailButton({ icon, label, pressed, onClick }: RailButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onClick}
    >
      {icon}
    </button>
  )
}

function ColoursButton() {
  const t = useT()
  const [colours, choose] = useColours()
  const safe = colours === 'safe'
  return (
    <RailButton
      icon={<Eye size={16} aria-hidden />}
      label={t('rail.safeColours')}
      pressed={safe}
      onClick={() => choose(safe ? 'usual' : 'safe')}
    />
  )
}

function ThemeButton() {
  const t = useT()
  const [theme, choose] = useTheme()
  const dark = theme === 'dark'
  return (
    <RailButton
      icon={dark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
      label={dark ? t('rail.light') : t('rail.dark')}
      onClick={() => choose(dark ? 'light' : 'dark')}
    />
  )
}

function SignOutButton() {
  const t = useT()
  const signOut = useSignOut()
  return (
    <RailButton
      icon={<LogOut size={16} aria-hidden />}
      label={t('rail.signOut')}
      onClick={() => signOut.mutate()}
    />
  )
}
