/**
 * Every way in which reading a source fails: a closed table of codes.
 * Invariant: what is wrong with one line is a problem of that line and the reading goes on; only what makes the rest of
 * the input unreadable is thrown.
 */

export const CONNECTOR_ERRORS = {
  INPUT_UNREADABLE: { status: 0, text: 'The input cannot be opened or read' },
  INPUT_TRUNCATED: { status: 0, text: 'The input ends in the middle' },
  INPUT_NOT_COMPRESSED: { status: 0, text: 'The compressed input is damaged' },
  INPUT_NOT_TEXT: { status: 0, text: 'The input is not text in the expected encoding' },
  MAPPING_INVALID: { status: 0, text: 'The mapping file cannot be used' },
  CATALOG_UNREADABLE: { status: 0, text: 'The catalog file cannot be used' },
  COLUMN_MISSING: { status: 0, text: 'The mapping names a column that the file does not have' },
} as const satisfies Record<string, { status: number; text: string }>

export type ConnectorErrorCode = keyof typeof CONNECTOR_ERRORS

export class ConnectorError extends Error {
  readonly code: ConnectorErrorCode

  constructor(code: ConnectorErrorCode, detail: string, options: { cause?: unknown } = {}) {
    super(`${CONNECTOR_ERRORS[code].text}: ${detail}`, options)
    this.name = 'ConnectorError'
    this.code = code
  }
}

/** What is wrong with one line before it reaches the server. */
export const SOURCE_PROBLEMS = {
  LINE_NOT_UTF8: 'The line is not valid UTF-8.',
  LINE_TOO_LONG: 'The line is longer than any event may be.',
  LINE_NOT_JSON: 'The line is not JSON.',
  LINE_NOT_OBJECT: 'The line is JSON, but not an object.',
  RECORD_INCOMPLETE: 'The record lacks what an event needs.',
  ROW_MALFORMED: 'The row cannot be read as CSV.',
  ROW_WIDTH: 'The row has another number of columns than the header.',
  TIME_INVALID: 'A time is not in the format that the mapping names.',
  VALUE_INVALID: 'A value is not of the kind that the mapping names.',
  VALUE_MISSING: 'A column that an event needs is empty.',
} as const

export type SourceProblemCode = keyof typeof SOURCE_PROBLEMS

export interface SourceProblem {
  code: SourceProblemCode
  /** Where in the line: a JSON pointer or a column. Empty for the whole line. */
  path: string
  message: string
}

export function sourceProblem(code: SourceProblemCode, path = '', detail?: string): SourceProblem {
  return {
    code,
    path,
    message: detail === undefined ? SOURCE_PROBLEMS[code] : `${SOURCE_PROBLEMS[code]} ${detail}`,
  }
}
