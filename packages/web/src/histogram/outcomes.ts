/** The three outcomes as the chart has them: what was denied is no longer counted among what failed. */
import type { Histogram } from '../api/types.ts'
import type { ShownOutcome } from '../text/outcome.ts'

export const OUTCOMES = ['SUCCESS', 'FAILURE', 'DENIED'] as const satisfies ShownOutcome[]

export type Bar = Histogram['buckets'][number]

export function sumsOf(bars: readonly Bar[]): Record<ShownOutcome, number> {
  const sums = { SUCCESS: 0, FAILURE: 0, DENIED: 0 }
  for (const { count, failed, denied = 0 } of bars) {
    sums.SUCCESS += count - failed
    sums.FAILURE += failed - denied
    sums.DENIED += denied
  }
  return sums
}

/** The bars with what of each was denied; bars of another question are left out. */
export function withDenied(histogram: Histogram, denied: Histogram | undefined): Histogram {
  if (denied === undefined) return histogram
  const counts = new Map(denied.buckets.map(({ at, count }) => [at, count]))
  const buckets = histogram.buckets.map(bar => ({
    ...bar,
    denied: Math.min(bar.failed, counts.get(bar.at) ?? 0),
  }))
  return { ...histogram, buckets }
}
