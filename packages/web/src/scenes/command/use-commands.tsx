/** Everything that the command menu can do now: pages, views, entities, actions. Each has a title, words that find it, and an act. */
import { useNavigate } from '@tanstack/react-router'
import {
  Box,
  Contrast,
  History,
  Keyboard,
  Link2,
  LogOut,
  Moon,
  Search,
  Star,
  Sun,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'

import { useSignOut } from '../../api/queries.ts'
import { PAGES } from '../../components/pages.ts'
import { useColours, useTheme } from '../../components/use-appearance.ts'
import { useT } from '../../i18n/use-t.ts'
import { showKeyboardHelp } from '../../keyboard/help.ts'
import { search } from '../../state/links.ts'
import { recentEntities } from '../../state/recent.ts'
import { useFoundEntities } from '../entities/use-found.ts'
import { useAllViews, useOpenView } from '../views/use-views.ts'
import { ranked, type Rankable } from './rank.ts'

export const SECTIONS = ['pages', 'views', 'recent', 'found', 'actions', 'search'] as const
export type Section = (typeof SECTIONS)[number]

export interface Command extends Rankable {
  key: string
  section: Section
  icon: LucideIcon
  /** Quiet text behind the title. */
  note?: string
  act: () => void
}

/** Of one section. */
const SHOWN_MAX = 7

export function useCommands(typed: string): Command[] {
  const pages = usePageCommands()
  const views = useViewCommands()
  const entities = useEntityCommands(typed)
  const actions = useActionCommands()
  const asked = useSearchCommand(typed)
  const sections = [pages, views, entities.recent, actions].map(commands =>
    ranked(commands, typed, SHOWN_MAX),
  )
  const all = [...sections.flat(), ...entities.found.slice(0, SHOWN_MAX), ...asked]
  return SECTIONS.flatMap(section => all.filter(command => command.section === section))
}

function usePageCommands(): Command[] {
  const t = useT()
  const navigate = useNavigate()
  return PAGES.map(({ id, to, icon }) => ({
    key: `page ${id}`,
    section: 'pages',
    icon,
    title: t(`rail.pages.${id}`),
    act: () => void navigate({ to }),
  }))
}

function useViewCommands(): Command[] {
  const t = useT()
  const views = useAllViews()
  const open = useOpenView()
  return views.map(view => ({
    key: `view ${view.id}`,
    section: 'views',
    icon: Star,
    title: view.name,
    hints: `${view.vendor ?? ''} ${view.query}`,
    note: view.vendor ?? t(`views.kinds.${view.kind}`),
    act: () => open(view),
  }))
}

function useEntityCommands(typed: string): { recent: Command[]; found: Command[] } {
  const navigate = useNavigate()
  const [recent] = useState(() => recentEntities(localStorage))
  const { data: found = [] } = useFoundEntities(typed)
  const commandOf =
    (section: Section, icon: LucideIcon) =>
    ({ type, id, name }: { type: string; id: string; name?: string }): Command => ({
      key: `${section} ${JSON.stringify([type, id])}`,
      section,
      icon,
      title: name ?? id,
      hints: `${type} ${id}`,
      note: name === undefined ? type : `${type} · ${id}`,
      act: () => void navigate({ to: '/entities/$type/$id', params: { type, id } }),
    })
  const isRecent = (one: { type: string; id: string }) =>
    recent.some(other => other.type === one.type && other.id === one.id)
  return {
    recent: recent.map(commandOf('recent', History)),
    found: typed.trim() === '' ? [] : found.filter(one => !isRecent(one)).map(commandOf('found', Box)),
  }
}

function useActionCommands(): Command[] {
  const t = useT()
  const [theme, chooseTheme] = useTheme()
  const [colours, chooseColours] = useColours()
  const signOut = useSignOut()
  const action = (key: string, title: string, icon: LucideIcon, act: () => void): Command => ({
    key,
    section: 'actions',
    icon,
    title,
    act,
  })
  const dark = theme === 'dark'
  const actions = [
    action('theme', dark ? t('rail.light') : t('rail.dark'), dark ? Sun : Moon, () =>
      chooseTheme(dark ? 'light' : 'dark'),
    ),
    action('colours', t('rail.safeColours'), Contrast, () =>
      chooseColours(colours === 'safe' ? 'usual' : 'safe'),
    ),
    action('keys', t('command.keys'), Keyboard, () => showKeyboardHelp(true)),
    action('sign-out', t('rail.signOut'), LogOut, () => signOut.mutate()),
  ]
  if (!('clipboard' in navigator)) return actions
  const copy = () => void navigator.clipboard.writeText(location.href).catch(() => undefined)
  return [action('copy-link', t('command.copyLink'), Link2, copy), ...actions]
}

/** What is typed may itself be a question. */
function useSearchCommand(typed: string): Command[] {
  const t = useT()
  const navigate = useNavigate()
  const q = typed.trim()
  if (q === '') return []
  return (['activity', 'changes'] as const).map(id => ({
    key: `search ${id}`,
    section: 'search',
    icon: Search,
    title: t(`command.searchIn.${id}`, { typed: q }),
    act: () => void navigate({ to: `/${id}`, search: search({ q }) }),
  }))
}
