/**
 * How long to wait after the nth failure in a row.
 * Between half and all of min(base · 2ⁿ, max), so that many processes that lost the same engine do not come back at once.
 */

export const BACKOFF_BASE_MS = 100
export const BACKOFF_MAX_MS = 5_000

/** `failures` counts from 1; `random` is in [0, 1). */
export function backoffMs(failures: number, random: () => number): number {
  const ceiling = Math.min(BACKOFF_BASE_MS * 2 ** Math.min(failures - 1, 20), BACKOFF_MAX_MS)
  return Math.round((ceiling * (1 + random())) / 2)
}
