/**
 * A page of the change report: one row per changed attribute, changes of one event in their own order.
 * The inner question finds just enough events in the order of the primary key; only those are unfolded.
 */

import { allOf, conditionsOf } from '../conditions.ts'
import type { Category, Outcome, Person } from '@daybook/event'
import { changeOf, entityOf, hasCorrelation, isDerived, personOf } from '../row.ts'
import { IN_ORDER_SETTINGS } from '../settings.ts'
import type { ChangeRow, RowsRequest } from '../types.ts'
import type { Question } from './activity.ts'
import { cutPage, pageOf, type Page } from './page.ts'

export interface ChangeAnswer {
  at: number
  index: number
  position: number
  given: number
  id: string
  application: string
  activity: string
  category: Category
  outcome: Outcome
  actor: [type: Person['type'], id: string, name: string, email: string]
  impersonator: [type: Person['type'], id: string, name: string, email: string]
  entity: [type: string, id: string, name: string]
  correlation: [type: string, id: string]
  attribute: string
  old: string | null
  new: string | null
}

/** What a row of the report is made of; `CHANGE_JOIN_SQL` gives the names of one change. */
export const CHANGE_COLUMNS_SQL = `toUnixTimestamp64Milli(occurred_at) AS at, \`index\`, ordinal - 1 AS position, given, id,
  application, activity, category, outcome,
  tuple(actor_type, actor_id, actor_name, actor_email) AS actor,
  tuple(impersonator_type, impersonator_id, impersonator_name, impersonator_email) AS impersonator,
  tuple(entity_type, entity_id, entity_name) AS entity,
  tuple(correlation_type, correlation_id) AS correlation,
  attribute, old, new`

export const CHANGE_JOIN_SQL =
  'ARRAY JOIN changes.attribute AS attribute, changes.old AS old, changes.new AS new, arrayEnumerate(changes.attribute) AS ordinal'

export function changesQuestion(table: string, request: RowsRequest, page: Page = pageOf(request)): Question {
  const conditions = conditionsOf({ ...request, report: 'changes' })
  const { fits } = conditions
  const direction = page.newestFirst ? 'DESC' : 'ASC'
  // Positions rise within an event in both orders of the report, so going back they fall.
  const back = page.cursor?.direction === 'prev'
  const positions = back ? 'DESC' : 'ASC'
  const sql = `SELECT
  ${CHANGE_COLUMNS_SQL}
FROM (
  SELECT *${fits === undefined ? '' : `, ${fits} AS fits`}
  FROM ${table}
  WHERE ${[...allOf(conditions), ...fromPlace(page)].join('\n    AND ')}
  ORDER BY tenant ${direction}, occurred_at ${direction}, \`index\` ${direction}
  LIMIT {events:UInt32}
)
${CHANGE_JOIN_SQL}${fits === undefined ? '' : ', fits AS fit'}
${ofChanges(page, back, fits)}ORDER BY occurred_at ${direction}, \`index\` ${direction}, ordinal ${positions}
LIMIT {limit:UInt32}
${IN_ORDER_SETTINGS}`
  const place = page.cursor
  const params = {
    ...conditions.params,
    limit: page.limit + 1,
    // Every event found has at least one change; the cursor's own event may have none left.
    events: page.limit + 2,
    ...(place && { place_at: place.at, place_index: place.index, place_position: place.position }),
  }
  return { sql, params }
}

/** Events from the cursor's own on: it may have changes left. */
function fromPlace(page: Page): string[] {
  if (page.cursor === undefined) return []
  const [from, beyond] = page.newestFirst ? ['<=', '<'] : ['>=', '>']
  const place = "fromUnixTimestamp64Milli({place_at:Int64}, 'UTC')"
  return [
    `occurred_at ${from} ${place}`,
    `(occurred_at ${beyond} ${place} OR \`index\` ${from} {place_index:UInt64})`,
  ]
}

/** Only changes that fit, and of the cursor's own event those beyond its position. */
function ofChanges(page: Page, back: boolean, fits: string | undefined): string {
  const side = back ? '<' : '>'
  const conditions = [
    ...(fits === undefined ? [] : ['fit']),
    ...(page.cursor === undefined
      ? []
      : [`(\`index\` != {place_index:UInt64} OR ordinal - 1 ${side} {place_position:UInt32})`]),
  ]
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}\n`
}

export function changesPage(
  page: Page,
  request: RowsRequest,
  read: readonly ChangeAnswer[],
): { rows: ChangeRow[]; nextCursor?: string; prevCursor?: string } {
  return cutPage(page, request, read.map(changeRowOf), row => ({
    at: Date.parse(row.occurredAt),
    index: row.index,
    position: row.position,
  }))
}

export function changeRowOf(answer: ChangeAnswer): ChangeRow {
  const { given } = answer
  return {
    index: answer.index,
    position: answer.position,
    id: answer.id,
    occurredAt: new Date(answer.at).toISOString(),
    application: answer.application,
    activity: answer.activity,
    category: answer.category,
    outcome: answer.outcome,
    actor: personOf(answer.actor, answer.impersonator, given),
    entity: entityOf(...answer.entity, given),
    ...(hasCorrelation(given) && { correlation: { type: answer.correlation[0], id: answer.correlation[1] } }),
    ...changeOf(answer.attribute, answer.old, answer.new),
    ...(isDerived(given) && { derived: true as const }),
  }
}
