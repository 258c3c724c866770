/**
 * The lines of a grid as stretches: groups, the rows under the open ones, and what stands in for answers that are not there yet.
 * Whatever the number of rows, a line is found by its number without walking them.
 */

/** One chosen group: the exact value of a column. */
export interface GroupStep {
  column: string
  value: string
}

export interface Group {
  value: string
  label?: string
  count: number
  failed: number
  actors: number
  latest: string
  bars: number[]
}

/** What is known of one level of groups. */
export interface Level {
  groups: Group[]
  /** How many groups there are, shown or not. */
  total: number
  failed?: true
}

interface Place {
  /** The groups above it and, of a group, its own step. */
  path: GroupStep[]
  /** Levels above it. */
  depth: number
}

export type Segment =
  /** Rows that arrived while the reader looked, newest on top. */
  | ({ kind: 'fresh'; count: number } & Place)
  | ({ kind: 'rows'; count: number } & Place)
  | ({ kind: 'group'; group: Group; open: boolean } & Place)
  /** More groups of this level than are shown. */
  | ({ kind: 'more'; shown: number; total: number } & Place)
  | ({ kind: 'waiting' } & Place)
  | ({ kind: 'failed' } & Place)

export const keyOf = (path: readonly GroupStep[]): string =>
  JSON.stringify(path.map(({ column, value }) => [column, value]))

export interface Grouping {
  /** Columns, outermost first; none = rows only. */
  columns: readonly string[]
  isOpen: (key: string) => boolean
  /** Undefined while it is asked for. */
  levelOf: (path: readonly GroupStep[]) => Level | undefined
}

/** @param rows how many rows there are without groups */
export function segmentsOf(rows: number, fresh: number, { columns, isOpen, levelOf }: Grouping): Segment[] {
  const found: Segment[] = []
  if (columns.length === 0) {
    if (fresh > 0) found.push({ kind: 'fresh', count: fresh, path: [], depth: 0 })
    return [...found, { kind: 'rows', count: rows, path: [], depth: 0 }]
  }
  const visit = (path: GroupStep[]) => {
    const depth = path.length
    const column = columns[depth]
    if (column === undefined) return
    const level = levelOf(path)
    if (level === undefined) found.push({ kind: 'waiting', path, depth })
    if (level?.failed === true) found.push({ kind: 'failed', path, depth })
    for (const group of level?.groups ?? []) {
      const own = [...path, { column, value: group.value }]
      const open = isOpen(keyOf(own))
      found.push({ kind: 'group', group, open, path: own, depth })
      if (!open) continue
      if (depth + 1 < columns.length) visit(own)
      else found.push({ kind: 'rows', count: group.count, path: own, depth: depth + 1 })
    }
    if (level !== undefined && level.total > level.groups.length) {
      found.push({ kind: 'more', shown: level.groups.length, total: level.total, path, depth })
    }
  }
  visit([])
  return found
}

/** The paths of all levels that are on the page: what must be asked for. */
export function openPaths(columns: readonly string[], open: readonly GroupStep[][]): GroupStep[][] {
  if (columns.length === 0) return []
  const isOpen = new Set(open.map(keyOf))
  // A level shows only while every group above it is open, too.
  const shown = open.filter(
    path =>
      path.length < columns.length &&
      path.every((step, at) => step.column === columns[at] && isOpen.has(keyOf(path.slice(0, at + 1)))),
  )
  return [[], ...shown]
}

export interface Lines {
  count: number
  /** The stretch of a line and the line's number within it; undefined beyond the last line. */
  at: (line: number) => { segment: Segment; offset: number } | undefined
  /** The number of the first line of the stretch that `is` finds. */
  find: (is: (segment: Segment) => boolean) => number | undefined
}

export function linesOf(segments: readonly Segment[]): Lines {
  const ends: number[] = []
  let count = 0
  for (const segment of segments) {
    count += segment.kind === 'rows' || segment.kind === 'fresh' ? segment.count : 1
    ends.push(count)
  }
  const startOf = (at: number) => ends[at - 1] ?? 0
  return {
    count,
    at(line) {
      if (line < 0 || line >= count) return undefined
      let [low, high] = [0, ends.length - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((ends[middle] ?? 0) <= line) low = middle + 1
        else high = middle
      }
      const segment = segments[low]
      return segment && { segment, offset: line - startOf(low) }
    },
    find(is) {
      const at = segments.findIndex(is)
      return at < 0 ? undefined : startOf(at)
    },
  }
}
