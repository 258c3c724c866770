/**
 * Everything that can be wrong with a question, as a closed table of codes.
 * The text of an error names the parameter and what to write instead, and never repeats more than a short value.
 */

export const QUERY_ERRORS = {
  UNKNOWN_PARAMETER: { status: 400, text: 'The question has a parameter that does not exist' },
  INVALID_PARAMETER: { status: 400, text: 'A parameter of the question has a value that cannot be used' },
  QUERY_TOO_LONG: { status: 400, text: 'The filter is too long' },
  QUERY_TOO_MANY_TERMS: { status: 400, text: 'The filter has too many terms' },
  QUERY_TOO_MANY_VALUES: { status: 400, text: 'A term of the filter has too many values' },
  QUERY_TOO_DEEP: { status: 400, text: 'The filter has too many parentheses inside each other' },
  QUERY_NOT_UNICODE: { status: 400, text: 'The filter is not Unicode text' },
  QUERY_UNKNOWN_FIELD: { status: 400, text: 'The filter names a field that does not exist' },
  QUERY_EMPTY_VALUE: { status: 400, text: 'A value of the filter is missing' },
  QUERY_UNKNOWN_VALUE: {
    status: 400,
    text: 'A value of the filter is none of those that the field can have',
  },
  QUERY_INVALID_ADDRESS: { status: 400, text: 'The filter has something that is no IP address or network' },
  QUERY_INVALID_NUMBER: { status: 400, text: 'The filter has something that is no whole number or range' },
  QUERY_INVALID_TIME: { status: 400, text: 'The filter has something that is no time' },
  QUERY_INVALID_ID: { status: 400, text: 'The filter has something that is no id of an event' },
  QUERY_INVALID_VALUE: { status: 400, text: 'A value of the filter cannot be used' },
  QUERY_NO_WORDS: { status: 400, text: 'The filter searches for something without a letter or digit' },
  QUERY_UNTERMINATED_QUOTE: { status: 400, text: 'A quotation mark of the filter is not closed' },
  QUERY_UNBALANCED_PARENTHESIS: { status: 400, text: 'A parenthesis of the filter has no counterpart' },
  QUERY_MISSING_TERM: { status: 400, text: 'The filter has nothing where a term must stand' },
  QUERY_UNEXPECTED_CHARACTER: { status: 400, text: 'The filter has a character where it cannot stand' },
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
