/**
 * How two lists of texts differ, item by item and with repeats counted: what stayed, what went, what came.
 * Each side keeps its order; `same` and `old` together are the old list, `same` and `new` the new one.
 */

export interface ListDiff {
  same: string[]
  old: string[]
  new: string[]
}

export function listDiff(old: readonly string[], now: readonly string[]): ListDiff {
  const left = countsOf(now)
  const same: string[] = []
  const gone: string[] = []
  for (const item of old) (take(left, item) ? same : gone).push(item)
  const kept = countsOf(same)
  return { same, old: gone, new: now.filter(item => !take(kept, item)) }
}

function countsOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

function take(counts: Map<string, number>, item: string): boolean {
  const left = counts.get(item) ?? 0
  if (left > 0) counts.set(item, left - 1)
  return left > 0
}
