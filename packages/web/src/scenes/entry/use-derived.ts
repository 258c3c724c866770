/**
 * The changes of an entry whose sender gave only a state: worked out from the state before, as its entity's history has them.
 * Undefined for an entry that brings changes of its own, or no state.
 */
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'

import { useApi } from '../../api/api-context.ts'
import { noticing } from '../../api/queries.ts'
import type { Change, Entry } from '../../api/types.ts'

export function useDerived(entry: Entry): Change[] | undefined {
  const api = useApi()
  const queries = useQueryClient()
  const { id: event, entity, changes, state } = entry
  const { type, id } = entity
  const asks = changes === undefined && state !== undefined && id !== undefined && id !== ''
  const { data } = useQuery({
    queryKey: ['derived', event],
    // An entry that arrives late may change what is derived.
    staleTime: 60_000,
    queryFn: asks
      ? async ({ signal }) => {
          const page = await noticing(queries, () =>
            api.history({ type, id }, `event:${event}`, undefined, signal),
          )
          return page.rows.find(row => row.derived === true)?.changes ?? []
        }
      : skipToken,
  })
  return asks ? (data ?? []) : undefined
}
