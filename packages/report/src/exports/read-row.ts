/** Reads a line of the shape `rows` as a row of its report. */

import { ReportError } from '../errors.ts'
import { changeRowOf, type ChangeAnswer } from '../questions/changes.ts'
import { eventOf, type IndexRow } from '../row.ts'
import type { ActivityRow, ChangeRow } from '../types.ts'
import type { ReportId } from '@daybook/query'

/** The members of a change's line, in the order of CHANGE_COLUMNS_SQL. */
const CHANGE_MEMBERS = [
  'at',
  'index',
  'position',
  'given',
  'id',
  'application',
  'activity',
  'category',
  'outcome',
  'actor',
  'impersonator',
  'entity',
  'correlation',
  'attribute',
  'old',
  'new',
] as const satisfies readonly (keyof ChangeAnswer)[]

/** @throws ReportError INDEX_UNAVAILABLE for a line that is no row */
export function readExportRow(report: ReportId, line: string): ActivityRow | ChangeRow {
  const cells = cellsOfLine(line)
  if (report === 'activity') return eventOf(cells as IndexRow)
  const members = CHANGE_MEMBERS.map((member, i) => [member, cells[i]])
  return changeRowOf(Object.fromEntries(members) as ChangeAnswer)
}

/** @throws ReportError INDEX_UNAVAILABLE */
export function cellsOfLine(line: string): unknown[] {
  try {
    return JSON.parse(line) as unknown[]
  } catch (error) {
    throw new ReportError('INDEX_UNAVAILABLE', 'The answer of the report index broke off', error)
  }
}
