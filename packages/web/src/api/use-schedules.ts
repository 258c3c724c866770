/** Schedules as React state. While a run is under way they are asked for every few seconds. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { useApi } from './api-context.ts'
import { noticing } from './queries.ts'
import type { ScheduleAct, ScheduleInput, ScheduleRun } from './schedules.ts'

const WHILE_RUNNING_MS = 2_000
const WHILE_IDLE_MS = 30_000
const SCHEDULES = ['schedules'] as const

const isUnderWay = (run: ScheduleRun | undefined): boolean =>
  run?.state === 'waiting' || run?.state === 'exporting' || run?.state === 'sending'

export function useSchedules() {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: SCHEDULES,
    queryFn: ({ signal }) => noticing(queries, () => api.schedules(signal)),
    refetchInterval: ({ state }) =>
      state.data?.some(({ lastRun }) => isUnderWay(lastRun)) ? WHILE_RUNNING_MS : WHILE_IDLE_MS,
  })
}

/** Newest first. */
export function useScheduleRuns(id: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: [...SCHEDULES, id, 'runs'],
    queryFn: ({ signal }) => noticing(queries, () => api.scheduleRuns(id, signal)),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? WHILE_RUNNING_MS : WHILE_IDLE_MS),
  })
}

/** Makes one, or with an id changes that. */
export function useSaveSchedule() {
  const api = useApi()
  return useAndRefresh(({ id, input }: { id: string | undefined; input: ScheduleInput }) =>
    id === undefined ? api.createSchedule(input) : api.updateSchedule(id, input),
  )
}

export function useRemoveSchedule() {
  const api = useApi()
  return useAndRefresh((id: string) => api.removeSchedule(id))
}

export function useNewSecret() {
  const api = useApi()
  return useAndRefresh((id: string) => api.newScheduleSecret(id))
}

export function useActOnSchedule() {
  const api = useApi()
  return useAndRefresh(({ id, act }: { id: string; act: ScheduleAct }) => api.actOnSchedule(id, act))
}

function useAndRefresh<Given, Answer>(act: (given: Given) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (given: Given) => noticing(queries, () => act(given)),
    onSettled: () => queries.invalidateQueries({ queryKey: SCHEDULES }),
  })
}
