/** The catalog as React state, asked for once and kept a while: pages need it for edit links and for what is sensitive. */
import { editLinkOf } from '@daybook/query'
import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useApi } from './api-context.ts'
import { noticing } from './queries.ts'

/** An edit link that is older than this is looked up again. */
const KEPT_MS = 5 * 60_000

export function useCatalog() {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['catalog'],
    staleTime: KEPT_MS,
    queryFn: ({ signal }) => noticing(queries, () => api.catalog(signal)),
  })
}

/** Where the catalog says that this entity is edited; undefined when it says nothing or is not there yet. */
export function useEditLink(
  application: string | undefined,
  entity: { type: string; id?: string; name?: string },
): string | undefined {
  const { data } = useCatalog()
  const { type, id, name } = entity
  if (!data || application === undefined || id === undefined || id === '') return undefined
  return editLinkOf(data.applications, { application, type, id, name })
}
