/**
 * The answers of the API as React state: cached by question, old rows kept while new ones come.
 * A signed-out answer anywhere forgets the session, so the sign-in takes the place of the page at the same address.
 */
import type { ReportId } from '@daybook/query'
import {
  keepPreviousData,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query'

import { ApiError, isSignedOut } from '../errors.ts'
import { useApi } from './api-context.ts'
import { PAGE_ROWS } from './calls.ts'
import type { RowsAnswer } from './types.ts'

const RETRIES_MAX = 2
/** A page of the table keeps this many rows; the reader then goes on from the last one. */
export const ROWS_KEPT_MAX = 20_000

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

/** Without a question nothing is asked. */
export function useSummary(report: ReportId, question: string | undefined, zone: string, round: number) {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['summary', report, question, zone, round],
    placeholderData: keepPreviousData,
    queryFn:
      question === undefined
        ? skipToken
        : ({ signal }) => noticing(queries, () => api.summary(report, question, zone, signal)),
  })
}

export function useRows<Row>(report: ReportId, question: string | undefined, sort: string, round: number) {
  const api = useApi()
  const queries = useQueryClient()
  return useInfiniteQuery({
    queryKey: ['rows', report, question, sort, round],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn:
      question === undefined
        ? skipToken
        : ({ signal, pageParam }) =>
            noticing(queries, () => api.rows<Row>(report, question, { sort, cursor: pageParam }, signal)),
    getNextPageParam: (last: RowsAnswer<Row>, pages) =>
      pages.length * PAGE_ROWS < ROWS_KEPT_MAX ? last.nextCursor : undefined,
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
