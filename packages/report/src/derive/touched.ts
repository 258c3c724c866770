/**
 * The entities that a block of entries says something about, and between which places of their histories that matters.
 * A stated row brings the whole state, so an entry changes what follows from it up to the next stated row and no further.
 */

import type { Question } from '../questions/activity.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { StoredRow } from '../types.ts'

/** Of one entity: the first and the last time (ms) at which the block says something. */
export interface Touched {
  type: string
  id: string
  first: number
  last: number
}

/** An entity with stated rows, and the times between which its history has to be folded. */
export interface Stretch {
  type: string
  id: string
  /** The last stated row before what was touched; absent = from the beginning. */
  since: number | null
  /** The first stated row behind it; absent = to the end. */
  until: number | null
}

/** @param entries of one tenant */
export function touchedBy(entries: readonly StoredRow[]): Touched[] {
  const touched = new Map<string, Touched>()
  for (const { event } of entries) {
    const { type, id } = event.entity
    if (type === '' || id === undefined || id === '' || event.outcome === 'FAILURE') continue
    const says =
      (event.changes?.length ?? 0) > 0 ||
      event.state !== undefined ||
      event.category === 'create' ||
      event.category === 'delete'
    if (!says) continue
    const at = Date.parse(event.occurredAt)
    const key = JSON.stringify([type, id])
    const known = touched.get(key)
    if (known === undefined) touched.set(key, { type, id, first: at, last: at })
    else Object.assign(known, { first: Math.min(known.first, at), last: Math.max(known.last, at) })
  }
  return [...touched.values()]
}

/** Which of the entities have stated rows, and where the nearest ones are. Times are whole milliseconds of several rows, so ends are inclusive. */
export function stretchesQuestion(stated: string, tenant: number, touched: readonly Touched[]): Question {
  const at = 'toUnixTimestamp64Milli(occurred_at)'
  const sql = `SELECT entity_type AS type, entity_id AS id,
  maxOrNullIf(${at}, ${at} < first) AS since, minOrNullIf(${at}, ${at} > last) AS until
FROM (
  SELECT occurred_at, entity_type, entity_id,
    arrayFirstIndex((t, i) -> t = entity_type AND i = entity_id, {types:Array(String)}, {ids:Array(String)}) AS place,
    {firsts:Array(Int64)}[place] AS first, {lasts:Array(Int64)}[place] AS last
  FROM ${stated}
  WHERE tenant = {tenant:UInt32} AND entity_id IN {ids:Array(String)} AND place > 0
)
GROUP BY entity_type, entity_id
${QUESTION_SETTINGS}`
  return {
    sql,
    params: {
      tenant,
      types: touched.map(({ type }) => type),
      ids: touched.map(({ id }) => id),
      firsts: touched.map(({ first }) => first),
      lasts: touched.map(({ last }) => last),
    },
  }
}
