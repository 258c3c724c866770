/**
 * How long to wait before the next attempt.
 * Invariant: never shorter than what the server asked for with Retry-After, never longer than the named limit.
 */

const BACKOFF_FIRST_MS = 250
export const BACKOFF_MAX_MS = 30_000
/** A Retry-After beyond this is treated as this: a server that is away for an hour is asked again sooner. */
export const RETRY_AFTER_MAX_MS = 120_000

/** Exponential with full jitter over the upper half: attempt 1 waits 125–250 ms, 2 waits 250–500 ms … */
export function backoffMs(attempt: number, random: () => number, retryAfterMs: number | undefined): number {
  const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (attempt - 1))
  const jittered = ceiling / 2 + (random() * ceiling) / 2
  if (retryAfterMs === undefined) return jittered
  return Math.min(RETRY_AFTER_MAX_MS, Math.max(retryAfterMs + jittered / 10, jittered))
}

/** RFC 9110 §10.2.3: seconds or an HTTP date. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}
