/**
 * Every way in which the server says no: a closed table from code to status and public text.
 * What a caller reads comes from this table and from checked details, never from an engine's own message.
 */

export const ERRORS = {
  INVALID_HTTP: { status: 400, title: 'The request is not valid HTTP' },
  EMPTY_BODY: { status: 400, title: 'The request has no body' },
  INVALID_COMPRESSION: { status: 400, title: 'The body cannot be decompressed' },
  INVALID_UTF8: { status: 400, title: 'The body is not valid UTF-8' },
  INVALID_JSON: { status: 400, title: 'The body is not valid JSON' },
  INVALID_BODY: { status: 400, title: 'The body does not have the expected shape' },
  INVALID_PARAMETER: { status: 400, title: 'A parameter has a wrong value' },
  UNKNOWN_PARAMETER: { status: 400, title: 'A parameter is not known' },
  UNAUTHENTICATED: { status: 401, title: 'A valid key or session is needed' },
  FORBIDDEN: { status: 403, title: 'This key or session may not do that' },
  CROSS_SITE: { status: 403, title: 'The request came from another site' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take that method' },
  EXPORT_NOT_READY: { status: 409, title: 'The export is not in a state for that' },
  BODY_TIMEOUT: { status: 408, title: 'The body did not arrive in time' },
  CONFLICT: { status: 409, title: 'An id is already recorded with other content' },
  EXPORT_GONE: { status: 410, title: 'The file of the export is gone' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  BATCH_TOO_LARGE: { status: 413, title: 'The batch holds too many events' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported' },
  UNSUPPORTED_ENCODING: { status: 415, title: 'The content encoding is not supported' },
  RANGE_NOT_SATISFIABLE: { status: 416, title: 'The range lies behind the end of the file' },
  INVALID_EVENTS: { status: 422, title: 'Events are not valid; none was recorded' },
  INVALID_CATALOG: { status: 422, title: 'The catalog contradicts itself; nothing was changed' },
  LIMIT_REACHED: { status: 422, title: 'There is as much of this as there may be' },
  DELIVERY_UNAVAILABLE: { status: 422, title: 'This server cannot deliver that way' },
  QUESTION_TOO_EXPENSIVE: {
    status: 422,
    title: 'The question took more time or memory than one question may',
  },
  OVERLOADED: { status: 429, title: 'Too much at once; nothing of this request was recorded' },
  TOO_MANY_ATTEMPTS: { status: 429, title: 'Too many wrong keys from this address' },
  TOO_MANY_TESTS: { status: 429, title: 'Too many test messages in a minute' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The request headers are too large' },
  INTERNAL: { status: 500, title: 'Something failed on our side' },
  UNAVAILABLE: {
    status: 503,
    title: 'The record cannot be reached; sending again with the same ids is safe',
  },
  INDEX_UNAVAILABLE: { status: 503, title: 'The index cannot answer now; recording goes on' },
  STOPPING: { status: 503, title: 'The server is stopping' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof ERRORS

export interface ErrorOptions {
  /** One sentence about this occurrence, safe to show. */
  detail?: string
  /** Further members of the problem document. */
  members?: Record<string, unknown>
  /** Becomes the Retry-After header, in whole seconds, at least 1. */
  retryAfterMs?: number
  cause?: unknown
}

/** A refusal that the error hook turns into a problem document. */
export class ServerError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly members: Record<string, unknown> | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, options: ErrorOptions = {}) {
    super(
      `${code}: ${options.detail ?? ERRORS[code].title}`,
      options.cause === undefined ? {} : { cause: options.cause },
    )
    this.name = 'ServerError'
    this.code = code
    this.detail = options.detail
    this.members = options.members
    this.retryAfterMs = options.retryAfterMs
  }
}
