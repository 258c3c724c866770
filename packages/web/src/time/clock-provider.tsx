/**
 * The clock of the page, from `tz` of the URL: UTC, the tenant's zone or the reader's own. `U` goes on to the next.
 * The choice goes along from page to page, see router.tsx, and replaces, so that Back does not walk clocks.
 */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, type ReactNode } from 'react'

import { useShortcut } from '../keyboard/use-shortcut.ts'
import type { SearchParams } from '../state/url.ts'
import { clockOf, clocksOf, nextClock, type ZoneChoice } from './clock.ts'
import { ClockContext } from './use-clock.ts'

export function ClockProvider({
  tenantZone,
  children,
}: {
  tenantZone: string | undefined
  children: ReactNode
}) {
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const chosen = params['tz']?.[0] ?? 'UTC'
  const clock = useMemo(() => clockOf(chosen), [chosen])
  const clocks = useMemo(() => clocksOf(tenantZone, 'local', chosen), [tenantZone, chosen])
  const choose = useCallback(
    (choice: ZoneChoice) => {
      const search = (now: SearchParams) => ({ ...now, tz: [choice] })
      void navigate({ to: '.', search: search as never, replace: true, resetScroll: false })
    },
    [navigate],
  )
  useShortcut('zone', () => choose(nextClock(clocks, clock).choice))
  const value = useMemo(() => ({ clock, clocks, tenantZone, choose }), [clock, clocks, tenantZone, choose])
  return <ClockContext value={value}>{children}</ClockContext>
}
