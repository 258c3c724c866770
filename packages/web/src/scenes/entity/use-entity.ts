/** The answers about one entity as React state. Answers stay while the next moment's come, so that travelling does not flicker. */
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'

import { useApi } from '../../api/api-context.ts'
import type { EntityKey, EntityState, HistoryPage } from '../../api/entities.ts'
import { noticing } from '../../api/queries.ts'

export function useEntityGlance(key: EntityKey) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['entity', key.type, key.id],
    queryFn: ({ signal }) => noticing(queries, () => api.entity(key, signal)),
  })
}

/** @param at an instant; undefined = now */
export function useEntityState(key: EntityKey, at: string | undefined) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery<EntityState>({
    queryKey: ['entity-state', key.type, key.id, at ?? 'now'],
    placeholderData: (previous, query) => (isOf(key, query?.queryKey) ? previous : undefined),
    queryFn: ({ signal }) => noticing(queries, () => api.entityState(key, at, signal)),
  })
}

/** @param q a text of the filter language */
export function useHistory(key: EntityKey, q: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useInfiniteQuery({
    queryKey: ['history', key.type, key.id, q],
    placeholderData: (previous: InfiniteData<HistoryPage, string | undefined> | undefined, query) =>
      isOf(key, query?.queryKey) ? previous : undefined,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => noticing(queries, () => api.history(key, q, pageParam, signal)),
    getNextPageParam: (last: HistoryPage) => last.nextCursor,
  })
}

/** Old answers stay only within one entity: never another's, not even for a moment. */
const isOf = ({ type, id }: EntityKey, queryKey: readonly unknown[] | undefined): boolean =>
  queryKey?.[1] === type && queryKey[2] === id
