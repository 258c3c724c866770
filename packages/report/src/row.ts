/**
 * One event as one positional row of the index, and back.
 * Nothing is lost: `eventOf(rowOf(entry))` equals the event, absent fields stay absent and empty ones stay empty.
 */

import {
  type Actor,
  type AuditEvent,
  type Change,
  type EntityRef,
  type Json,
  type JsonObject,
  type Origin,
  type Person,
  readJson,
  type Related,
} from '@daybook/event'

import type { ActivityRow, StoredRow } from './types.ts'

type Cell = string | number | readonly (string | null)[]

/** The cells of one entry in the order of COLUMNS. JSON values are text; times are ms since the epoch. */
export type IndexRow = readonly Cell[]

/** Bits of `given`: which optional fields the event had. A column holds '' or 0 both for an absent and for an empty one. */
export const GIVEN = {
  occurredOffset: 1 << 0,
  outcomeReason: 1 << 1,
  actorName: 1 << 2,
  actorEmail: 1 << 3,
  impersonator: 1 << 4,
  impersonatorName: 1 << 5,
  impersonatorEmail: 1 << 6,
  entityId: 1 << 7,
  entityName: 1 << 8,
  related: 1 << 9,
  changes: 1 << 10,
  origin: 1 << 11,
  accessMethod: 1 << 12,
  ip: 1 << 13,
  userAgent: 1 << 14,
  sessionId: 1 << 15,
  requestId: 1 << 16,
  region: 1 << 17,
  correlation: 1 << 18,
  comment: 1 << 19,
  source: 1 << 20,
  state: 1 << 21,
  metadata: 1 << 22,
  /** The changes come from comparing states; what the sender gave had none. */
  derived: 1 << 23,
} as const

const NOTHING: readonly (string | null)[] = []

export function rowOf(entry: StoredRow): IndexRow {
  const { event } = entry
  const { actor, entity, origin, correlation, source, related, changes } = event
  const behind = actor.impersonator
  return [
    entry.tenant,
    entry.index,
    Date.parse(event.occurredAt),
    entry.recordedAt,
    givenOf(event),
    event.id,
    event.occurredOffset ?? '',
    event.application,
    event.activity,
    event.category,
    event.outcome,
    event.outcomeReason ?? '',
    actor.type,
    actor.id,
    actor.name ?? '',
    actor.email ?? '',
    behind?.type ?? '',
    behind?.id ?? '',
    behind?.name ?? '',
    behind?.email ?? '',
    entity.type,
    entity.id ?? '',
    entity.name ?? '',
    related?.map(item => item.type) ?? NOTHING,
    related?.map(item => item.id) ?? NOTHING,
    related?.map(item => item.name ?? null) ?? NOTHING,
    related?.map(item => item.role ?? null) ?? NOTHING,
    changes?.map(change => change.attribute) ?? NOTHING,
    changes?.map(change => jsonText(change.old)) ?? NOTHING,
    changes?.map(change => jsonText(change.new)) ?? NOTHING,
    jsonText(event.state) ?? '',
    origin?.accessMethod ?? '',
    origin?.ip ?? '',
    origin?.userAgent ?? '',
    origin?.sessionId ?? '',
    origin?.requestId ?? '',
    event.region ?? '',
    correlation?.type ?? '',
    correlation?.id ?? '',
    event.comment ?? '',
    jsonText(event.metadata) ?? '',
    source?.name ?? '',
    source?.sequence ?? 0,
  ]
}

