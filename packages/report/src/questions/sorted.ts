/**
 * A page of a report sorted by any columns: first the keys of its rows, then the rows themselves.
 * Only the columns sorted by are read for every row that the filter leaves; the wide ones for the page alone.
 */

import { STORED_COLUMNS_SQL } from '../columns.ts'
import { Binder } from '../compile/binder.ts'
import { allOf, conditionsOf } from '../conditions.ts'
import type { IndexDriver } from '../driver.ts'
import { ReportError } from '../errors.ts'
import type { Month } from '../months.ts'
import { eventOf, type IndexRow } from '../row.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import { checkSort, sortColumn, type SortKey } from '../sort.ts'
import {
  readSortedCursor,
  writeSortedCursor,
  type SortedCursor,
  type SortedOrder,
  type SortedPlace,
  type SortValue,
} from '../sorted-cursor.ts'
import type { ActivityRow, ChangeRow, RowsAnswer, RowsRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { CHANGE_COLUMNS_SQL, CHANGE_JOIN_SQL, changeRowOf, type ChangeAnswer } from './changes.ts'
import { checkLimit } from './page.ts'
import { checkSkip } from './skip.ts'
import { askStaged } from './staged.ts'

/** Rows that an order by other columns than time skips: the engine keeps their keys in memory while it sorts. */
export const SORTED_SKIP_MAX = 1_000_000

interface KeyAnswer extends Omit<SortedPlace, 'values'> {
  k0: SortValue
  k1?: SortValue
  k2?: SortValue
}

/** @throws ReportError REQUEST_INVALID, CURSOR_INVALID */
export async function askSorted(
  driver: IndexDriver,
  table: string,
  months: readonly Month[],
  request: RowsRequest,
  sort: readonly SortKey[],
): Promise<Omit<RowsAnswer, 'tookMs'>> {
  checkLimit(request.limit)
  checkSort(sort, request.report)
  if (request.at !== undefined) {
    throw new ReportError('REQUEST_INVALID', 'Only rows in the order of time start at a time')
  }
  const order: SortedOrder = { report: request.report, sort, ties: request.order ?? 'newest' }
  const cursor = request.cursor === undefined ? undefined : readSortedCursor(request.cursor, order)
  const skip = cursor === undefined ? (request.skip ?? 0) : 0
  checkSortedSkip(skip)
  const read = await askKeys(driver, table, months, request, order, cursor)
  const back = cursor?.direction === 'prev'
  const more = read.length > request.limit
  const kept = read.slice(0, request.limit).map(key => placeOf(key, sort))
  const places = back ? kept.toReversed() : kept
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined) return { rows: [] }
  const rows = await fetchRows(driver, table, request, places)
  const hasPrev = back ? more : cursor !== undefined || skip > 0
  return {
    rows,
    ...((back || more) && { nextCursor: writeSortedCursor(order, { ...last, direction: 'next' }) }),
    ...(hasPrev && { prevCursor: writeSortedCursor(order, { ...first, direction: 'prev' }) }),
  }
}

/** In the direction of reading, one more than the page has. */
async function askKeys(
  driver: IndexDriver,
  table: string,
  months: readonly Month[],
  request: RowsRequest,
  order: SortedOrder,
  cursor: SortedCursor | undefined,
): Promise<KeyAnswer[]> {
  const staged =
    (request.skip ?? 0) > 0 && cursor === undefined
      ? undefined
      : await askStaged(driver, table, months, request, order, cursor, request.limit + 1)
  if (staged !== undefined) return staged
  const { sql, params } = keysQuestion(table, request, order, cursor)
  return driver.query<KeyAnswer>(sql, params)
}

export function keysQuestion(
  table: string,
  request: RowsRequest,
  order: SortedOrder,
  cursor?: SortedCursor,
): Question {
  const conditions = conditionsOf(request)
  const skip = cursor === undefined ? (request.skip ?? 0) : 0
  const binder = new Binder('place')
  const steps = stepsOf(order, cursor?.direction === 'prev')
  const beyond = cursor === undefined ? [] : [beyondSql(steps, cursor, binder)]
  const columns = order.sort.map(({ column }, i) => `${sortColumn(order.report, column).sql} AS k${i}`)
  const { fits } = conditions
  const from =
    order.report === 'activity'
      ? `${table}
WHERE ${[...allOf(conditions), ...beyond].join('\n  AND ')}`
      : `(
  SELECT *${fits === undefined ? '' : `, ${fits} AS fits`}
  FROM ${table}
  WHERE ${allOf(conditions).join('\n    AND ')}
)
${CHANGE_JOIN_SQL}${fits === undefined ? '' : ', fits AS fit'}
WHERE ${[...(fits === undefined ? [] : ['fit']), ...beyond].join(' AND ') || '1'}`
  const position = order.report === 'activity' ? '0' : 'ordinal - 1'
  const sql = `SELECT ${columns.join(', ')}, toUnixTimestamp64Milli(occurred_at) AS at, \`index\`, ${position} AS position
FROM ${from}
ORDER BY ${steps.map(step => `${step.sql} ${step.descending ? 'DESC' : 'ASC'}`).join(', ')}
LIMIT {limit:UInt32}${skip > 0 ? ' OFFSET {skip:UInt64}' : ''}
${QUESTION_SETTINGS}`
  const page = { limit: request.limit + 1, ...(skip > 0 && { skip }) }
  return { sql, params: { ...conditions.params, ...binder.params, ...page } }
}

