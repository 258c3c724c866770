/** What belongs to an entry, as React state, and how many entries that are. */
import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useApi } from '../../api/api-context.ts'
import { RELATIONS, type RelatedAnswer } from '../../api/entities.ts'
import { noticing } from '../../api/queries.ts'

export function useRelated(id: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['related', id],
    staleTime: 60_000,
    queryFn: ({ signal }) => noticing(queries, () => api.related(id, signal)),
  })
}

/** Distinct entries of the answer, with `+` when a list has more than the answer holds. */
export function relatedCount({ related }: RelatedAnswer): string {
  const lists = RELATIONS.flatMap(relation => related[relation] ?? [])
  const ids = new Set(lists.flatMap(list => list.rows.map(row => row.id)))
  return `${ids.size}${lists.some(list => list.count > list.rows.length) ? '+' : ''}`
}
