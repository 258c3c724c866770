/**
 * Everything that can go wrong between this app and the API, as one class.
 * The code is the server's own when it sent a problem document, else one of the table below.
 */
import type { ProblemParams, QueryProblem } from '@daybook/query'

export const WEB_ERRORS = {
  UNREACHABLE: { status: 0, text: 'The server does not answer' },
  UNEXPECTED_ANSWER: { status: 502, text: 'The answer is not one that Daybook gives' },
} as const

export interface ProblemDetails {
  code: string
  status: number
  title: string
  detail?: string
  requestId?: string
  /** Milliseconds after which the server says a retry makes sense. */
  retryAfterMs?: number
  /** What is wrong where, when the server names several things. */
  problems?: { path: string; message: string }[]
  /** What is wrong with the filter text that was asked. */
  filter?: Pick<QueryProblem, 'code' | 'message' | 'params'>[]
  /** What to narrow in a question that costs too much. */
  advice?: ProblemParams[]
  /** What the detail names: the texts and numbers of the document beside its own members. */
  params?: ProblemParams
}

export class ApiError extends Error {
  readonly problem: ProblemDetails

  constructor(problem: ProblemDetails, cause?: unknown) {
    super(`${problem.code}: ${problem.title}`, { cause })
    this.name = 'ApiError'
    this.problem = problem
  }
}

/** An error of this app's own table. */
export function webError(code: keyof typeof WEB_ERRORS, detail?: string, cause?: unknown): ApiError {
  const { status, text } = WEB_ERRORS[code]
  return new ApiError({ code, status, title: text, ...(detail === undefined ? {} : { detail }) }, cause)
}

export const isUnreachable = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === 'UNREACHABLE'

/** The question took more time or memory than one may: another question is asked, not the same again. */
export const isTooExpensive = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code.endsWith('_TOO_EXPENSIVE')

export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.status === 401