/** @throws ReportError REQUEST_INVALID, QUERY_TOO_EXPENSIVE */
function checkSortedSkip(skip: number): void {
  checkSkip(skip)
  if (skip <= SORTED_SKIP_MAX) return
  const message = `In the order of a column only the first ${SORTED_SKIP_MAX} rows can be jumped to: narrow the filter, sort the other way round, or sort by time`
  throw new ReportError('QUERY_TOO_EXPENSIVE', message)
}

/** The rows of these places, whatever the filter: they were found under it. */
export function fetchQuestion(table: string, request: RowsRequest, places: readonly SortedPlace[]): Question {
  const times = places.map(place => place.at)
  const params = {
    tenant: request.tenant,
    first_at: Math.min(...times),
    last_at: Math.max(...times),
    indexes: [...new Set(places.map(place => place.index))],
  }
  const moment = (name: string) => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`
  const found = `tenant = {tenant:UInt32}
  AND occurred_at >= ${moment('first_at')}
  AND occurred_at <= ${moment('last_at')}
  AND \`index\` IN {indexes:Array(UInt64)}`
  if (request.report === 'activity') {
    const sql = `SELECT tuple(${STORED_COLUMNS_SQL}) AS row\nFROM ${table}\nWHERE ${found}\n${QUESTION_SETTINGS}`
    return { sql, params }
  }
  const sql = `SELECT
  ${CHANGE_COLUMNS_SQL}
FROM (
  SELECT *
  FROM ${table}
  WHERE ${found}
)
${CHANGE_JOIN_SQL}
WHERE concat(toString(\`index\`), '/', toString(ordinal - 1)) IN {places:Array(String)}
${QUESTION_SETTINGS}`
  return { sql, params: { ...params, places: places.map(nameOf) } }
}

async function fetchRows(
  driver: IndexDriver,
  table: string,
  request: RowsRequest,
  places: readonly SortedPlace[],
): Promise<ActivityRow[] | ChangeRow[]> {
  const { sql, params } = fetchQuestion(table, request, places)
  if (request.report === 'changes') {
    const read = await driver.query<ChangeAnswer>(sql, params)
    return inOrder(places, read.map(changeRowOf))
  }
  const read = await driver.query<{ row: IndexRow }>(sql, params)
  return inOrder(
    places,
    read.map(answer => eventOf(answer.row)),
  )
}

/** An entry that was removed between the two reads has no row any more. */
function inOrder<T extends { index: number; position?: number }>(
  places: readonly SortedPlace[],
  rows: readonly T[],
): T[] {
  const byName = new Map(rows.map(row => [nameOf({ index: row.index, position: row.position ?? 0 }), row]))
  return places.flatMap(place => byName.get(nameOf(place)) ?? [])
}

interface Step {
  sql: string
  descending: boolean
  type: 'String' | 'Int64' | 'UInt64'
  valueOf(place: SortedPlace): SortValue
}

/**
 * The columns, then time, index and position, each in the direction of reading. Positions rise where the newest comes first
 * and fall where the oldest does, so that an order with every sign turned is the same rows from their end.
 */
function stepsOf({ report, sort, ties }: SortedOrder, back: boolean): Step[] {
  const newest = ties === 'newest'
  const columns = sort.map(({ column, descending }, i): Step => {
    const type = sortColumn(report, column).kind === 'text' ? 'String' : 'Int64'
    return { sql: `k${i}`, descending: descending !== back, type, valueOf: place => place.values[i] ?? '' }
  })
  const steps: Step[] = [
    ...columns,
    { sql: 'at', descending: newest !== back, type: 'Int64', valueOf: place => place.at },
    { sql: '`index`', descending: newest !== back, type: 'UInt64', valueOf: place => place.index },
  ]
  if (report === 'changes') {
    steps.push({
      sql: 'position',
      descending: newest === back,
      type: 'Int64',
      valueOf: place => place.position,
    })
  }
  return steps
}

function beyondSql(steps: readonly Step[], place: SortedPlace, binder: Binder): string {
  const [step, ...others] = steps
  if (step === undefined) return '0'
  const value = binder.bind(step.valueOf(place), step.type)
  const beyond = `${step.sql} ${step.descending ? '<' : '>'} ${value}`
  return others.length === 0
    ? beyond
    : `(${beyond} OR (${step.sql} = ${value} AND ${beyondSql(others, place, binder)}))`
}

function placeOf(key: KeyAnswer, sort: readonly SortKey[]): SortedPlace {
  const values = [key.k0, key.k1, key.k2].slice(0, sort.length).map(value => value ?? '')
  return { values, at: key.at, index: key.index, position: key.position }
}

function nameOf({ index, position }: Pick<SortedPlace, 'index' | 'position'>): string {
  return `${index}/${position}`
}
