/**
 * Why a run of a schedule failed, or why Daybook stopped the schedule: a closed table.
 * Ways out have codes of their own, which a run passes on.
 */
import { DELIVERY_FAILURES } from '../deliver/outcome.ts'

export const SCHEDULE_FAILURES = {
  ...DELIVERY_FAILURES,
  RIGHT_LOST: { again: false, text: 'Whoever made the schedule may not read any more.' },
  VIEW_GONE: {
    again: false,
    text: 'The view is gone, or is not shared with whoever made the schedule any more.',
  },
  QUESTION_REFUSED: { again: false, text: 'What the schedule asks for cannot be asked any more.' },
  EXPORTS_FULL: { again: true, text: 'The tenant has as many exports as it may.' },
  EXPORT_FAILED: { again: true, text: 'The file could not be made.' },
  EXPORT_REMOVED: { again: false, text: 'The file was cancelled or removed before it was sent.' },
  KEEPS_FAILING: { again: false, text: 'Too many runs in a row have failed.' },
  FAULT: { again: true, text: 'Something failed on our side.' },
} as const satisfies Record<string, { again: boolean; text: string }>

export type ScheduleFailure = keyof typeof SCHEDULE_FAILURES

/** Thrown within a run, and told in its `failure`. The message is safe to show. */
export class RunError extends Error {
  override readonly name = 'RunError'
  readonly code: ScheduleFailure
  /** whether another attempt can end differently */
  readonly again: boolean
  /** whether the schedule itself cannot go on */
  readonly stops: boolean

  constructor(
    code: ScheduleFailure,
    more: { text?: string; again?: boolean; stops?: boolean; cause?: unknown } = {},
  ) {
    const { text, again } = SCHEDULE_FAILURES[code]
    super(
      more.text === undefined ? text : `${text} (${more.text})`,
      more.cause === undefined ? undefined : { cause: more.cause },
    )
    this.code = code
    this.again = more.again ?? again
    this.stops = more.stops ?? false
  }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How long to wait after each attempt that failed; after the last there is no other. About a day in all. */
export const RETRY_AFTER_MS = [
  1 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  8 * HOUR,
  12 * HOUR,
] as const
export const ATTEMPTS_MAX = RETRY_AFTER_MS.length + 1

/** Runs that fail in a row before the schedule is stopped. */
export const FAILURES_MAX = 10
