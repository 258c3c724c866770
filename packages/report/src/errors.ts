/**
 * Everything that can go wrong in the index, as a closed table of codes.
 * The engine's own words stay in `cause`: they may quote data and are for the log, not for a client.
 */

export const REPORT_ERRORS = {
  INDEX_UNAVAILABLE: { status: 503, text: 'The report index does not answer' },
  INDEX_IN_USE: { status: 503, text: 'Another process has this index directory open' },
  INDEX_OVERLOADED: { status: 503, text: 'Too many questions are waiting for the report index' },
  INDEX_OUTDATED: { status: 503, text: 'The index was made by another version: rebuild it from the record' },
  INDEX_FAULT: { status: 500, text: 'The report index refused a statement' },
  QUERY_TOO_EXPENSIVE: { status: 422, text: 'The question took more time or memory than one question may' },
  CURSOR_INVALID: { status: 400, text: 'The cursor is damaged or belongs to another report or order' },
  REQUEST_INVALID: { status: 400, text: 'The question cannot be asked like this' },
} as const

export type ReportErrorCode = keyof typeof REPORT_ERRORS

export type Advice =
  | { code: 'FEWER_DAYS'; days: number }
  | { code: 'FEWER_VALUES'; by: string }
  | { code: 'SOME_TIME' | 'WHOLE_WORDS' | 'TIME_ORDER' | 'A_FILTER' }

export class ReportError extends Error {
  readonly code: ReportErrorCode
  readonly status: number
  /** Of QUERY_TOO_EXPENSIVE: what to narrow, in parts, for whoever says it in another language. */
  readonly advice: readonly Advice[]

  constructor(code: ReportErrorCode, message?: string, cause?: unknown, advice: readonly Advice[] = []) {
    super(message ?? REPORT_ERRORS[code].text, cause === undefined ? undefined : { cause })
    this.name = 'ReportError'
    this.code = code
    this.status = REPORT_ERRORS[code].status
    this.advice = advice
  }
}

// Error numbers of ClickHouse: src/Common/ErrorCodes.cpp of the engine.
const TIMEOUT_EXCEEDED = 159
const TOO_SLOW = 160
const MEMORY_LIMIT_EXCEEDED = 241
const QUERY_WAS_CANCELLED = 394
const TOO_MANY_ROWS_OR_BYTES = 396
const TOO_MANY_SIMULTANEOUS_QUERIES = 202
const TABLE_IS_READ_ONLY = 242
const ABORTED = 236
const NETWORK = [198, 209, 210, 279, 999]

/** Gives an engine's error number the code of this room. */
export function codeOfEngineError(number: number | undefined): ReportErrorCode {
  if (number === undefined) return 'INDEX_UNAVAILABLE'
  if ([TIMEOUT_EXCEEDED, TOO_SLOW, MEMORY_LIMIT_EXCEEDED, TOO_MANY_ROWS_OR_BYTES].includes(number)) {
    return 'QUERY_TOO_EXPENSIVE'
  }
  if (number === TOO_MANY_SIMULTANEOUS_QUERIES) return 'INDEX_OVERLOADED'
  if ([QUERY_WAS_CANCELLED, TABLE_IS_READ_ONLY, ABORTED, ...NETWORK].includes(number))
    return 'INDEX_UNAVAILABLE'
  return 'INDEX_FAULT'
}
