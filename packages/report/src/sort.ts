/**
 * What a report can be sorted by: for every column one text or number, and how it is asked for (`sort=column,-column`).
 * Rows that are equal in it follow each other by time and index, so every order is total.
 */

import { nearest } from '@daybook/event'
import type { ReportId } from '@daybook/query'

import { ReportError } from './errors.ts'
import type { Counts } from './questions/slices.ts'

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
  /** How a page in this order is found step by step; absent = every row is sorted. */
  staged?: StagedColumn
}

/** See questions/staged.ts. */
export interface StagedColumn {
  /** The stored columns that the value is made of: one, or a name and the id that stands for an absent one. */
  columns: readonly [string] | readonly [string, string]
  /** So few values that they can be counted one by one; by these counts of the engine, where it has any. */
  grouped: boolean
  counts?: readonly Counts[]
  /** Most rows have none. */
  oftenAbsent?: boolean
  /** The value as the engine compares it quickest, as it is told, and a told one as it is compared. */
  read: string
  told: string
  write(told: string): string
}

const KINDS = ['kinds', 'deeds'] as const
const ACTORS = ['actors', 'deeds'] as const

const EVENT_COLUMNS: Readonly<Record<string, SortColumn>> = {
  occurredAt: number('toUnixTimestamp64Milli(occurred_at)'),
  actor: few(['actor_name', 'actor_id'], { counts: ACTORS }),
  activity: few(['activity'], { counts: KINDS }),
  entity: few(['entity_type'], { counts: KINDS }),
  // Two long columns of which almost every value is another: to read them twice costs more than to sort once.
  instance: text(nameOr('entity_name', 'entity_id')),
  application: few(['application'], { counts: KINDS }),
  outcome: few(['outcome'], { counts: KINDS }),
  category: few(['category'], { counts: KINDS }),
  correlation: many(['correlation_id'], { oftenAbsent: true }),
  id: text('toString(id)'),
  index: {
    ...number('toInt64(`index`)'),
    staged: { ...value('`index`'), told: 'toInt64(`index`)', write: told => `toUInt64(${told})` },
  },
}

const COLUMNS_OF: Readonly<Record<ReportId, Readonly<Record<string, SortColumn>>>> = {
  activity: {
    ...EVENT_COLUMNS,
    changes: {
      ...number('toInt64(changed)'),
      staged: { ...value('changed'), grouped: true, told: 'toInt64(changed)' },
    },
    impersonator: few(['impersonator_name', 'impersonator_id'], { oftenAbsent: true }),
    accessMethod: few(['access_method']),
    ip: few(['ip']),
    comment: many(['comment'], { oftenAbsent: true }),
    outcomeReason: many(['outcome_reason'], { oftenAbsent: true }),
    region: few(['region']),
    requestId: many(['request_id']),
    recordedAt: {
      ...number('toUnixTimestamp64Milli(recorded_at)'),
      staged: {
        ...value('recorded_at'),
        told: 'toUnixTimestamp64Milli(recorded_at)',
        write: told => `fromUnixTimestamp64Milli(${told}, 'UTC')`,
      },
    },
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

function text(sql: string): SortColumn {
  return { sql: beginningSql(sql), kind: 'text' }
}

/** As much of a text as counts. Almost every text is short, and only a long one is worth counting characters. */
export function beginningSql(sql: string): string {
  return `if(length(${sql}) <= ${SORT_CHARACTERS}, ${sql}, substringUTF8(${sql}, 1, ${SORT_CHARACTERS}))`
}

function number(sql: string): SortColumn {
  return { sql, kind: 'number' }
}

function nameOr(name: string, id: string): string {
  return `if(${name} = '', ${id}, ${name})`
}

function readOf(columns: StagedColumn['columns']): string {
  const [name, id] = columns
  return id === undefined ? name : nameOr(name, id)
}

/** A text of which there are few: of a column of vocabulary. */
function few(columns: StagedColumn['columns'], more: Partial<StagedColumn> = {}): SortColumn {
  const read = readOf(columns)
  return { ...text(read), staged: { columns, grouped: true, read, told: read, write: told => told, ...more } }
}

function many(columns: StagedColumn['columns'], more: Partial<StagedColumn> = {}): SortColumn {
  const read = readOf(columns)
  const { sql } = text(read)
  return { ...text(read), staged: { columns, grouped: false, read, told: sql, write: told => told, ...more } }
}

function value(read: string): StagedColumn {
  return { columns: [read], grouped: false, read, told: read, write: told => told }
}
