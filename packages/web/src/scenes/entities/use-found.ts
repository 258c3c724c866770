/** Entities for typed words, as React state. What was found stays while the next answer comes. */
import { keepPreviousData, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue } from 'react'

import { useApi } from '../../api/api-context.ts'
import { noticing } from '../../api/queries.ts'
import { entitiesIn, searchOf, type FoundEntity } from './found.ts'

/** What was changed last, to begin with where nothing is typed. */
const CHANGED = 'has:instance -category:read,search,login,logout'
const CHANGED_SHOWN = 12

export function useChangedEntities() {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery<FoundEntity[]>({
    queryKey: ['changed-entities'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const rows = await noticing(queries, () => api.newest(CHANGED, signal))
      return entitiesIn(rows, '').slice(0, CHANGED_SHOWN)
    },
  })
}

export function useFoundEntities(typed: string) {
  const api = useApi()
  const queries = useQueryClient()
  const asked = useDeferredValue(typed)
  const q = searchOf(asked)
  return useQuery<FoundEntity[]>({
    queryKey: ['found-entities', q],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn:
      q === undefined
        ? skipToken
        : async ({ signal }) => {
            const rows = await noticing(queries, () => api.newest(q, signal))
            return entitiesIn(rows, asked)
          },
  })
}