/** The event of a row, with its index and the time of its recording. */
export function eventOf(row: IndexRow): ActivityRow {
  const cells = new Cells(row)
  const has = (bit: number) => (cells.given & bit) !== 0
  const event: ActivityRow = {
    index: cells.number(1),
    recordedAt: new Date(cells.number(3)).toISOString(),
    id: cells.text(5),
    occurredAt: new Date(cells.number(2)).toISOString(),
    application: cells.text(7),
    activity: cells.text(8),
    category: cells.text(9) as AuditEvent['category'],
    outcome: cells.text(10) as AuditEvent['outcome'],
    actor: personOf(cells.person(12), cells.person(16), cells.given),
    entity: entityOf(cells.text(20), cells.text(21), cells.text(22), cells.given),
  }
  if (has(GIVEN.occurredOffset)) event.occurredOffset = cells.text(6)
  if (has(GIVEN.outcomeReason)) event.outcomeReason = cells.text(11)
  if (has(GIVEN.related)) event.related = relatedOf(cells)
  if (has(GIVEN.changes)) event.changes = changesOf(cells)
  if (has(GIVEN.derived)) {
    event.changes = changesOf(cells)
    event.derived = true
  }
  if (has(GIVEN.state)) event.state = readJson(cells.text(30))
  if (has(GIVEN.origin)) event.origin = originOf(cells, has)
  if (has(GIVEN.region)) event.region = cells.text(36)
  if (has(GIVEN.correlation)) event.correlation = { type: cells.text(37), id: cells.text(38) }
  if (has(GIVEN.comment)) event.comment = cells.text(39)
  if (has(GIVEN.metadata)) event.metadata = readJson(cells.text(40)) as JsonObject
  if (has(GIVEN.source)) event.source = { name: cells.text(41), sequence: cells.number(42) }
  return event
}

/** The cells of a person: type, id, name, e-mail. */
type PersonCells = readonly [type: Person['type'], id: string, name: string, email: string]

/** The actor of a row whose optional fields are named by `given`, with who impersonated them. */
export function personOf(cells: PersonCells, behind: PersonCells, given: number): Actor {
  const [type, id, name, email] = cells
  return {
    type,
    id,
    ...(given & GIVEN.actorName ? { name } : undefined),
    ...(given & GIVEN.actorEmail ? { email } : undefined),
    ...(given & GIVEN.impersonator ? { impersonator: impersonatorOf(behind, given) } : undefined),
  }
}

function impersonatorOf([type, id, name, email]: PersonCells, given: number): Person {
  return {
    type,
    id,
    ...(given & GIVEN.impersonatorName ? { name } : undefined),
    ...(given & GIVEN.impersonatorEmail ? { email } : undefined),
  }
}

/** The entity of a row whose optional fields are named by `given`. */
export function entityOf(type: string, id: string, name: string, given: number): EntityRef {
  return {
    type,
    ...(given & GIVEN.entityId ? { id } : undefined),
    ...(given & GIVEN.entityName ? { name } : undefined),
  }
}

/** A change whose values are JSON text; null stands for an absent value. */
export function changeOf(attribute: string, old: string | null, now: string | null): Change {
  return {
    attribute,
    ...(old === null ? undefined : { old: readJson(old) }),
    ...(now === null ? undefined : { new: readJson(now) }),
  }
}

export function isDerived(given: number): boolean {
  return (given & GIVEN.derived) !== 0
}

export function hasCorrelation(given: number): boolean {
  return (given & GIVEN.correlation) !== 0
}

function givenOf(event: AuditEvent): number {
  const { actor, entity, origin } = event
  const behind = actor.impersonator
  let given = 0
  if (event.occurredOffset !== undefined) given |= GIVEN.occurredOffset
  if (event.outcomeReason !== undefined) given |= GIVEN.outcomeReason
  if (actor.name !== undefined) given |= GIVEN.actorName
  if (actor.email !== undefined) given |= GIVEN.actorEmail
  if (behind !== undefined) {
    given |= GIVEN.impersonator
    if (behind.name !== undefined) given |= GIVEN.impersonatorName
    if (behind.email !== undefined) given |= GIVEN.impersonatorEmail
  }
  if (entity.id !== undefined) given |= GIVEN.entityId
  if (entity.name !== undefined) given |= GIVEN.entityName
  if (event.related !== undefined) given |= GIVEN.related
  if (event.changes !== undefined) given |= GIVEN.changes
  if (origin !== undefined) {
    given |= GIVEN.origin
    if (origin.accessMethod !== undefined) given |= GIVEN.accessMethod
    if (origin.ip !== undefined) given |= GIVEN.ip
    if (origin.userAgent !== undefined) given |= GIVEN.userAgent
    if (origin.sessionId !== undefined) given |= GIVEN.sessionId
    if (origin.requestId !== undefined) given |= GIVEN.requestId
  }
  if (event.region !== undefined) given |= GIVEN.region
  if (event.correlation !== undefined) given |= GIVEN.correlation
  if (event.comment !== undefined) given |= GIVEN.comment
  if (event.source !== undefined) given |= GIVEN.source
  if (event.state !== undefined) given |= GIVEN.state
  if (event.metadata !== undefined) given |= GIVEN.metadata
  return given
}

