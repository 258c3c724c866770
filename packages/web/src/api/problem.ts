/**
 * Turns a refused HTTP answer into an ApiError.
 * Whatever the body is (a problem document, a proxy's HTML page, nothing), the result has a code, a status and a title.
 */
import { QUERY_ERRORS, type ProblemParams, type QueryProblemCode } from '@daybook/query'

import { ApiError, type ProblemDetails } from '../errors.ts'

/** No more of a foreign body than this is shown to a person. */
const DETAIL_CHARS_MAX = 500

/** Members of every problem document: what they say has its own place. */
const OWN_MEMBERS = ['type', 'title', 'status', 'code', 'detail', 'requestId']

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
  const filter = filterOf(document?.['problems'])
  if (filter.length > 0) problem.filter = filter
  else if (problems.length > 0) problem.problems = problems
  const params = paramsOf(document, OWN_MEMBERS)
  if (Object.keys(params).length > 0) problem.params = params
  const advice = objectsOf(document?.['advice']).map(one => paramsOf(one))
  if (advice.length > 0) problem.advice = advice
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
  return objectsOf(value).flatMap(one => {
    const message = text(one['message'])
    return message === undefined ? [] : [{ path: text(one['path']) ?? '', message }]
  })
}

/** Of them, those of a filter text, which have a code of its room. */
function filterOf(value: unknown): NonNullable<ProblemDetails['filter']> {
  return objectsOf(value).flatMap(one => {
    const code = text(one['code'])
    const message = text(one['message'])
    if (message === undefined || !isFilterCode(code)) return []
    return [{ code, message, params: paramsOf(one['params']) }]
  })
}

const isFilterCode = (code: string | undefined): code is QueryProblemCode =>
  code !== undefined && Object.hasOwn(QUERY_ERRORS, code) && code.startsWith('QUERY_')

const objectsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : []

/** Texts and numbers, of which a sentence can be made. */
function paramsOf(value: unknown, without: readonly string[] = []): ProblemParams {
  const known = Object.entries(isObject(value) ? value : {}).filter(
    (entry): entry is [string, string | number] =>
      !without.includes(entry[0]) && (typeof entry[1] === 'string' || typeof entry[1] === 'number'),
  )
  return Object.fromEntries(known.map(([name, one]) => [name, short(one)]))
}

const short = (one: string | number) => (typeof one === 'string' ? one.slice(0, DETAIL_CHARS_MAX) : one)

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

function retryAfter(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header)) return undefined
  return Number(header) * 1000
}
