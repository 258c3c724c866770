/**
 * The answers of the API as React state: cached by question, old rows kept while new ones come.
 * A signed-out answer anywhere forgets the session, so the sign-in takes the place of the page at the same address.
 */
import type { ReportId } from '@daybook/query'
import {
  keepPreviousData,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query'
import { useCallback } from 'react'

import { ApiError, isSignedOut } from '../errors.ts'
import { useApi } from './api-context.ts'

const RETRIES_MAX = 2

/** Only what may pass by itself is asked again: an answer with a reason is not. */
export const mayRetry = (failures: number, error: unknown): boolean =>
  failures < RETRIES_MAX &&
  error instanceof ApiError &&
  (error.problem.status === 0 || error.problem.status >= 502)

const SESSION = ['session'] as const

export function useSession() {
  const api = useApi()
  return useQuery({
    queryKey: SESSION,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      try {
        return await api.session(signal)
      } catch (error) {
        if (isSignedOut(error)) return null
        throw error
      }
    },
  })
}

export function useSignIn() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (token: string) => api.signIn(token),
    onSuccess: () => queries.resetQueries(),
  })
}

export function useSignOut() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.signOut(),
    onSuccess: () => {
      queries.clear()
      queries.setQueryData(SESSION, null)
    },
  })
}

/** Counts are as fresh as the rows beside them; a refresh asks under another key. */
export const FRESH_MS = 60_000

/** Without a question nothing is asked. */
export function useSummary(report: ReportId, question: string | undefined, zone: string, round: number) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['summary', report, question, zone, round],
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
    queryFn:
      question === undefined
        ? skipToken
        : ({ signal }) => noticing(queries, () => api.summary(report, question, zone, signal)),
  })
}

/** The bars of what was denied: a failure for want of permission. Asked only where something failed. */
export function useDenied(report: ReportId, question: string | undefined, zone: string, round: number) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['denied', report, question, zone, round],
    staleTime: FRESH_MS,
    queryFn:
      question === undefined
        ? skipToken
        : ({ signal }) => noticing(queries, () => api.bars(report, question, zone, signal)),
  })
}

export function useEntry(id: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['entry', id],
    staleTime: Infinity,
    queryFn: ({ signal }) => noticing(queries, () => api.entry(id, signal)),
  })
}

/** Asks, and forgets the session when the answer says that nobody is signed in. */
export async function noticing<T>(queries: QueryClient, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isSignedOut(error)) queries.setQueryData(SESSION, null)
    throw error
  }
}

export function useNoticing(): <T>(ask: () => Promise<T>) => Promise<T> {
  const queries = useQueryClient()
  return useCallback(ask => noticing(queries, ask), [queries])
}
