/**
 * What an error of a job means: try again, wait for better times, or fail for good.
 * An engine's own words go to the log; the person reads a sentence of ours.
 */
import { QueryError } from '@daybook/query'
import { RecordError } from '@daybook/record'
import { ReportError } from '@daybook/report'

import { ServerError } from '../errors.ts'
import { EXPORT_ERRORS, type ExportErrorCode, type ExportFailure } from './types.ts'

export class ExportJobError extends Error {
  readonly code: ExportErrorCode

  constructor(code: ExportErrorCode, detail?: string, options: { cause?: unknown } = {}) {
    super(detail ?? `${EXPORT_ERRORS[code]}.`, options)
    this.name = 'ExportJobError'
    this.code = code
  }
}

export type Verdict =
  /** What is away comes back: the job waits in line. */
  { again: true; code: ExportErrorCode } | { again: false; failure: ExportFailure }

export function verdictOn(error: unknown): Verdict {
  if (error instanceof ExportJobError) return ended(error.code, error.message)
  if (error instanceof RecordError && (error.code === 'UNAVAILABLE' || error.code === 'OVERLOADED'))
    return { again: true, code: 'EXPORT_FAULT' }
  if (error instanceof ReportError) {
    if (error.code === 'QUERY_TOO_EXPENSIVE') return ended('EXPORT_TOO_EXPENSIVE', error.message)
    if (error.code === 'INDEX_FAULT' || error.code === 'REQUEST_INVALID') return ended('EXPORT_FAULT')
    return { again: true, code: 'EXPORT_INDEX_UNAVAILABLE' }
  }
  if (error instanceof ServerError || error instanceof QueryError)
    return ended('EXPORT_FAULT', 'What was asked for is not understood by this version.')
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return ended('EXPORT_DISK_FULL')
  return ended('EXPORT_FAULT')
}

function ended(code: ExportErrorCode, detail?: string): Verdict {
  return { again: false, failure: failureOf(code, detail) }
}

export function failureOf(code: ExportErrorCode, detail = `${EXPORT_ERRORS[code]}.`): ExportFailure {
  return { code, detail, again: code !== 'EXPORT_NOT_ALLOWED' && code !== 'EXPORT_TOO_EXPENSIVE' }
}
