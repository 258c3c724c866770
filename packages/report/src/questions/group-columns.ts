/**
 * What rows can be grouped by, and what a chosen group asks of a row.
 * A chosen value means exactly the rows that its group counted, so groups, rows and totals of one path agree.
 */

import { nearest } from '@daybook/event'
import type { ReportId } from '@daybook/query'

import type { Binder } from '../compile/binder.ts'
import { ReportError } from '../errors.ts'
import type { Step } from './steps.ts'
import { zoneOf } from './zone.ts'
import { barStarts, nextStart } from './zoned-bars.ts'

/** Levels of one path. */
export const PATH_MAX = 8

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface TextColumn {
  kind: 'text'
  sql: string
  /** What to show instead of the value, such as a name that an id had. */
  label?: string
  /** The engine's counts know it: as one of few values, or as an actor. */
  counted?: 'kinds' | 'actors'
}

interface TimeColumn {
  kind: 'time'
  step: Step
}

/** The attribute of a change: a row of the change report has one, an event has many. */
interface ChangeColumn {
  kind: 'change'
}

type GroupColumnRow = TextColumn | TimeColumn | ChangeColumn

const COLUMNS = {
  application: { kind: 'text', sql: 'application', counted: 'kinds' },
  entity: { kind: 'text', sql: 'entity_type', counted: 'kinds' },
  activity: { kind: 'text', sql: 'activity', counted: 'kinds' },
  category: { kind: 'text', sql: 'category', counted: 'kinds' },
  outcome: { kind: 'text', sql: 'outcome', counted: 'kinds' },
  actor: { kind: 'text', sql: 'actor_id', label: 'actor_name', counted: 'actors' },
  actorType: { kind: 'text', sql: 'actor_type' },
  impersonator: { kind: 'text', sql: 'impersonator_id', label: 'impersonator_name' },
  instance: { kind: 'text', sql: 'entity_id', label: 'entity_name' },
  attribute: { kind: 'change' },
  access: { kind: 'text', sql: 'access_method' },
  ip: { kind: 'text', sql: 'ip' },
  agent: { kind: 'text', sql: 'user_agent' },
  region: { kind: 'text', sql: 'region' },
  session: { kind: 'text', sql: 'session_id' },
  request: { kind: 'text', sql: 'request_id' },
  correlation: { kind: 'text', sql: 'correlation_id' },
  source: { kind: 'text', sql: 'source_name' },
  hour: { kind: 'time', step: { unit: 'ms', size: HOUR } },
  day: { kind: 'time', step: { unit: 'ms', size: DAY } },
  week: { kind: 'time', step: { unit: 'ms', size: 7 * DAY } },
  month: { kind: 'time', step: { unit: 'month', size: 1 } },
} as const satisfies Readonly<Record<string, GroupColumnRow>>

export type GroupColumn = keyof typeof COLUMNS
export const GROUP_COLUMNS = Object.keys(COLUMNS) as readonly GroupColumn[]

/** One chosen group: the exact text ('' = none), or the start of a stretch of time in ms since the epoch. */
export interface GroupStep {
  column: GroupColumn
  value: string
}

/** @throws ReportError REQUEST_INVALID when a report cannot be grouped by it */
export function groupColumn(column: string, report: ReportId): GroupColumnRow {
  const row: GroupColumnRow | undefined = isGroupColumn(column) ? COLUMNS[column] : undefined
  if (row === undefined) {
    const near = nearest(column, GROUP_COLUMNS)
    const hint = near === undefined ? '' : `. Did you mean "${near}"?`
    throw new ReportError('REQUEST_INVALID', `Rows cannot be grouped by "${column.slice(0, 80)}"${hint}`)
  }
  if (row.kind === 'change' && report === 'activity') {
    throw new ReportError('REQUEST_INVALID', 'Only the report of changes can be grouped by attribute')
  }
  return row
}

/** Whether a group of the column is a stretch of time, its value a moment. */
export function isTimeColumn(column: GroupColumn): boolean {
  return COLUMNS[column].kind === 'time'
}

export function isGroupColumn(column: string): column is GroupColumn {
  return Object.hasOwn(COLUMNS, column)
}

export interface PathConditions {
  event: string[]
  /** On one change, over `a`. */
  change: string[]
  /** Nothing but actors and fields of few values was chosen. */
  plain: boolean
  /** Which of them; `others` are entity, activity and category. */
  of: { actor: boolean; application: boolean; outcome: boolean; others: boolean }
}

/** @throws ReportError REQUEST_INVALID */
export function pathConditions(
  path: readonly GroupStep[],
  report: ReportId,
  zone: string,
  binder: Binder,
): PathConditions {
  if (path.length > PATH_MAX) {
    throw new ReportError('REQUEST_INVALID', `A path of groups has at most ${PATH_MAX} levels`)
  }
  const of = { actor: false, application: false, outcome: false, others: false }
  const conditions: PathConditions = { event: [], change: [], plain: true, of }
  for (const { column, value } of path) {
    const row = groupColumn(column, report)
    if (row.kind === 'change') conditions.change.push(`a = ${binder.bind(value, 'String')}`)
    else if (row.kind === 'time') conditions.event.push(...timeConditions(row.step, value, zone, binder))
    else conditions.event.push(`${row.sql} = ${binder.bind(value, 'String')}`)
    if (row.kind !== 'text' || row.counted === undefined) conditions.plain = false
    else if (column === 'actor' || column === 'application' || column === 'outcome') of[column] = true
    else of.others = true
  }
  return conditions
}

function timeConditions(step: Step, value: string, zone: string, binder: Binder): string[] {
  const start = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  const clock = zoneOf(zone)
  if (Number.isNaN(start) || barStarts(step, clock, start, start + 1)[0] !== start) {
    throw new ReportError('REQUEST_INVALID', `No group of time begins at "${value.slice(0, 80)}" in ${zone}`)
  }
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${binder.bind(ms, 'Int64')}, 'UTC')`
  return [`occurred_at >= ${moment(start)}`, `occurred_at < ${moment(nextStart(step, clock, start))}`]
}
