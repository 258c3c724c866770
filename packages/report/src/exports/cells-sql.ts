/**
 * The cells of an export in SQL: for each column of the query room's exportColumns what its cellsOf says in memory.
 * A text is never null and never of the vocabulary type, so that every format writes it the same way.
 */

import {
  type ClockSpan,
  type ExportColumn,
  FORMULA_PATTERN,
  NUMBER_PATTERN,
  offsetText,
} from '@daybook/query'

import type { Binder } from '../compile/binder.ts'

const CHANGES_JSON = `if(empty(changes.attribute), '', concat('[', arrayStringConcat(arrayMap(
    (a, o, n) -> concat('{"attribute":', ${jsonStringSql('toString(a)')},
      if(isNull(o), '', concat(',"old":', assumeNotNull(o))), if(isNull(n), '', concat(',"new":', assumeNotNull(n))), '}'),
    changes.attribute, changes.old, changes.new), ','), ']'))`

const TEXTS: Readonly<Record<string, string>> = {
  actor: nameOr('actor_name', 'actor_id'),
  actorId: 'actor_id',
  activity: 'activity',
  entity: 'entity_type',
  instance: nameOr('entity_name', 'entity_id'),
  instanceId: 'entity_id',
  application: 'application',
  outcome: 'outcome',
  changes: CHANGES_JSON,
  category: 'category',
  impersonator: nameOr('impersonator_name', 'impersonator_id'),
  impersonatorId: 'impersonator_id',
  accessMethod: 'access_method',
  ip: 'ip',
  comment: 'comment',
  outcomeReason: 'outcome_reason',
  region: 'region',
  requestId: 'request_id',
  correlation: 'correlation_type',
  correlationId: 'correlation_id',
  id: 'toString(id)',
  attribute: 'attribute',
  old: valueSql('old'),
  new: valueSql('new'),
}
const NUMBERS: Readonly<Record<string, string>> = { index: '`index`' }
const TIMES: Readonly<Record<string, string>> = { occurredAt: 'occurred_at', recordedAt: 'recorded_at' }

/** Texts that cannot begin a formula: closed lists and ids that are made here. */
const HARMLESS: ReadonlySet<string> = new Set(['outcome', 'category', 'id'])

/** A cell in its own type: a text, a number, or a time as ms. Throws TypeError for a column that no report has. */
export function cellSql({ id, kind }: ExportColumn): string {
  if (kind === 'time') return `toUnixTimestamp64Milli(${found(TIMES, id)})`
  return kind === 'number' ? found(NUMBERS, id) : found(TEXTS, id)
}

/** A cell as Parquet keeps it: a time stays one. */
export function typedCellSql({ id, kind }: ExportColumn): string {
  if (kind === 'time') return found(TIMES, id)
  return kind === 'number' ? found(NUMBERS, id) : `toString(${found(TEXTS, id)})`
}

/** A cell as a CSV file has it. */
export function csvCellSql(
  column: ExportColumn,
  guardFormulas: boolean,
  clock: readonly ClockSpan[],
  binder: Binder,
): string {
  const { id, kind } = column
  if (kind === 'time') return timeTextSql(found(TIMES, id), clock, binder)
  const cell = cellSql(column)
  return kind === 'number' || !guardFormulas || HARMLESS.has(id) ? cell : guardedSql(cell, binder)
}

/** `2026-05-04T09:00:00.123+02:00` */
function timeTextSql(column: string, clock: readonly ClockSpan[], binder: Binder): string {
  const iso = (moment: string) => `replaceOne(toString(${moment}), ' ', 'T')`
  if (clock.every(({ minutes }) => minutes === 0)) return `concat(${iso(column)}, 'Z')`
  const starts = binder.bind(
    clock.map(({ start }) => start),
    'Array(Int64)',
  )
  const aheads = binder.bind(
    clock.map(({ minutes }) => minutes * 60_000),
    'Array(Int64)',
  )
  const texts = binder.bind(
    clock.map(({ minutes }) => offsetText(minutes)),
    'Array(String)',
  )
  const ms = `toUnixTimestamp64Milli(${column})`
  const span = `roundDown(${ms}, ${starts})`
  const wall = `fromUnixTimestamp64Milli(${ms} + transform(${span}, ${starts}, ${aheads}, toInt64(0)), 'UTC')`
  return `concat(${iso(wall)}, transform(${span}, ${starts}, ${texts}, ''))`
}

function guardedSql(cell: string, binder: Binder): string {
  const formula = binder.bind(FORMULA_PATTERN, 'String')
  const number = binder.bind(NUMBER_PATTERN, 'String')
  return `if(match(${cell}, ${formula}) AND NOT match(${cell}, ${number}), concat('''', ${cell}), ${cell})`
}

/** A value of a change, JSON text or null: a text as it is, anything else as JSON, '' when it is not there. */
function valueSql(column: string): string {
  const json = `ifNull(${column}, '')`
  const text = `if(position(${json}, '\\\\') = 0, substring(${json}, 2, length(${json}) - 2), JSONExtractString(${json}))`
  return `if(startsWith(${json}, '"'), ${text}, ${json})`
}

/** As JSON.stringify writes a text: the engine alone would escape the two line ends of Unicode too. */
function jsonStringSql(text: string): string {
  const inner = (part: string) => `substring(toJSONString(${part}), 2, length(toJSONString(${part})) - 2)`
  const lines = `splitByString('\u2029', p)`
  const paragraphs = `arrayStringConcat(arrayMap(l -> ${inner('l')}, ${lines}), '\u2029')`
  const whole = `arrayStringConcat(arrayMap(p -> ${paragraphs}, splitByString('\u2028', ${text})), '\u2028')`
  const plain = `position(${text}, '\u2028') = 0 AND position(${text}, '\u2029') = 0`
  return `if(${plain}, toJSONString(${text}), concat('"', ${whole}, '"'))`
}

function nameOr(name: string, id: string): string {
  return `if(${name} = '', ${id}, ${name})`
}

function found(of: Readonly<Record<string, string>>, id: string): string {
  const sql = Object.hasOwn(of, id) ? of[id] : undefined
  if (sql === undefined) throw new TypeError(`no report has the column ${id}`)
  return sql
}
