/**
 * What belongs to one entry: the same correlation, request, session, actor around that time, entity.
 * Two questions in all: the places nearest in time with their counts, then those rows.
 */

import type { AuditEvent } from '@daybook/event'

import { STORED_COLUMNS_SQL } from '../columns.ts'
import type { IndexDriver, Params } from '../driver.ts'
import { ReportError } from '../errors.ts'
import { eventOf, type IndexRow } from '../row.ts'
import { QUESTION_SETTINGS } from '../settings.ts'
import { tellingWords } from '../telling-words.ts'
import type { ActivityRow } from '../types.ts'
import type { Question } from './activity.ts'
import { entityConditions } from './history.ts'

/** `minutes` around the entry in which the same actor is looked for, `limit` rows of one list. */
export const RELATED_LIMITS = { minutesMax: 1440, minutesDefault: 5, limitMax: 50, limitDefault: 10 } as const

/** Requests and sessions end: they are looked for within a day of the entry, where the primary key leads. */
const SESSION_MINUTES = 1440

export const RELATIONS = ['correlation', 'request', 'session', 'actor', 'entity'] as const
export type Relation = (typeof RELATIONS)[number]

export interface RelatedRequest {
  tenant: number
  entry: { index: number; event: AuditEvent }
  /** Either side of the entry, for the actor. */
  minutes?: number | undefined
  /** Rows of each list. */
  limit?: number | undefined
}

export interface RelatedList {
  /** Entries that there are, the asked one not counted. */
  count: number
  /** The nearest in time, oldest first. */
  rows: ActivityRow[]
  /** Minutes either side of the entry that were looked at; absent = all time. */
  minutes?: number
}

export interface RelatedAnswer {
  /** Only what the entry has: no list of its session when it names none. */
  related: Partial<Record<Relation, RelatedList>>
  tookMs: number
}

interface Clause {
  relation: Relation
  where: string[]
  params: Params
  minutes?: number
}

interface PlaceAnswer {
  relation: Relation
  at: number
  place: number
  n: number
}

/** @throws ReportError REQUEST_INVALID */
export function relatedQuestion(table: string, request: RelatedRequest): Question {
  const clauses = clausesOf(request)
  const parts = clauses.map(
    ({
      relation,
      where,
    }) => `SELECT '${relation}' AS relation, toUnixTimestamp64Milli(occurred_at) AS at, \`index\` AS place, count() OVER () AS n
  FROM ${table}
  WHERE ${['tenant = {tenant:UInt32}', '`index` != {entry:UInt64}', ...where].join('\n    AND ')}
  ORDER BY abs(at - {at:Int64}), at, place
  LIMIT {limit:UInt32}`,
  )
  const sql = `SELECT relation, at, place, n
FROM (
  ${parts.join('\n  UNION ALL\n  ')}
)
${QUESTION_SETTINGS}`
  const { index, event } = request.entry
  const own = {
    tenant: request.tenant,
    entry: index,
    at: Date.parse(event.occurredAt),
    limit: limitOf(request),
  }
  return { sql, params: Object.assign({}, own, ...clauses.map(clause => clause.params)) as Params }
}

/** The rows at those places. */
export function placesQuestion(table: string, tenant: number, places: readonly PlaceAnswer[]): Question {
  const sql = `SELECT tuple(${STORED_COLUMNS_SQL}) AS row
FROM ${table}
WHERE tenant = {tenant:UInt32}
  AND occurred_at IN (SELECT fromUnixTimestamp64Milli(arrayJoin({places_at:Array(Int64)}), 'UTC'))
  AND \`index\` IN {places:Array(UInt64)}
${QUESTION_SETTINGS}`
  return {
    sql,
    params: { tenant, places_at: places.map(place => place.at), places: places.map(place => place.place) },
  }
}

