/**
 * Every way in which a call of the SDK fails: a closed table of codes.
 * Invariant: a refusal by the server keeps the server's own problem document beside our code.
 */

export const SDK_ERRORS = {
  INVALID_OPTIONS: { status: 0, text: 'The client was given options that cannot work' },
  EVENT_TOO_LARGE: { status: 0, text: 'One event alone is larger than a batch may be' },
  NETWORK: { status: 0, text: 'The server could not be reached, or the connection broke' },
  TIMEOUT: { status: 0, text: 'The server did not answer in time' },
  ABORTED: { status: 0, text: 'The caller stopped the call' },
  NOT_DAYBOOK: { status: 0, text: 'The answer is not one that Daybook gives: is the address right?' },
  UNAUTHENTICATED: { status: 401, text: 'The key is missing, wrong or revoked' },
  FORBIDDEN: { status: 403, text: 'The key may not do this' },
  NOT_FOUND: { status: 404, text: 'There is no such thing' },
  CONFLICT: { status: 409, text: 'An id is already recorded with other content' },
  TOO_LARGE: { status: 413, text: 'The request is larger than the server takes' },
  INVALID_EVENTS: { status: 422, text: 'Events were refused as not valid' },
  OVERLOADED: { status: 429, text: 'The server is busy and stayed so through every attempt' },
  UNAVAILABLE: { status: 503, text: 'The server cannot record now and stayed so through every attempt' },
  REFUSED: { status: 400, text: 'The server refused the request' },
  SERVER_FAILED: { status: 500, text: 'Something failed in the server' },
} as const satisfies Record<string, { status: number; text: string }>

export type SdkErrorCode = keyof typeof SDK_ERRORS

/** RFC 9457 problem document as Daybook sends it. `code` is one of the server's own table. */
export interface ProblemDocument {
  type?: string
  title?: string
  status?: number
  code?: string
  detail?: string
  /** 422: what is wrong, by position in the batch; at most 100 are named, `errorsTotal` counts them all. */
  errors?: { position: number; problems: { code: string; path: string; message: string }[] }[]
  errorsTotal?: number
  /** 409: ids that are recorded with other content. */
  conflicts?: { position: number; id: string; index: number }[]
}

export interface DaybookErrorOptions {
  problem?: ProblemDocument
  status?: number
  detail?: string
  attempts?: number
  cause?: unknown
}

export class DaybookError extends Error {
  readonly code: SdkErrorCode
  /** HTTP status of the answer; 0 when there was none. */
  readonly status: number
  readonly problem: ProblemDocument | undefined
  /** How many times the request was sent. */
  readonly attempts: number

  constructor(code: SdkErrorCode, options: DaybookErrorOptions = {}) {
    const detail = options.detail ?? options.problem?.detail ?? options.problem?.title
    super(detail === undefined ? SDK_ERRORS[code].text : `${SDK_ERRORS[code].text}: ${detail}`, {
      cause: options.cause,
    })
    this.name = 'DaybookError'
    this.code = code
    this.status = options.status ?? SDK_ERRORS[code].status
    this.problem = options.problem
    this.attempts = options.attempts ?? 0
  }
}

const BY_STATUS = new Map<number, SdkErrorCode>([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [413, 'TOO_LARGE'],
  [422, 'INVALID_EVENTS'],
  [429, 'OVERLOADED'],
  [502, 'UNAVAILABLE'],
  [503, 'UNAVAILABLE'],
  [504, 'UNAVAILABLE'],
])

export function codeOfStatus(status: number): SdkErrorCode {
  return BY_STATUS.get(status) ?? (status >= 500 ? 'SERVER_FAILED' : 'REFUSED')
}
