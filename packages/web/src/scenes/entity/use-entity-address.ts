/** What the address of an entity's page says, and how it is changed: always replacing, so that Back leaves the page. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

import type { PickField } from '../entry/details.tsx'
import { pick } from '../../state/picking.ts'
import { search } from '../../state/links.ts'
import type { SearchParams } from '../../state/url.ts'
import type { Place } from './travel.ts'

interface Patch {
  at?: Place
  quiet?: boolean
  ev?: string | undefined
}

export interface EntityAddress {
  place: Place
  quietShown: boolean
  /** The event whose drawer is open. */
  open: string | undefined
  change: (patch: Patch) => void
  /** A filter picked in the drawer is asked of the Activity report. */
  pickInReport: PickField
}

export function useEntityAddress(): EntityAddress {
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const at = Date.parse(params['at']?.[0] ?? '')
  const place = Number.isNaN(at) ? undefined : at
  const quietShown = params['quiet']?.[0] === 'shown'
  const open = params['ev']?.[0]
  const tz = params['tz']?.[0]
  const change = useCallback(
    (patch: Patch) => {
      const next = { at: place, quiet: quietShown, ev: open, ...patch }
      const shown = {
        at: next.at === undefined ? undefined : new Date(next.at).toISOString(),
        quiet: next.quiet ? 'shown' : undefined,
        tz,
        ev: next.ev,
      }
      void navigate({ to: '.', search: search(shown), replace: true, resetScroll: false })
    },
    [navigate, place, quietShown, open, tz],
  )
  const pickInReport = useCallback<PickField>(
    (field, value, how) =>
      void navigate({ to: '/activity', search: search({ q: pick('', field, value, how), r: 'all', tz }) }),
    [navigate, tz],
  )
  return { place, quietShown, open, change, pickInReport }
}
