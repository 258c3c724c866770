/**
 * What a report can be sorted by: for every column one text or number, and how it is asked for (`sort=column,-column`).
 * Rows that are equal in it follow each other by time and index, so every order is total.
 */

import { nearest } from '@daybook/event'
import type { ReportId } from '@daybook/query'

import { ReportError } from './errors.ts'

/** Columns of one order. */
export const SORT_COLUMNS_MAX = 3
/** Characters of a text that count for an order: a cursor carries them. */
export const SORT_CHARACTERS = 100

export interface SortKey {
  column: string
  descending: boolean
}

export interface SortColumn {
  sql: string
  kind: 'text' | 'number'
}

const EVENT_COLUMNS: Readonly<Record<string, SortColumn>> = {
  occurredAt: number('toUnixTimestamp64Milli(occurred_at)'),
  actor: text(nameOr('actor_name', 'actor_id')),
  activity: text('activity'),
  entity: text('entity_type'),
  instance: text(nameOr('entity_name', 'entity_id')),
  application: text('application'),
  outcome: text('outcome'),
  category: text('category'),
  correlation: text('correlation_id'),
  id: text('toString(id)'),
  index: number('toInt64(`index`)'),
}

const COLUMNS_OF: Readonly<Record<ReportId, Readonly<Record<string, SortColumn>>>> = {
  activity: {
    ...EVENT_COLUMNS,
    changes: number('toInt64(changed)'),
    impersonator: text(nameOr('impersonator_name', 'impersonator_id')),
    accessMethod: text('access_method'),
    ip: text('ip'),
    comment: text('comment'),
    outcomeReason: text('outcome_reason'),
    region: text('region'),
    requestId: text('request_id'),
    recordedAt: number('toUnixTimestamp64Milli(recorded_at)'),
  },
  changes: {
    ...EVENT_COLUMNS,
    attribute: text('attribute'),
    old: text("ifNull(old, '')"),
    new: text("ifNull(new, '')"),
  },
}

export function sortColumnsOf(report: ReportId): string[] {
  return Object.keys(COLUMNS_OF[report])
}

export function sortColumn(report: ReportId, column: string): SortColumn {
  const found = Object.hasOwn(COLUMNS_OF[report], column) ? COLUMNS_OF[report][column] : undefined
  if (found !== undefined) return found
  const near = nearest(column, sortColumnsOf(report))
  const hint = near === undefined ? '' : `. Did you mean "${near}"?`
  throw new ReportError('REQUEST_INVALID', `There is no column "${column.slice(0, 80)}" to sort by${hint}`)
}

/**
 * `application,-occurredAt`: columns in their order, those with `-` falling.
 *
 * @throws ReportError REQUEST_INVALID for an unknown or repeated column, or too many
 */
export function readSort(written: string, report: ReportId): SortKey[] {
  const keys = written.split(',').map((part): SortKey => {
    const descending = part.startsWith('-')
    return { column: descending ? part.slice(1) : part, descending }
  })
  checkSort(keys, report)
  return keys
}

/** @throws ReportError REQUEST_INVALID */
export function checkSort(keys: readonly SortKey[], report: ReportId): void {
  if (keys.length > SORT_COLUMNS_MAX) {
    throw new ReportError('REQUEST_INVALID', `Rows are sorted by at most ${SORT_COLUMNS_MAX} columns`)
  }
  for (const { column } of keys) sortColumn(report, column)
  if (new Set(keys.map(key => key.column)).size < keys.length) {
    throw new ReportError('REQUEST_INVALID', 'A column is named twice in the order of rows')
  }
}

export function writeSort(keys: readonly SortKey[]): string {
  return keys.map(key => `${key.descending ? '-' : ''}${key.column}`).join(',')
}

/** Almost every text is short, and only a long one is worth counting characters. */
function text(sql: string): SortColumn {
  const beginning = `substringUTF8(${sql}, 1, ${SORT_CHARACTERS})`
  return { sql: `if(length(${sql}) <= ${SORT_CHARACTERS}, ${sql}, ${beginning})`, kind: 'text' }
}

function number(sql: string): SortColumn {
  return { sql, kind: 'number' }
}

function nameOr(name: string, id: string): string {
  return `if(${name} = '', ${id}, ${name})`
}
