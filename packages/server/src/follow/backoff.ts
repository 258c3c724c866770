/**
 * How long to wait after the nth failure in a row.
 * Between half and all of min(base · 2ⁿ, max), so that many processes that lost the same engine do not come back at once.
 */

export const BACKOFF_BASE_MS = 100
export const BACKOFF_MAX_MS = 5_000

/** How long a tenant whose blocks are refused waits, so that the others have the target for themselves. */
const HOLD_BASE_MS = 1_000
const HOLD_MAX_MS = 60_000

/** `failures` counts from 1; `random` is in [0, 1). */
export function backoffMs(failures: number, random: () => number): number {
  return spread(failures, random, BACKOFF_BASE_MS, BACKOFF_MAX_MS)
}

/** The same for a tenant that was refused as often. */
export function holdMs(refusals: number, random: () => number): number {
  return spread(refusals, random, HOLD_BASE_MS, HOLD_MAX_MS)
}

function spread(times: number, random: () => number, baseMs: number, maxMs: number): number {
  const ceiling = Math.min(baseMs * 2 ** Math.min(times - 1, 20), maxMs)
  return Math.round((ceiling * (1 + random())) / 2)
}
