/**
 * Travel through an entity's history: the moments that there are, where they stand on the track, and which one is next.
 * Moments are distinct times, oldest first; the last place of the track, behind all of them, is now.
 */

/** ms since the epoch, oldest first. A place that is `undefined` is now. */
export type Moments = readonly number[]
export type Place = number | undefined

export function momentsOf(found: readonly { at: string }[]): number[] {
  return [...new Set(found.map(({ at }) => Date.parse(at)))].toSorted((a, b) => a - b)
}

/** One step on the track; undefined = now. It stays where there is nothing further. */
export function stepped(moments: Moments, place: Place, by: number): Place {
  const from = place === undefined ? moments.length : indexOf(moments, place)
  const to = Math.max(0, Math.min(moments.length, from + by))
  return moments[to]
}

/** The moment nearest to a share of the track between the first moment and now; near its end it is now. */
export function nearest(moments: Moments, share: number, now: number): Place {
  const first = moments[0]
  if (first === undefined) return undefined
  const at = first + share * (now - first)
  let best: Place
  let distance = Math.abs(now - at)
  for (const moment of moments) {
    if (Math.abs(moment - at) >= distance) continue
    best = moment
    distance = Math.abs(moment - at)
  }
  return best
}

/** 0 at the first moment, 1 now. */
export function shareOf(moments: Moments, place: Place, now: number): number {
  const first = moments[0]
  if (place === undefined || first === undefined || now <= first) return 1
  return Math.max(0, Math.min(1, (place - first) / (now - first)))
}

/** The index of the last moment at or before a time; 0 when it is before all of them. */
function indexOf(moments: Moments, at: number): number {
  const found = moments.findLastIndex(moment => moment <= at)
  return Math.max(0, found)
}
