/**
 * Everything that following, rebuilding and checking can refuse, as a closed table.
 * A code, once published, keeps its meaning.
 */

import type { Range } from '@daybook/record'

export const FOLLOW_ERRORS = {
  LEASE_LOST: { status: 503, text: 'Another process has taken over this follower.' },
  FOLLOWER_BUSY: { status: 409, text: 'Another process is running this follower. Stop it first.' },
  FOLLOWER_UNKNOWN: { status: 500, text: 'There is no follower of this name.' },
  FOLLOWER_STOPPED: { status: 503, text: 'The follower was stopped before it had caught up.' },
  RECORD_GAP: { status: 500, text: 'The record did not give the entries that its heads promise.' },
  BLOCK_REFUSED: { status: 500, text: 'The index answers but does not take a block of entries.' },
  INDEX_LOST: {
    status: 503,
    text: 'The index has lost everything that it was given. It is filled again from the record.',
  },
  INDEX_BEHIND: { status: 503, text: 'The index does not hold these entries yet.' },
  REPAIR_INEXACT: { status: 500, text: 'The index still differs from the record after a repair.' },
} as const

export type FollowErrorCode = keyof typeof FOLLOW_ERRORS

export class FollowError extends Error {
  readonly code: FollowErrorCode
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: FollowErrorCode, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(FOLLOW_ERRORS[code].text, cause === undefined ? undefined : { cause })
    this.name = 'FollowError'
    this.code = code
    this.status = FOLLOW_ERRORS[code].status
    this.details = details
  }
}

/** True for the record's refusal of a fenced write as for our own. */
export function isLeaseLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'LEASE_LOST'
}

/** The ranges of a block that the target refused; `undefined` for every other error. */
export function refusedRanges(error: unknown): readonly Range[] | undefined {
  if (!(error instanceof FollowError) || error.code !== 'BLOCK_REFUSED') return undefined
  return error.details['ranges'] as readonly Range[]
}
