/**
 * The place behind which a page begins when rows before it are skipped: random access to a row by its number.
 * It is found by counting, part of time by part of time; only within the last part are rows walked one by one.
 */

import { conditionsOf, allOf } from '../conditions.ts'
import type { Cursor } from '../cursor.ts'
import type { IndexDriver } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { Order, RowsRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { CHANGE_JOIN_SQL } from './changes.ts'
import { histogramQuestion, partLength, type PartAnswer } from './histogram.ts'
import { spanQuestion, type SpanAnswer } from './span.ts'
import { stepFor } from './steps.ts'

/** A stretch of time with more rows is counted part by part; one with fewer is sorted as a whole, which the engine does in no time. */
const WALKED_MAX = 50_000

interface Window {
  from?: number | undefined
  to?: number | undefined
}

/** What is left of the asked time, and how many of its rows come before the page. */
interface Rest {
  window: Window
  skip: number
  /** Rows in the window, where they have been counted. */
  rows?: number
}

/** @throws ReportError REQUEST_INVALID */
export function checkSkip(skip: number): void {
  if (Number.isSafeInteger(skip) && skip >= 0) return
  throw new ReportError('REQUEST_INVALID', 'The number of rows to skip is no number of rows')
}

/**
 * The place of the last skipped row; undefined when nothing is skipped, `beyond` when there are not so many rows.
 *
 * @param request without a cursor; `at` narrows its time on the side of the first row
 */
export async function placeAfter(
  driver: IndexDriver,
  table: string,
  request: RowsRequest,
  order: Order,
  walkedMax = WALKED_MAX,
): Promise<Cursor | 'beyond' | undefined> {
  const skip = request.skip ?? 0
  checkSkip(skip)
  if (skip === 0) return undefined
  const whole = { window: windowOf(request, order), skip }
  const rest = await nearby(driver, table, request, order, whole, walkedMax)
  if (rest === undefined) return 'beyond'
  const asked = { ...request, ...rest.window }
  if (rest.skip === 0) return edgeOf(asked, order)
  const { sql, params } = walkQuestion(table, asked, order, rest.skip - 1)
  const [key] = await driver.query<{ at: number; index: number; position: number }>(sql, params)
  if (key === undefined) return 'beyond'
  return { report: request.report, order, direction: 'next', ...key }
}

function windowOf({ from, to, at }: RowsRequest, order: Order): Window {
  if (at === undefined) return { from, to }
  return order === 'newest'
    ? { from, to: Math.min(to ?? Number.MAX_SAFE_INTEGER, at + 1) }
    : { from: Math.max(from ?? Number.MIN_SAFE_INTEGER, at), to }
}

/** Narrows the time until it holds few enough rows to walk; undefined when all rows are to be skipped. */
async function nearby(
  driver: IndexDriver,
  table: string,
  request: RowsRequest,
  order: Order,
  rest: Rest,
  walkedMax: number,
): Promise<Rest | undefined> {
  if (rest.skip === 0 || (rest.rows !== undefined && rest.rows <= walkedMax)) return rest
  const asked = { ...request, ...rest.window }
  const [span] = await ask<SpanAnswer>(driver, spanQuestion(table, asked))
  if (span === undefined || span.first === null || span.last === null) return undefined
  const step = stepFor(span.first, span.last + 1)
  const length = partLength(step)
  const parts = await ask<PartAnswer>(driver, histogramQuestion(table, asked, step))
  const next = partOf(parts, order, rest.skip)
  if (next === undefined) return undefined
  const window = {
    from: Math.max(span.first, next.part * length),
    to: Math.min(span.last + 1, (next.part + 1) * length),
  }
  const narrower = window.to - window.from < span.last + 1 - span.first
  const narrowed = { window, skip: next.skip, rows: next.rows }
  // All rows of one moment, or of a part that cannot be divided: they are walked.
  return narrower ? nearby(driver, table, request, order, narrowed, walkedMax) : narrowed
}

/** The part in which the first row that is not skipped lies, and how many of its rows come before that. */
function partOf(
  answers: readonly PartAnswer[],
  order: Order,
  skip: number,
): { part: number; skip: number; rows: number } | undefined {
  const counts = new Map<number, number>()
  for (const { part, n } of answers) counts.set(part, (counts.get(part) ?? 0) + n)
  const sign = order === 'newest' ? -1 : 1
  let left = skip
  for (const [part, n] of [...counts].toSorted(([a], [b]) => sign * (a - b))) {
    if (left < n) return { part, skip: left, rows: n }
    left -= n
  }
  return undefined
}

/** The place before the first row of the window: that of an entry that there cannot be. */
function edgeOf({ report, from, to }: RowsRequest, order: Order): Cursor | undefined {
  const at = order === 'newest' ? to : from
  if (at === undefined) return undefined
  return { report, order, direction: 'next', at: at - 1, index: Number.MAX_SAFE_INTEGER, position: 0 }
}

/**
 * The key of one row, so many rows behind the first of the window.
 * The window is narrow: an order along the primary key over all time would be sorted as a whole, because the page is far.
 */
function walkQuestion(table: string, request: RowsRequest, order: Order, skip: number): Question {
  const conditions = conditionsOf(request)
  const { fits } = conditions
  const direction = order === 'newest' ? 'DESC' : 'ASC'
  const ordered = `occurred_at ${direction}, \`index\` ${direction}`
  const ofChanges = request.report === 'changes'
  const columns = ofChanges ? `*${fits === undefined ? '' : `, ${fits} AS fits`}` : 'occurred_at, `index`'
  const unfolded = `
${CHANGE_JOIN_SQL}${fits === undefined ? '' : ', fits AS fit\nWHERE fit'}`
  const sql = `SELECT toUnixTimestamp64Milli(occurred_at) AS at, \`index\`, ${ofChanges ? 'ordinal - 1' : '0'} AS position
FROM (
  SELECT ${columns}
  FROM ${table}
  WHERE ${allOf(conditions).join('\n    AND ')}
  ORDER BY tenant ${direction}, ${ordered}
  LIMIT {events:UInt64}
)${ofChanges ? unfolded : ''}
ORDER BY ${ordered}${ofChanges ? ', ordinal' : ''}
LIMIT 1 OFFSET {skip:UInt64}
${QUESTION_SETTINGS}`
  // Every event of the inner question has at least one row that counts.
  return { sql, params: { ...conditions.params, skip, events: skip + 1 } }
}

function ask<T>(driver: IndexDriver, question: Question): Promise<T[]> {
  return driver.query<T>(question.sql, question.params)
}
