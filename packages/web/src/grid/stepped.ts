/** Walking events in a list of rows, where rows of one event stand together. */

/** The event of the next or previous row that belongs to another event than the one at `index`. */
export function stepped<Row>(
  rows: readonly Row[],
  eventOf: (row: Row) => string,
  index: number,
  step: 1 | -1,
): string | undefined {
  const current = rows[index]
  const from = current ? eventOf(current) : undefined
  for (let at = index + step; at >= 0 && at < rows.length; at += step) {
    const row = rows[at]
    if (row && eventOf(row) !== from) return eventOf(row)
  }
  return undefined
}
