/**
 * The order of an export's rows and what lies between two places of it.
 * It ends with time, index and position, so it is total: every row has one place, and parts neither overlap nor leave out.
 */

import type { Binder } from '../compile/binder.ts'
import { sortColumn } from '../sort.ts'
import type { SortedPlace, SortValue } from '../sorted-cursor.ts'
import type { ExportPart, ExportRowsRequest } from './types.ts'

interface Step {
  sql: string
  descending: boolean
  type: 'String' | 'Int64' | 'UInt64'
  valueOf(place: SortedPlace): SortValue
}

/** By time alone: rows lie in this order in the index, and parts are cut between events. */
export function isInTime({ sort }: Pick<ExportRowsRequest, 'sort'>): boolean {
  const [key, ...others] = sort
  return key === undefined || (key.column === 'occurredAt' && others.length === 0)
}

export function isNewestFirst(request: ExportRowsRequest): boolean {
  const [key] = request.sort
  return key !== undefined && isInTime(request) ? key.descending : request.order === 'newest'
}

/** As in a page sorted by columns, see `stepsOf` of questions/sorted.ts. In the order of time changes keep their own. */
function areChangesTurned(request: ExportRowsRequest): boolean {
  return !isInTime(request) && !isNewestFirst(request)
}

/** The columns sorted by, as `k0`, `k1` …; none by time alone. */
export function keyColumnsSql(request: ExportRowsRequest): string[] {
  if (isInTime(request)) return []
  return request.sort.map(({ column }, i) => `${sortColumn(request.report, column).sql} AS k${i}`)
}

/** Over `k0` …, `occurred_at`, `index`, and at change grain `ordinal`. */
export function orderSql(request: ExportRowsRequest): string {
  const direction = isNewestFirst(request) ? 'DESC' : 'ASC'
  const time = [`occurred_at ${direction}`, `\`index\` ${direction}`]
  const ofChange =
    request.report === 'changes' ? [`ordinal ${areChangesTurned(request) ? 'DESC' : 'ASC'}`] : []
  // The tenant is one: named, so that the engine sees its primary key and need not sort.
  if (isInTime(request)) return [`tenant ${direction}`, ...time, ...ofChange].join(', ')
  const keys = request.sort.map(({ descending }, i) => `k${i} ${descending ? 'DESC' : 'ASC'}`)
  return [...keys, ...time, ...ofChange].join(', ')
}

/** Conditions that hold for the rows of a part and for no others. */
export function withinSql(request: ExportRowsRequest, part: ExportPart, binder: Binder): string[] {
  const steps = stepsOf(request)
  const conditions: string[] = []
  if (isInTime(request)) conditions.push(...timesSql(request, part, binder))
  if (part.after !== undefined) conditions.push(beyondSql(steps, part.after, binder))
  if (part.to !== undefined) conditions.push(`NOT ${beyondSql(steps, part.to, binder)}`)
  return conditions
}

/** What the primary key can use. */
function timesSql(request: ExportRowsRequest, { after, to }: ExportPart, binder: Binder): string[] {
  const newest = isNewestFirst(request)
  const [latest, earliest] = newest ? [after, to] : [to, after]
  const moment = (at: number) => `fromUnixTimestamp64Milli(${binder.bind(at, 'Int64')}, 'UTC')`
  return [
    ...(latest === undefined ? [] : [`occurred_at <= ${moment(latest.at)}`]),
    ...(earliest === undefined ? [] : [`occurred_at >= ${moment(earliest.at)}`]),
  ]
}

function stepsOf(request: ExportRowsRequest): Step[] {
  const newest = isNewestFirst(request)
  const time: Step[] = [
    {
      sql: 'toUnixTimestamp64Milli(occurred_at)',
      descending: newest,
      type: 'Int64',
      valueOf: place => place.at,
    },
    { sql: '`index`', descending: newest, type: 'UInt64', valueOf: place => place.index },
  ]
  if (isInTime(request)) return time
  const keys = request.sort.map(({ column, descending }, i): Step => {
    const type = sortColumn(request.report, column).kind === 'text' ? 'String' : 'Int64'
    return { sql: `k${i}`, descending, type, valueOf: place => place.values[i] ?? '' }
  })
  if (request.report !== 'changes') return [...keys, ...time]
  const position: Step = {
    sql: 'toInt64(ordinal - 1)',
    descending: areChangesTurned(request),
    type: 'Int64',
    valueOf: place => place.position,
  }
  return [...keys, ...time, position]
}

function beyondSql(steps: readonly Step[], place: SortedPlace, binder: Binder): string {
  const [step, ...others] = steps
  if (step === undefined) return '0'
  const value = binder.bind(step.valueOf(place), step.type)
  const beyond = `${step.sql} ${step.descending ? '<' : '>'} ${value}`
  if (others.length === 0) return `(${beyond})`
  return `(${beyond} OR (${step.sql} = ${value} AND ${beyondSql(others, place, binder)}))`
}
