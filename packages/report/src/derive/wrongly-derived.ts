/**
 * Stated rows whose derived changes are not those that follow from the entries as they are, for the check.
 * Every history is folded anew from its beginning; memory holds the histories of a few entities.
 */

import { STORED_COLUMNS_SQL } from '../columns.ts'
import type { IndexDriver } from '../driver.ts'
import type { Question } from '../questions/activity.ts'
import { eventOf, type IndexRow } from '../row.ts'
import { statedTable, type SchemaPlace } from '../schema.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import { DERIVE_LIMITS, foldStretches } from './derive-block.ts'

interface EntityAnswer {
  type: string
  id: string
}

/** @param upTo rows with a smaller index are looked at */
export async function* wronglyDerived(
  driver: IndexDriver,
  place: SchemaPlace,
  tenant: number,
  upTo: number,
): AsyncGenerator<{ index: number; id: string }> {
  let after: EntityAnswer = { type: '', id: '' }
  for (;;) {
    const next = entitiesQuestion(statedTable(place), tenant, after)
    const entities = await driver.query<EntityAnswer>(next.sql, next.params)
    const last = entities.at(-1)
    if (last === undefined) return
    after = last
    const stretches = entities.map(entity => ({ ...entity, since: null, until: null }))
    const expected = await foldStretches(driver, place, tenant, stretches)
    const { sql, params } = rowsQuestion(statedTable(place), tenant, entities)
    const stored = await driver.query<{ row: IndexRow }>(sql, params)
    const texts = new Map(stored.map(({ row }) => [Number(row[1]), JSON.stringify(row)]))
    for (const row of expected) {
      const index = Number(row[1])
      const text = texts.get(index)
      if (index < upTo && text !== undefined && text !== JSON.stringify(row))
        yield { index, id: eventOf(row).id }
    }
  }
}

function entitiesQuestion(stated: string, tenant: number, after: EntityAnswer): Question {
  const sql = `SELECT entity_type AS type, entity_id AS id
FROM ${stated}
WHERE tenant = {tenant:UInt32} AND (entity_type, entity_id) > ({after_type:String}, {after_id:String})
GROUP BY entity_type, entity_id
ORDER BY entity_type, entity_id
LIMIT {entities:UInt32}
${QUESTION_SETTINGS}`
  const entities = DERIVE_LIMITS.entitiesMax
  return { sql, params: { tenant, after_type: after.type, after_id: after.id, entities } }
}

function rowsQuestion(stated: string, tenant: number, entities: readonly EntityAnswer[]): Question {
  const sql = `SELECT tuple(${STORED_COLUMNS_SQL}) AS row
FROM ${stated} FINAL
WHERE tenant = {tenant:UInt32} AND entity_id IN {ids:Array(String)} AND entity_type IN {types:Array(String)}
${QUESTION_SETTINGS}`
  const types = entities.map(({ type }) => type)
  return { sql, params: { tenant, ids: entities.map(({ id }) => id), types } }
}
