/**
 * One entity at a glance: what it was last called and where, how many entries name it, and the moments at which it may have changed.
 * Everything comes from one pass over the entity's entries, so the counts and the moments agree.
 */

import type { IndexDriver } from '../driver.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import type { Question } from './activity.ts'
import { entityConditions, type EntityKey } from './history.ts'

/** Moments of one answer, the newest. */
export const MOMENTS_MAX = 2000

/** Entries of these categories tell of use and not of change; a history may leave them out. */
export const QUIET_CATEGORIES = ['read', 'search', 'login', 'logout'] as const

export interface EntityRequest {
  tenant: number
  entity: EntityKey
}

export interface EntityAnswer {
  /** With the last name that an entry about it gave. */
  entity: { type: string; id: string; name?: string }
  /** Where the last entry about it happened; absent when no entry is about it. */
  application?: string
  /** Entries about it and entries that name it among the related. */
  entries: number
  /** Of these, how many are of QUIET_CATEGORIES, and how many of those failed. */
  quiet: number
  quietFailed: number
  /** Entries that tell of its state, newest first, at most MOMENTS_MAX; `at` is ms since the epoch. */
  moments: { at: number; index: number }[]
  momentsTotal: number
  tookMs: number
}

interface Answered {
  last_name: string
  last_application: string
  entries: number
  quiet: number
  quiet_failed: number
  moments: [at: number, index: number][]
  moments_total: number
}

export function entityQuestion(table: string, { tenant, entity }: EntityRequest): Question {
  const { itself, involved, implied, params } = entityConditions(entity)
  const says = "(changed > 0 OR state != '' OR category IN ('create', 'delete')) AND outcome != 'FAILURE'"
  const quiet = `category IN (${QUIET_CATEGORIES.map(category => `'${category}'`).join(', ')})`
  const place = '(toUnixTimestamp64Milli(occurred_at), `index`)'
  const sql = `SELECT
  argMaxIf(entity_name, (occurred_at, \`index\`), ${itself} AND entity_name != '') AS last_name,
  argMaxIf(application, (occurred_at, \`index\`), ${itself}) AS last_application,
  count() AS entries,
  countIf(${quiet}) AS quiet,
  countIf(${quiet} AND outcome = 'FAILURE') AS quiet_failed,
  arraySlice(arrayReverseSort(groupArrayIf(${place}, ${itself} AND ${says})), 1, {moments:UInt32}) AS moments,
  countIf(${itself} AND ${says}) AS moments_total
FROM ${table}
WHERE ${['tenant = {tenant:UInt32}', ...implied, involved].join('\n  AND ')}
${QUESTION_SETTINGS}`
  return { sql, params: { tenant, ...params, moments: MOMENTS_MAX } }
}

/** @throws ReportError REQUEST_INVALID for an empty type or id */
export async function askEntity(
  driver: IndexDriver,
  table: string,
  request: EntityRequest,
): Promise<Omit<EntityAnswer, 'tookMs'>> {
  const { sql, params } = entityQuestion(table, request)
  const [found] = await driver.query<Answered>(sql, params)
  const { type, id } = request.entity
  return {
    entity: { type, id, ...(found?.last_name ? { name: found.last_name } : {}) },
    ...(found?.last_application ? { application: found.last_application } : {}),
    entries: found?.entries ?? 0,
    quiet: found?.quiet ?? 0,
    quietFailed: found?.quiet_failed ?? 0,
    moments: (found?.moments ?? []).map(([at, index]) => ({ at, index })),
    momentsTotal: found?.moments_total ?? 0,
  }
}
