/**
 * Everything that the record can say no with.
 * The set of codes is closed: each is documented in docs/errors.md.
 */

export const RECORD_ERRORS = {
  CONFLICT: { status: 409, text: 'An event with this id is recorded with other content.' },
  OVERLOADED: { status: 429, text: 'More events are waiting than the record takes. Try again later.' },
  UNAVAILABLE: {
    status: 503,
    text: 'The record does not answer. The outcome is unknown; the same call again is safe.',
  },
  CLOSED: { status: 503, text: 'The record is closing and takes nothing more.' },
  CALL_TOO_LARGE: { status: 413, text: 'One call holds more than the queue ever takes. Send it in parts.' },
  REFUSED: { status: 500, text: 'The engine refused a statement.' },
  CORRUPT: { status: 500, text: 'The record is damaged: what was read is not what was written.' },
  TENANT_UNKNOWN: { status: 404, text: 'There is no such tenant.' },
  TENANT_NAME_INVALID: {
    status: 422,
    text: 'A tenant name has 1 to 64 letters, digits, dots, dashes or underscores and begins with a letter or digit.',
  },
  LIMIT_REACHED: { status: 422, text: 'There is as much of this as there may be. Nothing was written.' },
  KEY_TOO_SHORT: { status: 422, text: 'A key made elsewhere must have 32 characters or more.' },
  LEASE_LOST: { status: 409, text: 'Another owner has taken over this follower.' },
  INTENT_UNKNOWN: { status: 409, text: 'This block was never begun, so it cannot be finished.' },
  DATA_DIRECTORY_IN_USE: { status: 500, text: 'Another process uses this data directory.' },
  ENGINE_UNSUPPORTED: { status: 500, text: 'The embedded PostgreSQL does not run on this machine.' },
  ENGINE_NEEDS_USER: { status: 500, text: 'PostgreSQL does not run as root and no other account was found.' },
  ENGINE_FAILED: { status: 500, text: 'The embedded PostgreSQL did not start.' },
  ENGINE_UNREACHABLE: { status: 500, text: 'The PostgreSQL server cannot be reached.' },
  ENGINE_TOO_OLD: { status: 500, text: 'The PostgreSQL server is older than 15.' },
  DATABASE_NEWER: { status: 500, text: 'The database was written by a newer Daybook.' },
  MIGRATION_CHANGED: { status: 500, text: 'A migration that was applied is not the one in this version.' },
} as const

export type RecordErrorCode = keyof typeof RECORD_ERRORS

/** One event of a call that cannot be recorded. No `index`: it contradicts another event of the same call. */
export interface Conflict {
  position: number
  id: string
  index?: number
}

export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly code: RecordErrorCode
  /** HTTP status that fits */
  readonly status: number
  /** Of CONFLICT only. */
  readonly details: readonly Conflict[]
  /** Of OVERLOADED and UNAVAILABLE only. */
  readonly retryAfterMs?: number

  /** `text` may say more than the table's sentence; it must not hold secrets, as it may be shown. */
  constructor(
    code: RecordErrorCode,
    more: { text?: string; details?: readonly Conflict[]; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(
      more.text === undefined ? RECORD_ERRORS[code].text : `${RECORD_ERRORS[code].text} ${more.text}`,
      more.cause === undefined ? undefined : { cause: more.cause },
    )
    this.code = code
    this.status = RECORD_ERRORS[code].status
    this.details = more.details ?? []
    if (more.retryAfterMs !== undefined) this.retryAfterMs = more.retryAfterMs
  }
}
