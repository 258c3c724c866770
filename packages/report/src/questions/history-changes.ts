/**
 * A page of an entity's history in which entries with only a state have the changes that follow from it.
 * They are derived from the history as it is at this moment, so a late entry corrects those after it.
 */

import type { EventChanges } from '../derive/derive-changes.ts'
import type { IndexDriver } from '../driver.ts'
import { sentEvent, type IndexRow } from '../row.ts'
import type { ActivityRow } from '../types.ts'
import { activityPage } from './activity.ts'
import {
  historyQuestion,
  historyRows,
  rolesOf,
  type HistoryAnswer,
  type HistoryRequest,
  type HistoryRow,
} from './history.ts'
import { pageOf } from './page.ts'
import { askFold } from './state.ts'

export async function askHistory(
  driver: IndexDriver,
  table: string,
  request: HistoryRequest,
): Promise<Omit<HistoryAnswer, 'tookMs'>> {
  const asked = historyRows(request)
  const page = pageOf(asked)
  const { sql, params } = historyQuestion(table, request, page)
  const read = await driver.query<{ row: IndexRow }>(sql, params)
  const { rows: found, ...cursors } = activityPage(page, asked, read)
  // Worked out anew, so that a page is right while whoever derives is still behind.
  const rows = found.map(sentEvent)
  const derived = await derivedOf(driver, table, request, rows)
  return { rows: rows.map(row => historyRow(row, request, derived.get(row.index))), ...cursors }
}

/** Changes of the page's entries that bring only a state, by index. */
async function derivedOf(
  driver: IndexDriver,
  table: string,
  { tenant, entity }: HistoryRequest,
  rows: readonly ActivityRow[],
): Promise<Map<number, EventChanges>> {
  const derived = new Map<number, EventChanges>()
  const open = rows.filter(
    row => bringsOnlyState(row) && row.entity.type === entity.type && row.entity.id === entity.id,
  )
  const places = open
    .map(row => ({ at: Date.parse(row.occurredAt), index: row.index }))
    .toSorted((a, b) => a.at - b.at || a.index - b.index)
  const [oldest, newest] = [places[0], places.at(-1)]
  if (oldest === undefined || newest === undefined) return derived
  const wanted = new Set(open.map(row => row.index))
  const end = { ...newest, since: oldest }
  await askFold(driver, table, { tenant, entity, end }, (entry, changes) => {
    if (changes !== undefined && wanted.has(entry.index)) derived.set(entry.index, changes)
  })
  return derived
}

function bringsOnlyState(row: ActivityRow): boolean {
  return row.state !== undefined && row.changes === undefined && row.outcome !== 'FAILURE'
}

function historyRow(
  row: ActivityRow,
  { entity }: HistoryRequest,
  derived: EventChanges | undefined,
): HistoryRow {
  const roles = rolesOf(row, entity)
  if (derived === undefined) return { ...row, roles }
  const { changes, omitted } = derived
  return { ...row, roles, changes, derived: true, ...(omitted > 0 && { omitted }) }
}
