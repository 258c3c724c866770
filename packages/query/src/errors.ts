/**
 * Everything that can be wrong with a question, as a closed table of codes.
 * The text of an error names the parameter and what to write instead, and never repeats more than a short value.
 */

export const QUERY_ERRORS = {
  UNKNOWN_PARAMETER: { status: 400, text: 'The question has a parameter that does not exist' },
  INVALID_PARAMETER: { status: 400, text: 'A parameter of the question has a value that cannot be used' },
} as const

export type QueryErrorCode = keyof typeof QUERY_ERRORS

export class QueryError extends Error {
  readonly code: QueryErrorCode
  readonly status: number
  readonly parameter: string
  /** The nearest parameter or value that does exist. */
  readonly suggestion: string | undefined

  constructor(code: QueryErrorCode, parameter: string, message: string, suggestion?: string) {
    super(suggestion === undefined ? message : `${message}. Did you mean "${suggestion}"?`)
    this.name = 'QueryError'
    this.code = code
    this.status = QUERY_ERRORS[code].status
    this.parameter = parameter
    this.suggestion = suggestion
  }
}
