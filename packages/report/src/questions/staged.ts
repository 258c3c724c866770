/**
 * The keys of a page sorted by one column, found without reading when every row occurred.
 * First how far into the column's values the page reaches; then the rows before that value, which are few, and the rows of
 * that value in the order of time, which the primary key knows.
 */

import { Binder } from '../compile/binder.ts'
import { allOf, conditionsOf, type Conditions } from '../conditions.ts'
import type { IndexDriver } from '../driver.ts'
import type { Month } from '../months.ts'
import { IN_ORDER_SETTINGS, QUESTION_SETTINGS } from '../settings.ts'
import { beginningSql, SORT_CHARACTERS, sortColumn, type SortColumn, type StagedColumn } from '../sort.ts'
import type { SortedCursor, SortedOrder, SortValue } from '../sorted-cursor.ts'
import type { RowsRequest } from '../types.ts'
import { nearestFirst } from './nearest.ts'
import { countsFor, slicesOf } from './slices.ts'

export interface StagedKey {
  k0: SortValue
  at: number
  index: number
  position: number
}

/** What every statement of one page has in common. */
interface Stage {
  driver: IndexDriver
  table: string
  months: readonly Month[]
  request: RowsRequest
  conditions: Conditions
  column: SortColumn
  staged: StagedColumn
  /** Whether the column's values, and the moments of equal ones, fall in the direction of reading. */
  falling: boolean
  newestFirst: boolean
}

/** Keys in the direction of reading, at most `limit`; undefined when this order is not found so. */
export async function askStaged(
  driver: IndexDriver,
  table: string,
  months: readonly Month[],
  request: RowsRequest,
  order: SortedOrder,
  cursor: SortedCursor | undefined,
  limit: number,
): Promise<StagedKey[] | undefined> {
  const [key, ...others] = order.sort
  if (key === undefined || others.length > 0 || order.report !== 'activity') return undefined
  const column = sortColumn(order.report, key.column)
  const { staged } = column
  const last = cursor?.values[0]
  if (staged === undefined || (last !== undefined && !isWhole(last))) return undefined
  const back = cursor?.direction === 'prev'
  const stage: Stage = {
    driver,
    table,
    months,
    request,
    conditions: conditionsOf(request),
    column,
    staged,
    falling: key.descending !== back,
    newestFirst: (order.ties === 'newest') !== back,
  }
  // Where most rows have no value, those rows fill the page that begins with them.
  const first = last ?? (staged.oftenAbsent === true && !stage.falling ? '' : undefined)
  const found = first === undefined ? [] : await rowsOf(stage, first, limit, cursor)
  if (found.length >= limit) return found
  const beyond = await rowsBeyond(stage, first, limit - found.length)
  return beyond === undefined ? undefined : [...found, ...beyond]
}

/** A text of as many characters as count may be the beginning of a longer one. Here of UTF-16, which are never fewer. */
function isWhole(value: SortValue): boolean {
  return typeof value === 'number' || value.length < SORT_CHARACTERS
}

async function rowsBeyond(
  stage: Stage,
  last: SortValue | undefined,
  limit: number,
): Promise<StagedKey[] | undefined> {
  const reach = stage.staged.grouped
    ? await reachOfValues(stage, last, limit)
    : await reachOfRows(stage, last, limit)
  const { before, bound } = reach
  if (bound !== undefined && !isWhole(bound)) return undefined
  const [few, ties] = await Promise.all([
    before === undefined ? [] : keys(stage, before, limit, false),
    bound === undefined ? [] : rowsOf(stage, bound, limit),
  ])
  return [...few, ...ties].slice(0, limit)
}

/** The value in which the page ends; rows before it are those that fulfil `before`, absent = none. */
interface Reach {
  before: Condition | undefined
  bound: SortValue | undefined
}

/** A condition with its own values. */
type Condition = (binder: Binder) => string

/** Few values: each is counted, where it can be by the engine's counts. */
async function reachOfValues(stage: Stage, last: SortValue | undefined, limit: number): Promise<Reach> {
  const { driver, table, request, conditions, column, staged, falling } = stage
  const { slices, params } = slicesOf(request, conditions, countsFor(conditions, staged.counts ?? []))
  const binder = new Binder('value')
  // A person is one text, by name or else by id: the engine groups by one key sooner than by two.
  const [name, id] = staged.columns
  const [key, alias] = id === undefined ? [name, name] : [`${staged.read} AS person`, 'person']
  const counted = slices.map(
    ({ where }) => `SELECT ${key}, count() AS weight
    FROM ${table}
    WHERE ${where.join('\n      AND ')}
    GROUP BY ${alias}`,
  )
  const beyond = last === undefined ? '' : ` AND k ${falling ? '<' : '>'} ${bound(binder, last)}`
  const sql = `SELECT ${id === undefined ? column.sql : beginningSql(alias)} AS k, sum(weight) AS n
FROM (
  ${counted.join('\n  UNION ALL\n  ')}
)
GROUP BY k
HAVING n > 0${beyond}
ORDER BY k ${falling ? 'DESC' : 'ASC'}
LIMIT {limit:UInt32}
${QUESTION_SETTINGS}`
  const values = await driver.query<{ k: SortValue; n: number }>(sql, {
    ...conditions.params,
    ...params,
    ...binder.params,
    limit,
  })
  let sum = 0
  const end = values.findIndex(({ n }) => (sum += n) >= limit)
  const few = (end < 0 ? values : values.slice(0, end)).map(({ k }) => k)
  const before = few.length === 0 ? undefined : (own: Binder) => isOneOf(stage, few, own)
  return { before, bound: values[end]?.k }
}

