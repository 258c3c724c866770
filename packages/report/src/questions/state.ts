/**
 * An entity's state at any time, folded from its entries in the order of occurrence when it is asked for.
 * Entries that arrive late or out of order are in their place, because nothing is derived before the question.
 */

import { setImmediate as othersFirst } from 'node:timers/promises'

import type { EntityRef, Json } from '@daybook/event'

import { STORED_COLUMNS_SQL } from '../columns.ts'
import { Fold, type HistoryBreak, type Setter } from '../derive/fold.ts'
import type { EventChanges } from '../derive/derive-changes.ts'
import type { IndexDriver, Params } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { eventOf, sentEvent, type IndexRow } from '../row.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { ActivityRow } from '../types.ts'
import type { Question } from './activity.ts'
import { entityConditions, type EntityKey } from './history.ts'

/** Bounds of one fold: entries, characters of their values, and attributes looked at. */
export const FOLD_LIMITS = { entriesMax: 5000, lengthMax: 8 * 1024 * 1024, visitedMax: 4_000_000 } as const
/** Breaks and attributes of one answer; the totals are told. */
export const STATE_LIMITS = { breaksMax: 100, attributesMax: 5000 } as const

/** Entries folded before other work of the process gets its turn. */
const ENTRIES_AT_A_TIME = 50

export interface StateRequest {
  tenant: number
  entity: EntityKey
  /** ms since the epoch, inclusive: the state after everything that had occurred by then. Absent = after everything. */
  at?: number | undefined
}

export interface AttributeState {
  /** Path in the state; a list is one attribute. */
  attribute: string
  value: Json
  set: Setter
}

export interface StateAnswer {
  /** With the last name that the entries gave it. */
  entity: EntityRef
  /**
   * `exact`: the history begins with a creation or a full state and every old value agrees with the value before.
   * `approximate`: it does not; `breaks` names the entries. `unavailable`: there are neither changes nor states.
   */
  status: 'exact' | 'approximate' | 'unavailable'
  /** false: it had not been created, or had been deleted. Absent when nothing tells. */
  exists?: boolean
  /** The whole state; absent when it does not exist or nothing is known. */
  state?: Json
  attributes: AttributeState[]
  attributesTotal: number
  breaks: HistoryBreak[]
  breaksTotal: number
  /** Entries that were folded. */
  entries: number
  tookMs: number
}

/** The place up to which a history is folded, both inclusive. */
export interface FoldEnd {
  at: number
  index?: number
  /** Only what matters to entries from this place on: the fold may begin at the last full state before it. */
  since?: { at: number; index: number }
}

interface FoldAnswer {
  row: IndexRow
  /** Entries that there are, or one more than may be folded. */
  found: number
}

/** The newest entries that say something about the entity's state, newest first, within the bounds of a fold. */
export function foldQuestion(table: string, tenant: number, entity: EntityKey, end?: FoldEnd): Question {
  const { itself, implied, params } = entityConditions(entity)
  const until = end === undefined ? [] : ["occurred_at <= fromUnixTimestamp64Milli({at:Int64}, 'UTC')"]
  if (end?.index !== undefined) {
    until.push("(occurred_at < fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR `index` <= {at_index:UInt64})")
  }
  const says = "(changed > 0 OR state != '' OR category IN ('create', 'delete'))"
  const own = ['tenant = {tenant:UInt32}', ...implied, itself, "outcome != 'FAILURE'"]
  const since = end?.since === undefined ? [] : [fromLastState(table, own)]
  const where = [...own, ...until, says, ...since]
  const length =
    'length(state) + length(arrayStringConcat(changes.old)) + length(arrayStringConcat(changes.new))'
  const sql = `SELECT row, found
FROM (
  SELECT row, at, place, count() OVER () AS found,
    sum(size) OVER (ORDER BY at DESC, place DESC ROWS UNBOUNDED PRECEDING) - size AS newer
  FROM (
    SELECT tuple(${STORED_COLUMNS_SQL}) AS row, ${length} AS size, occurred_at AS at, \`index\` AS place
    FROM ${table}
    WHERE ${where.join('\n      AND ')}
    ORDER BY tenant DESC, occurred_at DESC, \`index\` DESC
    LIMIT {entries:UInt32}
  )
)
WHERE newer <= {length:UInt64}
ORDER BY at DESC, place DESC
${QUESTION_SETTINGS}`
  const bounds = { entries: FOLD_LIMITS.entriesMax + 1, length: FOLD_LIMITS.lengthMax }
  return { sql, params: { tenant, ...params, ...endParams(end), ...bounds } }
}