function jsonText(value: Json | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function relatedOf(cells: Cells): Related[] {
  const [types, ids, names, roles] = [cells.list(23), cells.list(24), cells.list(25), cells.list(26)]
  return types.map((type, i) => {
    const [name, role] = [names[i], roles[i]]
    return {
      type: type ?? '',
      id: ids[i] ?? '',
      ...(typeof name === 'string' ? { name } : undefined),
      ...(typeof role === 'string' ? { role } : undefined),
    }
  })
}

function changesOf(cells: Cells): Change[] {
  const [olds, news] = [cells.list(28), cells.list(29)]
  return cells.list(27).map((attribute, i) => changeOf(attribute ?? '', olds[i] ?? null, news[i] ?? null))
}

function originOf(cells: Cells, has: (bit: number) => boolean): Origin {
  return {
    ...(has(GIVEN.accessMethod) ? { accessMethod: cells.text(31) } : undefined),
    ...(has(GIVEN.ip) ? { ip: cells.text(32) } : undefined),
    ...(has(GIVEN.userAgent) ? { userAgent: cells.text(33) } : undefined),
    ...(has(GIVEN.sessionId) ? { sessionId: cells.text(34) } : undefined),
    ...(has(GIVEN.requestId) ? { requestId: cells.text(35) } : undefined),
  }
}

/** Reads cells by position with their type checked, so a changed column list fails loudly. */
class Cells {
  readonly #row: IndexRow
  readonly given: number

  constructor(row: IndexRow) {
    this.#row = row
    this.given = this.number(4)
  }

  text(at: number): string {
    const cell = this.#row[at]
    if (typeof cell !== 'string') throw new TypeError(`cell ${at} of an index row is not text`)
    return cell
  }

  person(at: number): PersonCells {
    return [this.text(at) as Person['type'], this.text(at + 1), this.text(at + 2), this.text(at + 3)]
  }

  number(at: number): number {
    const cell = this.#row[at]
    if (typeof cell !== 'number') throw new TypeError(`cell ${at} of an index row is not a number`)
    return cell
  }

  list(at: number): readonly (string | null)[] {
    const cell = this.#row[at]
    if (typeof cell !== 'object') throw new TypeError(`cell ${at} of an index row is not a list`)
    return cell
  }
}

const GIVEN_CELL = 4
const CHANGES_CELLS = [27, 28, 29] as const

/** The row with derived changes, or, without any, as it was sent. */
export function withDerived(row: IndexRow, changes: readonly Change[] | undefined): IndexRow {
  const cells = [...row]
  const given = Number(row[GIVEN_CELL])
  cells[GIVEN_CELL] =
    changes === undefined || changes.length === 0 ? given & ~GIVEN.derived : given | GIVEN.derived
  const [attributes, olds, news] = CHANGES_CELLS
  cells[attributes] = changes?.map(change => change.attribute) ?? NOTHING
  cells[olds] = changes?.map(change => jsonText(change.old)) ?? NOTHING
  cells[news] = changes?.map(change => jsonText(change.new)) ?? NOTHING
  return cells
}

/** A stored row as its event was sent: what `rowOf` makes of the entry. */
export function asSent(row: IndexRow): IndexRow {
  return isDerived(Number(row[GIVEN_CELL])) ? withDerived(row, undefined) : row
}

/** Whether what changed has to be worked out: the event brings the state of an entity, and no changes. */
export function isStated({ state, changes, outcome, entity }: AuditEvent): boolean {
  const named = entity.type !== '' && entity.id !== undefined && entity.id !== ''
  return state !== undefined && changes === undefined && outcome !== 'FAILURE' && named
}

/** An event as it was sent, of a row that may have derived changes. */
export function sentEvent(row: ActivityRow): ActivityRow {
  if (row.derived !== true) return row
  const { derived: _, changes: __, ...sent } = row
  return sent
}