/** Many values: the engine keeps the least of them as it reads the column. */
async function reachOfRows(stage: Stage, last: SortValue | undefined, limit: number): Promise<Reach> {
  const { driver, table, conditions, staged, falling } = stage
  const binder = new Binder('value')
  const k = staged.read
  const beyond =
    last === undefined ? [] : [`${k} ${falling ? '<' : '>'} ${staged.write(bound(binder, last))}`]
  const sql = `SELECT ${staged.told} AS value
FROM ${table}
WHERE ${[...allOf(conditions), ...beyond].join('\n  AND ')}
ORDER BY ${k} ${falling ? 'DESC' : 'ASC'}
LIMIT 1 OFFSET {before:UInt32}
${QUESTION_SETTINGS}`
  const [found] = await driver.query<{ value: SortValue }>(sql, {
    ...conditions.params,
    ...binder.params,
    before: limit - 1,
  })
  const end = found?.value
  const before = (own: Binder) => {
    const from = last === undefined ? [] : [`${k} ${falling ? '<' : '>'} ${staged.write(bound(own, last))}`]
    const to = end === undefined ? [] : [`${k} ${falling ? '>' : '<'} ${staged.write(bound(own, end))}`]
    return [...from, ...to].join(' AND ') || '1'
  }
  return { before, bound: end }
}

/** Rows of one value in the order of time, from a cursor's place on when there is one. */
async function rowsOf(
  stage: Stage,
  value: SortValue,
  limit: number,
  place?: SortedCursor,
): Promise<StagedKey[]> {
  const [atMost, beyond] = stage.newestFirst ? ['<=', '<'] : ['>=', '>']
  const condition = (binder: Binder) => {
    const same = isOneOf(stage, [value], binder)
    if (place === undefined) return same
    const at = `fromUnixTimestamp64Milli(${binder.bind(place.at, 'Int64')}, 'UTC')`
    const index = binder.bind(place.index, 'UInt64')
    return `${same} AND occurred_at ${atMost} ${at} AND (occurred_at ${beyond} ${at} OR \`index\` ${beyond} ${index})`
  }
  const reading = { newestFirst: stage.newestFirst, from: place?.at, limit }
  return nearestFirst(stage.request, stage.months, reading, (asked, most) =>
    keys({ ...stage, conditions: conditionsOf(asked) }, condition, most, true),
  )
}

async function keys(
  stage: Stage,
  condition: Condition,
  limit: number,
  inTime: boolean,
): Promise<StagedKey[]> {
  const { driver, table, conditions, column, falling, newestFirst } = stage
  const binder = new Binder('stage')
  const direction = newestFirst ? 'DESC' : 'ASC'
  const lead = inTime ? `tenant ${direction}` : `k0 ${falling ? 'DESC' : 'ASC'}`
  const sql = `SELECT ${column.sql} AS k0, toUnixTimestamp64Milli(occurred_at) AS at, \`index\`, 0 AS position
FROM ${table}
WHERE ${[...allOf(conditions), condition(binder)].join('\n  AND ')}
ORDER BY ${lead}, occurred_at ${direction}, \`index\` ${direction}
LIMIT {limit:UInt32}
${inTime ? IN_ORDER_SETTINGS : `${QUESTION_SETTINGS}, use_top_k_dynamic_filtering = 0`}`
  return driver.query<StagedKey>(sql, { ...conditions.params, ...binder.params, limit })
}

/** Exact for values of fewer characters than count. */
function isOneOf({ staged, column }: Stage, values: readonly SortValue[], binder: Binder): string {
  if (column.kind === 'number') {
    const each = values.map(value => `${staged.read} = ${staged.write(bound(binder, value))}`)
    return `(${each.join(' OR ')})`
  }
  const list = binder.bind(values.map(String), 'Array(String)')
  const [name, id] = staged.columns
  return id === undefined
    ? `${name} IN ${list}`
    : `(${name} IN ${list} AND ${name} != '' OR ${name} = '' AND ${id} IN ${list})`
}

function bound(binder: Binder, value: SortValue): string {
  return typeof value === 'number' ? binder.bind(value, 'Int64') : binder.bind(value, 'String')
}
