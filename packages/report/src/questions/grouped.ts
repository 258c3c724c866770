/** How the group of a row is written in SQL, over the rows and over each of the engine's counts that knows it. */
import type { Param } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { groupColumn } from './group-columns.ts'
import type { GroupsRequest } from './groups-request.ts'
import { atFullHours, DAY_SQL, momentSql } from './histogram.ts'
import { DAY, monthOf, startOfMonth, type Counts } from './slices.ts'
import type { Step } from './steps.ts'
import { zoneOf } from './zone.ts'
import { barStarts } from './zoned-bars.ts'

/** Stretches of time that one question groups by. */
const TIME_GROUPS_MAX = 10_000

export interface Grouped {
  value: string
  type: 'String' | 'Int64'
  label: string | undefined
  /** The same over those of the engine's counts that know it. */
  counted: Partial<Record<Counts, string>>
  ofChange: boolean
  params: Record<string, Param>
}

/**
 * @param covered for groups of time
 * @throws ReportError REQUEST_INVALID, QUERY_TOO_EXPENSIVE when there would be too many stretches of time
 */
export function groupedBy(request: GroupsRequest, covered = { from: 0, to: 1 }): Grouped {
  const { from, to } = covered
  const column = groupColumn(request.by, request.report)
  if (column.kind === 'change') {
    return {
      value: 'attribute',
      type: 'String',
      label: undefined,
      counted: {},
      ofChange: true,
      params: {},
    }
  }
  if (column.kind === 'text') {
    const { sql, label } = column
    return { value: sql, type: 'String', label, counted: countedOf(column), ofChange: false, params: {} }
  }
  const shortest = column.step.unit === 'ms' ? column.step.size : 28 * 86_400_000
  if ((to - from) / shortest > TIME_GROUPS_MAX) {
    const message = `More than ${TIME_GROUPS_MAX} groups of time: ask for a shorter time, or group by longer stretches`
    throw new ReportError('QUERY_TOO_EXPENSIVE', message)
  }
  const starts = barStarts(column.step, zoneOf(request.zone ?? 'UTC'), from, to)
  const start = (moment: string) => `roundDown(${moment}, {starts:Array(Int64)})`
  const ofDays = starts.every(at => at % DAY === 0)
  const counted = ofDays
    ? { kinds: start(DAY_SQL), actors: start(DAY_SQL) }
    : { ...(atFullHours(starts) && { kinds: start(momentSql(true)) }) }
  const months = request.from === undefined && request.to === undefined ? monthsOf(column.step, starts) : {}
  return {
    value: start(momentSql(false)),
    type: 'Int64',
    label: undefined,
    counted: { ...counted, ...months.counted },
    ofChange: false,
    params: { starts, ...months.params },
  }
}

/** Calendar months one after the other: the counts of months know them. */
function monthsOf(
  step: Step,
  starts: readonly number[],
): { counted?: Grouped['counted']; params?: Grouped['params'] } {
  const [first] = starts
  if (step.unit !== 'month' || step.size !== 1 || first === undefined) return {}
  if (!starts.every((at, i) => startOfMonth(monthOf(first) + i) === at)) return {}
  const actors = 'arrayElement({starts:Array(Int64)}, month - {first_month:Int32} + 1)'
  return { counted: { actors }, params: { first_month: monthOf(first) } }
}

function countedOf({ sql, counted }: { sql: string; counted?: 'kinds' | 'actors' }): Grouped['counted'] {
  if (counted === undefined) return {}
  const deeds = { deeds: sql, dailyDeeds: sql }
  if (counted === 'actors') return { actors: sql, ...deeds }
  const also = { ...(sql === 'outcome' && { actors: sql }), ...(sql === 'application' && { audience: sql }) }
  return { kinds: sql, ...also, ...deeds }
}
