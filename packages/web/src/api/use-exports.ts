/** Exports as React state. While one of them waits or runs they are asked for every second, so that progress is seen. */
import type { ExportRequest } from '@daybook/query'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { useApi } from './api-context.ts'
import type { ExportJob } from './exports.ts'
import { noticing } from './queries.ts'

const WHILE_OPEN_MS = 1000
/** A file expires and other tabs export too. */
const WHILE_IDLE_MS = 60_000
const EXPORTS = ['exports'] as const

export const isOpen = ({ state }: Pick<ExportJob, 'state'>): boolean =>
  state === 'queued' || state === 'running'

export function useExports() {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: EXPORTS,
    queryFn: ({ signal }) => noticing(queries, () => api.exports(signal)),
    refetchInterval: ({ state }) => (state.data?.exports.some(isOpen) ? WHILE_OPEN_MS : WHILE_IDLE_MS),
  })
}

/** One export until it has ended. */
export function useExport(id: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['export', id],
    queryFn: ({ signal }) => noticing(queries, () => api.export(id, signal)),
    refetchInterval: ({ state }) =>
      state.status === 'pending' || (state.data && isOpen(state.data)) ? WHILE_OPEN_MS : false,
  })
}

export function useCreateExport() {
  const api = useApi()
  return useAndRefresh(({ request, name }: { request: ExportRequest; name: string }) =>
    api.createExport(request, name),
  )
}

export function useRetryExport() {
  const api = useApi()
  return useAndRefresh((id: string) => api.retryExport(id))
}

export function useRemoveExport() {
  const api = useApi()
  return useAndRefresh((id: string) => api.removeExport(id))
}

function useAndRefresh<Given, Answer>(act: (given: Given) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (given: Given) => noticing(queries, () => act(given)),
    onSettled: () => queries.invalidateQueries({ queryKey: EXPORTS }),
  })
}
