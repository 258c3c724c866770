/** Says that the server does not answer, on whatever page it is noticed, until it does again. What is on the page stays. */
import { useQueryClient } from '@tanstack/react-query'
import { CloudOff } from 'lucide-react'
import { useCallback, useSyncExternalStore } from 'react'

import { isUnreachable } from '../errors.ts'
import { useT } from '../i18n/use-t.ts'

export function AwayNote() {
  const t = useT()
  return (
    <p className="away" role="status">
      {useAway() && (
        <span>
          <CloudOff size={14} aria-hidden />
          {t('states.away')}
        </span>
      )}
    </p>
  )
}

/** Something on the page was asked for, and the last try found nobody. */
function useAway(): boolean {
  const cache = useQueryClient().getQueryCache()
  const subscribe = useCallback((listener: () => void) => cache.subscribe(listener), [cache])
  return useSyncExternalStore(subscribe, () =>
    cache
      .findAll({ type: 'active' })
      .some(({ state }) => isUnreachable(state.fetchFailureReason ?? state.error)),
  )
}
