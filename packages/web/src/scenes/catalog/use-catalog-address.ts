/** What the address of the catalog's page says: the search, which part is shown, since when, and what is chosen. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

import { search } from '../../state/links.ts'
import type { SearchParams } from '../../state/url.ts'

export const SHOWN_PARTS = ['all', 'undescribed', 'new', 'silent'] as const
export type ShownPart = (typeof SHOWN_PARTS)[number]

const DAY_MS = 86_400_000
/** Without a day in the address: so many days ago. */
const DAYS_AGO = { new: 7, silent: 30 } as const

interface Asked {
  find: string
  show: ShownPart
  since: string
  /** The key of the chosen node. */
  at: string | undefined
}

export interface CatalogAddress extends Asked {
  change: (patch: Partial<Asked>, how?: 'push' | 'replace') => void
}

export function useCatalogAddress(now: number): CatalogAddress {
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const written = params['show']?.[0] ?? 'all'
  const show = SHOWN_PARTS.find(part => part === written) ?? 'all'
  const find = params['find']?.[0] ?? ''
  const day = params['since']?.[0] ?? ''
  const since = isDay(day) ? day : daysAgo(now, show === 'silent' ? DAYS_AGO.silent : DAYS_AGO.new)
  const at = params['at']?.[0]
  const change = useCallback(
    (patch: Partial<Asked>, how: 'push' | 'replace' = 'replace') => {
      const next = { find, show, since: day, at, ...patch }
      const shown = {
        find: next.find,
        show: next.show === 'all' ? '' : next.show,
        since: next.show === 'new' || next.show === 'silent' ? next.since : '',
        at: next.at,
      }
      void navigate({ to: '.', search: search(shown), replace: how === 'replace' })
    },
    [navigate, find, show, day, at],
  )
  return { find, show, since, at, change }
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** A day in UTC, as the catalog's days are. */
const daysAgo = (now: number, days: number): string =>
  new Date(now - days * DAY_MS).toISOString().slice(0, 10)
