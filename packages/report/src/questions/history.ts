/**
 * Every entry of one entity, as what it happened to or among the related, newest or oldest first.
 * The word index finds candidates by the words of the entity's id; the exact comparison decides.
 */

import { NO_FILTER, type Filter } from '@daybook/query'

import { STORED_COLUMNS_SQL } from '../columns.ts'
import { allOf, conditionsOf } from '../conditions.ts'
import type { Params } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { IN_ORDER_SETTINGS } from '../settings.ts'
import { tellingWords } from '../telling-words.ts'
import type { ActivityRow, RowsRequest } from '../types.ts'
import { afterPlace, placeParams, type Question } from './activity.ts'
import { pageOf, type Page } from './page.ts'

/** Which entity. Both parts are compared exactly and are not empty. */
export interface EntityKey {
  type: string
  id: string
}

export interface HistoryRequest extends Omit<RowsRequest, 'report' | 'filter'> {
  entity: EntityKey
  filter?: Filter | undefined
}

/** What the entity had to do with an entry. */
export interface EntityRole {
  as: 'entity' | 'related'
  /** The role that the entry gives the related entity. */
  role?: string
}

/** A whole event; `derived` marks changes that come from comparing states, not from the sender. */
export interface HistoryRow extends ActivityRow {
  /** One or more: an entity may be named several times. */
  roles: EntityRole[]
  derived?: true
  /** Derived changes left out because there are too many. */
  omitted?: number
}

export interface HistoryAnswer {
  rows: HistoryRow[]
  nextCursor?: string
  prevCursor?: string
  tookMs: number
}

export interface EntityConditions {
  /** The entity is what the entry is about. */
  itself: string
  /** The entity is what the entry is about, or is among the related. */
  involved: string
  /** What both imply about the entry's words: for the word index to skip by. */
  implied: string[]
  params: Params
}

/** @throws ReportError REQUEST_INVALID for an empty type or id */
export function entityConditions(entity: EntityKey): EntityConditions {
  if (entity.type === '' || entity.id === '') {
    throw new ReportError('REQUEST_INVALID', 'An entity has a type and an id')
  }
  const itself = '(entity_id = {entity_id:String} AND entity_type = {entity_type:String})'
  const among =
    'arrayExists((type, id) -> id = {entity_id:String} AND type = {entity_type:String}, related.type, related.id)'
  // The ids of entities and related entities are searched text, so whoever equals the id has its words.
  const words = tellingWords(entity.id)
  return {
    itself,
    involved: `(${itself} OR ${among})`,
    implied: words.length === 0 ? [] : ['hasAllTokens(search, {entity_words:Array(String)})'],
    params: {
      entity_type: entity.type,
      entity_id: entity.id,
      ...(words.length > 0 && { entity_words: words }),
    },
  }
}

/** The page of the activity report that a history is, but for its conditions. */
export function historyRows(request: HistoryRequest): RowsRequest {
  const { entity: _, filter = NO_FILTER, ...rest } = request
  return { ...rest, filter, report: 'activity' }
}

export function historyQuestion(
  table: string,
  request: HistoryRequest,
  page: Page = pageOf(historyRows(request)),
): Question {
  const conditions = conditionsOf(historyRows(request))
  const entity = entityConditions(request.entity)
  const direction = page.newestFirst ? 'DESC' : 'ASC'
  const where = [...allOf(conditions), ...entity.implied, entity.involved, ...afterPlace(page)]
  const sql = `SELECT tuple(${STORED_COLUMNS_SQL}) AS row
FROM ${table}
WHERE ${where.join('\n  AND ')}
ORDER BY tenant ${direction}, occurred_at ${direction}, \`index\` ${direction}
LIMIT {limit:UInt32}
${IN_ORDER_SETTINGS}`
  return {
    sql,
    params: { ...conditions.params, ...entity.params, ...placeParams(page), limit: page.limit + 1 },
  }
}

export function rolesOf(row: ActivityRow, entity: EntityKey): EntityRole[] {
  const is = (other: { type: string; id?: string }) => other.type === entity.type && other.id === entity.id
  const related = (row.related ?? []).filter(is)
  return [
    ...(is(row.entity) ? [{ as: 'entity' as const }] : []),
    ...related.map(({ role }) => ({ as: 'related' as const, ...(role !== undefined && { role }) })),
  ]
}
