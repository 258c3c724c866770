/** How an outcome is shown: a failure for want of permission is told from other failures by the word in its reason. */
import type { Outcome } from '../api/types.ts'

export type ShownOutcome = Outcome | 'DENIED'

/** The same in the filter language: what it finds is what `shownOutcome` calls denied. */
export const DENIED_FILTER = 'outcome:failure reason:*denied*'

const DENIED = /denied/i

export const shownOutcome = (outcome: Outcome, reason: string | undefined): ShownOutcome =>
  outcome === 'FAILURE' && reason !== undefined && DENIED.test(reason) ? 'DENIED' : outcome