export async function askRelated(
  driver: IndexDriver,
  table: string,
  request: RelatedRequest,
): Promise<Omit<RelatedAnswer, 'tookMs'>> {
  const { sql, params } = relatedQuestion(table, request)
  const places = await driver.query<PlaceAnswer>(sql, params)
  const rows = await rowsAt(driver, table, request.tenant, places)
  const lists = clausesOf(request).map(({ relation, minutes }): [Relation, RelatedList] => {
    const own = places.filter(place => place.relation === relation)
    const found = own.flatMap(place => rows.get(place.place) ?? [])
    const inOrder = found.toSorted(
      (a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || a.index - b.index,
    )
    return [relation, { count: own[0]?.n ?? 0, rows: inOrder, ...(minutes !== undefined && { minutes }) }]
  })
  return { related: Object.fromEntries(lists) }
}

async function rowsAt(
  driver: IndexDriver,
  table: string,
  tenant: number,
  places: readonly PlaceAnswer[],
): Promise<Map<number, ActivityRow>> {
  if (places.length === 0) return new Map()
  const { sql, params } = placesQuestion(table, tenant, places)
  const read = await driver.query<{ row: IndexRow }>(sql, params)
  return new Map(read.map(answer => eventOf(answer.row)).map(row => [row.index, row]))
}

function clausesOf(request: RelatedRequest): Clause[] {
  const { actor, correlation, origin, entity, occurredAt } = request.entry.event
  const at = Date.parse(occurredAt)
  const minutes = minutesOf(request)
  const clauses: Clause[] = []
  if (correlation !== undefined) {
    const words = tellingWords(correlation.id)
    clauses.push({
      relation: 'correlation',
      where: [
        ...(words.length > 0 ? ['hasAllTokens(search, {correlation_words:Array(String)})'] : []),
        'correlation_id = {correlation_id:String}',
        'correlation_type = {correlation_type:String}',
      ],
      params: {
        correlation_id: correlation.id,
        correlation_type: correlation.type,
        ...(words.length > 0 && { correlation_words: words }),
      },
    })
  }
  // The index holds no id and an empty one alike.
  if (origin?.requestId !== undefined && origin.requestId !== '') {
    clauses.push(
      around(
        'request',
        'request_id = {request_id:String}',
        { request_id: origin.requestId },
        at,
        SESSION_MINUTES,
      ),
    )
  }
  if (origin?.sessionId !== undefined && origin.sessionId !== '') {
    clauses.push(
      around(
        'session',
        'session_id = {session_id:String}',
        { session_id: origin.sessionId },
        at,
        SESSION_MINUTES,
      ),
    )
  }
  const who = 'actor_id = {actor_id:String} AND actor_type = {actor_type:String}'
  clauses.push(around('actor', who, { actor_id: actor.id, actor_type: actor.type }, at, minutes))
  if (entity.id !== undefined && entity.id !== '' && entity.type !== '') {
    const { involved, implied, params } = entityConditions({ type: entity.type, id: entity.id })
    clauses.push({ relation: 'entity', where: [...implied, involved], params })
  }
  return clauses
}

function around(relation: Relation, condition: string, params: Params, at: number, minutes: number): Clause {
  const [from, to] = [`${relation}_from`, `${relation}_to`]
  const where = [
    `occurred_at >= fromUnixTimestamp64Milli({${from}:Int64}, 'UTC')`,
    `occurred_at <= fromUnixTimestamp64Milli({${to}:Int64}, 'UTC')`,
    condition,
  ]
  const reach = minutes * 60_000
  return { relation, where, params: { ...params, [from]: at - reach, [to]: at + reach }, minutes }
}

function minutesOf({ minutes = RELATED_LIMITS.minutesDefault }: RelatedRequest): number {
  if (minutes > 0 && minutes <= RELATED_LIMITS.minutesMax && Number.isSafeInteger(minutes * 60_000))
    return minutes
  throw new ReportError('REQUEST_INVALID', `Minutes are above 0 and at most ${RELATED_LIMITS.minutesMax}`)
}

function limitOf({ limit = RELATED_LIMITS.limitDefault }: RelatedRequest): number {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= RELATED_LIMITS.limitMax) return limit
  throw new ReportError('REQUEST_INVALID', `A list has 1 to ${RELATED_LIMITS.limitMax} rows`)
}
