/**
 * Works out the changes of stated rows that a block of entries adds or alters, and writes these rows again.
 * A pure function of what the index holds: done twice, killed in between, or done late, it leaves what one undisturbed
 * doing leaves, because only the highest version of a row counts and a version is the place in the log up to which it knows.
 *
 * What a crash leaves: before the insert nothing; after it everything; of several inserts some rows at the new version and some at
 * the old one. Doing the block again writes all of them.
 */

import { setImmediate as othersFirst } from 'node:timers/promises'

import { STORED_COLUMNS_SQL } from '../columns.ts'
import type { IndexDriver } from '../driver.ts'
import { insertRowVersions } from '../loader.ts'
import type { Question } from '../questions/activity.ts'
import { eventOf, isStated, sentEvent, withDerived, type IndexRow } from '../row.ts'
import { statedTable, wholeTable, type SchemaPlace } from '../schema.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { StoredRow } from '../types.ts'
import { Fold } from './fold.ts'
import { stretchesQuestion, touchedBy, type Stretch, type Touched } from './touched.ts'

/** Entities whose histories are read by one question, and entries of one of them. */
export const DERIVE_LIMITS = { entitiesMax: 200, entriesMax: 2000 } as const

/**
 * @param entries of one tenant, all of them in the index
 * @param version the index behind the last of them: later blocks have higher ones
 */
export async function deriveBlock(
  driver: IndexDriver,
  place: SchemaPlace,
  entries: readonly StoredRow[],
  version: number,
  token: string,
): Promise<{ rows: number }> {
  const tenant = entries[0]?.tenant
  if (tenant === undefined) return { rows: 0 }
  const touched = touchedBy(entries)
  let rows = 0
  for (let at = 0; at < touched.length; at += DERIVE_LIMITS.entitiesMax) {
    const some = touched.slice(at, at + DERIVE_LIMITS.entitiesMax)
    const derived = await derivedRows(driver, place, tenant, some)
    await insertRowVersions(driver, statedTable(place), `${token}/${at}`, derived, version)
    rows += derived.length
  }
  return { rows }
}

async function derivedRows(
  driver: IndexDriver,
  place: SchemaPlace,
  tenant: number,
  touched: readonly Touched[],
): Promise<IndexRow[]> {
  const nearest = stretchesQuestion(statedTable(place), tenant, touched)
  const stretches = await driver.query<Stretch>(nearest.sql, nearest.params)
  return foldStretches(driver, place, tenant, stretches)
}

/** The stated rows of the stretches with the changes that follow. */
export async function foldStretches(
  driver: IndexDriver,
  place: SchemaPlace,
  tenant: number,
  stretches: readonly Stretch[],
): Promise<IndexRow[]> {
  if (stretches.length === 0) return []
  const { sql, params } = historiesQuestion(wholeTable(place), tenant, stretches)
  const read = await driver.query<{ row: IndexRow }>(sql, params)
  const byEntity = new Map(stretches.map(stretch => [keyOf(stretch.type, stretch.id), stretch]))
  const histories = Map.groupBy(
    read.map(({ row }) => ({ row, event: sentEvent(eventOf(row)) })),
    ({ event }) => keyOf(event.entity.type, event.entity.id ?? ''),
  )
  const derived: IndexRow[] = []
  for (const [key, history] of histories) {
    const stretch = byEntity.get(key)
    if (stretch === undefined) continue
    const fold = new Fold()
    // Of a history that was cut, the first state in it is only there to be compared with.
    let whole = history.length < DERIVE_LIMITS.entriesMax
    for (const { row, event } of history) {
      const at = Date.parse(event.occurredAt)
      if (stretch.since !== null && at < stretch.since) continue
      if (stretch.until !== null && at > stretch.until) break
      const told = fold.take(event)
      // The row that the stretch begins with is there to be compared with: its own changes are those of before.
      const known = stretch.since === null || at > stretch.since
      if (isStated(event) && known && whole) derived.push(withDerived(row, told?.changes))
      whole ||= event.state !== undefined
    }
    await othersFirst()
  }
  return derived
}

/** Everything that says something about the entities, in the order of occurrence, entity by entity; the newest of too many. */
export function historiesQuestion(whole: string, tenant: number, stretches: readonly Stretch[]): Question {
  // Entities of different types may have the same id: then one stretch that holds both serves both.
  const spans = new Map<string, { since: number; until: number }>()
  for (const { id, since, until } of stretches) {
    const span = spans.get(id) ?? { since: Infinity, until: -Infinity }
    const [from, to] = [since ?? EARLIEST, until ?? LATEST]
    spans.set(id, { since: Math.min(span.since, from), until: Math.max(span.until, to) })
  }
  const [ids, times] = [[...spans.keys()], [...spans.values()]]
  const since = Math.min(...times.map(span => span.since))
  const where = [
    'tenant = {tenant:UInt32}',
    // What the primary key can use.
    ...(since === EARLIEST ? [] : ["occurred_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')"]),
    'entity_id IN {ids:Array(String)}',
    "outcome != 'FAILURE'",
    "(changed > 0 OR state != '' OR category IN ('create', 'delete'))",
    'at >= {sinces:Array(Int64)}[indexOf({ids:Array(String)}, entity_id)]',
    'at <= {untils:Array(Int64)}[indexOf({ids:Array(String)}, entity_id)]',
  ]
  const sql = `SELECT row
FROM (
  SELECT tuple(${STORED_COLUMNS_SQL}) AS row, toUnixTimestamp64Milli(occurred_at) AS at, \`index\` AS place,
    entity_type, entity_id
  FROM ${whole}
  WHERE ${where.join('\n    AND ')}
  ORDER BY entity_type, entity_id, at DESC, place DESC
  LIMIT {entries:UInt32} BY entity_type, entity_id
)
ORDER BY entity_type, entity_id, at, place
${QUESTION_SETTINGS}`
  return {
    sql,
    params: {
      tenant,
      ids,
      sinces: times.map(span => span.since),
      untils: times.map(span => span.until),
      ...(since === EARLIEST ? {} : { since }),
      entries: DERIVE_LIMITS.entriesMax,
    },
  }
}

/** Events occur from year 0 to 9999. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z')
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

function keyOf(type: string, id: string): string {
  return JSON.stringify([type, id])
}