/** From the last full state before a place on; without one, from the epoch, before which nothing occurs. */
function fromLastState(table: string, own: readonly string[]): string {
  const since = "fromUnixTimestamp64Milli({since_at:Int64}, 'UTC')"
  const before = `(occurred_at, \`index\`) < (${since}, {since_index:UInt64})`
  return `(occurred_at, \`index\`) >= (
        SELECT max((occurred_at, \`index\`))
        FROM ${table}
        WHERE ${[...own, before, "state != ''"].join(' AND ')}
      )`
}

function endParams(end: FoldEnd | undefined): Params {
  if (end === undefined) return {}
  const { at, index, since } = end
  return {
    at,
    ...(index !== undefined && { at_index: index }),
    ...(since !== undefined && { since_at: since.at, since_index: since.index }),
  }
}

/**
 * Folds the entity's entries up to `end`, oldest first.
 *
 * @param each called with every entry and its changes as they were told or derived
 * @throws ReportError QUERY_TOO_EXPENSIVE when the states are too large to be compared entry by entry
 */
export async function askFold(
  driver: IndexDriver,
  table: string,
  request: { tenant: number; entity: EntityKey; end?: FoldEnd },
  each: (entry: ActivityRow, changes: EventChanges | undefined) => void = () => {},
): Promise<{ fold: Fold; entries: ActivityRow[] }> {
  const { sql, params } = foldQuestion(table, request.tenant, request.entity, request.end)
  const answers = await driver.query<FoldAnswer>(sql, params)
  const kept = answers.slice(0, FOLD_LIMITS.entriesMax)
  const entries = kept.map(answer => sentEvent(eventOf(answer.row))).toReversed()
  const fold = new Fold()
  if (kept.length < (answers[0]?.found ?? 0)) fold.begunLate(entries[0])
  for (const [position, entry] of entries.entries()) {
    each(entry, fold.take(entry))
    if (fold.visited > FOLD_LIMITS.visitedMax) throw new ReportError('QUERY_TOO_EXPENSIVE')
    if (position % ENTRIES_AT_A_TIME === ENTRIES_AT_A_TIME - 1) await othersFirst()
  }
  return { fold, entries }
}

export async function askState(
  driver: IndexDriver,
  table: string,
  request: StateRequest,
): Promise<Omit<StateAnswer, 'tookMs'>> {
  const { tenant, entity, at } = request
  const { fold, entries } = await askFold(driver, table, {
    tenant,
    entity,
    ...(at !== undefined && { end: { at } }),
  })
  const named = entries.findLast(entry => entry.entity.name !== undefined)
  const attributes = [...fold.leaves].flatMap(([attribute, value]) => {
    const set = fold.setters.get(attribute)
    return set === undefined ? [] : [{ attribute, value, set }]
  })
  const { known } = fold
  const told = entries.some(entry => entry.changes !== undefined || entry.state !== undefined)
  const exists = known.state !== undefined
  return {
    entity: named?.entity ?? { type: entity.type, id: entity.id },
    status: statusOf(fold, told),
    ...((exists || known.complete) && { exists }),
    ...(known.state !== undefined && told && { state: known.state }),
    attributes: attributes.slice(0, STATE_LIMITS.attributesMax),
    attributesTotal: attributes.length,
    breaks: fold.breaks.slice(0, STATE_LIMITS.breaksMax),
    breaksTotal: fold.breaks.length,
    entries: entries.length,
  }
}

function statusOf(fold: Fold, told: boolean): StateAnswer['status'] {
  if (!told) return 'unavailable'
  return fold.breaks.length === 0 && fold.known.complete ? 'exact' : 'approximate'
}
