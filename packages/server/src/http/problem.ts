/**
 * Problem documents (RFC 9457): the one shape of every refusal.
 * An error outside the table becomes INTERNAL without a word of its own; its cause goes to the log.
 */
import { QueryError, QueryTextError } from '@daybook/query'
import { RecordError } from '@daybook/record'
import { ReportError } from '@daybook/report'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

import { ERRORS, type ErrorCode, ServerError } from '../errors.ts'

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'
const DEFAULT_RETRY_MS = 1000

export interface ProblemDocument {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  requestId?: string
  [member: string]: unknown
}

export function problemDocument(error: ServerError, requestId?: string): ProblemDocument {
  const { status, title } = ERRORS[error.code]
  return {
    type: `https://daybook.dev/problems/${error.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(requestId === undefined ? {} : { requestId }),
    ...error.members,
  }
}

/** The error hook of every scope. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = toServerError(error)
  const { status } = ERRORS[refusal.code]
  if (status === 500)
    request.log.error({ err: refusal.cause ?? error, requestId: request.id }, 'request failed')
  else if (status > 500 && refusal.code !== 'STOPPING')
    request.log.warn({ err: refusal.cause, code: refusal.code, requestId: request.id }, 'request refused')
  const retry = refusal.retryAfterMs ?? (status === 503 ? DEFAULT_RETRY_MS : undefined)
  if (retry !== undefined) void reply.header('retry-after', String(Math.max(1, Math.ceil(retry / 1000))))
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="daybook"')
  void reply
    .status(status)
    .header('content-type', PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .header('x-request-id', request.id)
    .send(JSON.stringify(problemDocument(refusal, request.id)))
}

/** What the other rooms and the framework throw, in the codes of this table. */
export function toServerError(error: unknown): ServerError {
  if (error instanceof ServerError) return error
  if (error instanceof RecordError) return fromRecord(error)
  if (error instanceof ReportError) return fromReport(error)
  if (error instanceof QueryError) {
    const members = {
      parameter: error.parameter,
      ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
      ...(error instanceof QueryTextError ? { problems: error.problems } : {}),
    }
    const code = error.code === 'UNKNOWN_PARAMETER' ? error.code : 'INVALID_PARAMETER'
    return new ServerError(code, { detail: error.message, members })
  }
  const code = frameworkCode(error)
  return code === undefined
    ? new ServerError('INTERNAL', { cause: error })
    : new ServerError(code, { cause: error })
}

function fromRecord(error: RecordError): ServerError {
  if (error.code === 'CONFLICT') return new ServerError('CONFLICT', { members: { conflicts: error.details } })
  if (error.code === 'OVERLOADED')
    return new ServerError('OVERLOADED', { retryAfterMs: error.retryAfterMs ?? DEFAULT_RETRY_MS })
  if (error.code === 'UNAVAILABLE')
    return new ServerError('UNAVAILABLE', {
      retryAfterMs: error.retryAfterMs ?? DEFAULT_RETRY_MS,
      cause: error,
    })
  if (error.code === 'CLOSED') return new ServerError('STOPPING')
  if (error.code === 'CALL_TOO_LARGE') return new ServerError('BODY_TOO_LARGE', { detail: error.message })
  if (error.code === 'LIMIT_REACHED') return new ServerError('LIMIT_REACHED', { detail: error.message })
  if (error.code === 'TENANT_NAME_INVALID') return new ServerError('INVALID_BODY', { detail: error.message })
  return new ServerError('INTERNAL', { cause: error })
}

function fromReport(error: ReportError): ServerError {
  if (error.status === 400) return new ServerError('INVALID_PARAMETER', { detail: error.message })
  if (error.status === 503) return new ServerError('INDEX_UNAVAILABLE', { cause: error })
  if (error.code === 'QUERY_TOO_EXPENSIVE')
    return new ServerError('QUESTION_TOO_EXPENSIVE', {
      detail: error.message,
      members: error.advice.length === 0 ? {} : { advice: error.advice },
      cause: error,
    })
  return new ServerError('INTERNAL', { cause: error })
}

const FRAMEWORK: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'EMPTY_BODY',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'INVALID_HTTP',
  FST_ERR_BAD_URL: 'INVALID_HTTP',
  FST_ERR_ASYNC_CONSTRAINT: 'INVALID_HTTP',
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
  FST_STATIC_FORBIDDEN_PATH: 'NOT_FOUND',
}

function frameworkCode(error: unknown): ErrorCode | undefined {
  const code = (error as Partial<FastifyError>).code
  return code !== undefined && Object.hasOwn(FRAMEWORK, code) ? FRAMEWORK[code] : undefined
}
