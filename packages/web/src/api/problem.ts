/**
 * Turns a refused HTTP answer into an ApiError.
 * Whatever the body is (a problem document, a proxy's HTML page, nothing), the result has a code, a status and a title.
 */
import { ApiError, type ProblemDetails } from '../errors.ts'

/** No more of a foreign body than this is shown to a person. */
const DETAIL_CHARS_MAX = 500

export interface RefusedAnswer {
  status: number
  headers: { get(name: string): string | null }
  body: string
}

export function problemOf(answer: RefusedAnswer): ApiError {
  const document = parseObject(answer.body)
  const requestId = text(document?.['requestId']) ?? answer.headers.get('x-request-id') ?? undefined
  const retryAfterMs = retryAfter(answer.headers.get('retry-after'))
  const detail = text(document?.['detail'])?.slice(0, DETAIL_CHARS_MAX)
  const problem: ProblemDetails = {
    code: text(document?.['code']) ?? `HTTP_${answer.status}`,
    status: answer.status,
    title: text(document?.['title'])?.slice(0, DETAIL_CHARS_MAX) ?? `The server answered ${answer.status}`,
  }
  if (detail !== undefined) problem.detail = detail
  if (requestId !== undefined) problem.requestId = requestId
  if (retryAfterMs !== undefined) problem.retryAfterMs = retryAfterMs
  const problems = listOf(document?.['problems'])
  if (problems.length > 0) problem.problems = problems
  return new ApiError(problem)
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The entries of a list of problems that can be shown. */
function listOf(value: unknown): { path: string; message: string }[] {
  if (!Array.isArray(value)) return []
  return value.filter(isObject).flatMap(one => {
    const message = text(one['message'])
    return message === undefined ? [] : [{ path: text(one['path']) ?? '', message }]
  })
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

function retryAfter(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header)) return undefined
  return Number(header) * 1000
}
