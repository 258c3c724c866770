/**
 * The cells of one row of a report, as an exported file has them.
 * The report room says the same in SQL, where rows never come into memory; a test on the engine holds the two together.
 */

import type { AuditEvent, Change, Json, Person } from '@daybook/event'

import type { Layout } from '../layouts/layout.ts'
import { presentRow } from '../layouts/present.ts'
import type { Cell, ExportColumn } from './columns.ts'

/** A row of either report, as the API gives it. */
export interface ExportableRow extends Pick<
  AuditEvent,
  | 'id'
  | 'occurredAt'
  | 'application'
  | 'activity'
  | 'category'
  | 'outcome'
  | 'actor'
  | 'entity'
  | 'correlation'
> {
  index: number
  /** of events only */
  recordedAt?: string
  changes?: Change[]
  comment?: string
  outcomeReason?: string
  region?: string
  origin?: AuditEvent['origin']
  /** of changes only */
  attribute?: string
  old?: Json
  new?: Json
}

const CELLS: Readonly<Record<string, (row: ExportableRow) => Cell>> = {
  occurredAt: row => Date.parse(row.occurredAt),
  actor: row => nameOf(row.actor),
  actorId: row => row.actor.id,
  activity: row => row.activity,
  entity: row => row.entity.type,
  instance: ({ entity: { id = '', name = '' } }) => (name === '' ? id : name),
  instanceId: row => row.entity.id ?? '',
  application: row => row.application,
  outcome: row => row.outcome,
  changes: ({ changes = [] }) => (changes.length === 0 ? '' : JSON.stringify(changes.map(changeOf))),
  category: row => row.category,
  impersonator: ({ actor }) => (actor.impersonator === undefined ? '' : nameOf(actor.impersonator)),
  impersonatorId: row => row.actor.impersonator?.id ?? '',
  accessMethod: row => row.origin?.accessMethod ?? '',
  ip: row => row.origin?.ip ?? '',
  comment: row => row.comment ?? '',
  outcomeReason: row => row.outcomeReason ?? '',
  region: row => row.region ?? '',
  requestId: row => row.origin?.requestId ?? '',
  correlation: row => row.correlation?.type ?? '',
  correlationId: row => row.correlation?.id ?? '',
  id: row => row.id,
  index: row => row.index,
  recordedAt: row => (row.recordedAt === undefined ? '' : Date.parse(row.recordedAt)),
  attribute: row => row.attribute ?? '',
  old: row => valueCell(row.old),
  new: row => valueCell(row.new),
}

/** One cell per column, in their order. Throws TypeError for a column that no report has. */
export function cellsOf(columns: readonly ExportColumn[], row: ExportableRow): Cell[] {
  return columns.map(({ id }) => {
    const cell = Object.hasOwn(CELLS, id) ? CELLS[id] : undefined
    if (cell === undefined) throw new TypeError(`no report has the column ${id}`)
    return cell(row)
  })
}

/** The same for a vendor's columns. @param tenant the name that vendors show as the customer */
export function layoutCellsOf(
  layout: Layout,
  columns: readonly ExportColumn[],
  row: ExportableRow,
  tenant: string,
): Cell[] {
  const texts = presentRow(layout, { ...row, tenant })
  return columns.map(({ label, kind }) => {
    const text = texts[layout.columns.findIndex(column => column.label === label)] ?? ''
    return kind === 'time' ? Date.parse(text) : text
  })
}

function nameOf({ name = '', id }: Person): string {
  return name === '' ? id : name
}

/** A text as it is, anything else as JSON; what is not there is empty. */
function valueCell(value: Json | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** In this order of members, which is also that of SQL. */
function changeOf({ attribute, old, new: now }: Change): Change {
  return { attribute, ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { new: now }) }
}
