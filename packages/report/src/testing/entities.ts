/**
 * Entries of a few entities, consistent or not, and their states by plain assignments to compare the fold with.
 * The attributes are `a`, `b`, a list `l` and an object `p` with `x` and `y`, so that a plain object can hold them.
 */

import {
  CATEGORIES,
  diffStates,
  type AuditEvent,
  type Change,
  type Json,
  type JsonObject,
} from '@daybook/event'
import fc from 'fast-check'

import type { EntityKey } from '../questions/history.ts'
import type { StoredRow } from '../types.ts'
import { A_DAY, eventAt } from './events.ts'

export const ENTITIES: readonly EntityKey[] = [
  { type: 'User', id: 'e-1' },
  { type: 'Team', id: 'e-1' },
  { type: 'User', id: 'e-4711' },
  { type: 'User', id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  { type: 'שירות', id: "O'Brien's, שלום" },
  { type: 'User', id: '--' },
]

const scalar = fc.constantFrom<Json>(1, 2, 'x', null)
const list = fc.constantFrom<Json>([], [1], [1, 2])
const valueOf = (attribute: string) => (attribute === 'l' ? list : scalar)
const change: fc.Arbitrary<Change> = fc
  .constantFrom('a', 'b', 'l', 'p.x', 'p.y')
  .chain(attribute =>
    fc.record(
      { attribute: fc.constant(attribute), old: valueOf(attribute), new: valueOf(attribute) },
      { requiredKeys: ['attribute'] },
    ),
  )
const changes = fc.uniqueArray(change, { minLength: 1, maxLength: 3, selector: item => item.attribute })
const state: fc.Arbitrary<Json> = fc.record(
  {
    a: scalar,
    b: scalar,
    l: list,
    p: fc.record({ x: scalar, y: scalar }, { requiredKeys: [], noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const entity = fc.constantFrom(...ENTITIES)
const related = fc.record(
  {
    type: fc.constantFrom('User', 'Team'),
    id: fc.constantFrom('e-1', 'e-4711', 'e'),
    role: fc.constantFrom('member'),
  },
  { requiredKeys: ['type', 'id'] },
)

const fields = fc.record(
  {
    category: fc.oneof(
      fc.constantFrom('create', 'update', 'update', 'delete'),
      fc.constantFrom(...CATEGORIES),
    ),
    outcome: fc.constantFrom('SUCCESS', 'SUCCESS', 'SUCCESS', 'FAILURE'),
    entity,
    changes,
    state,
    related: fc.array(related, { minLength: 1, maxLength: 3 }),
    actor: fc.constantFrom('u-1', 'u-2').map(id => ({ type: 'user' as const, id })),
  },
  { requiredKeys: ['category', 'outcome', 'entity', 'actor'] },
) as fc.Arbitrary<Partial<AuditEvent>>

/** Entries at few moments, so that many occur at once, recorded in any order; nothing in them need fit together. */
export function entityEntries(count: number, seed: number): StoredRow[] {
  const moment = fc.integer({ min: 0, max: count * 2 })
  return fc.sample(fc.tuple(moment, fields), { numRuns: count, seed }).map(([at, some], index) => {
    return { tenant: 1, index, recordedAt: A_DAY + index, event: eventAt(A_DAY + at * 1000, some) }
  })
}

export function inOrder(entries: readonly StoredRow[]): StoredRow[] {
  return entries.toSorted(
    (a, b) => Date.parse(a.event.occurredAt) - Date.parse(b.event.occurredAt) || a.index - b.index,
  )
}

export interface NaiveState {
  status: 'exact' | 'approximate' | 'unavailable'
  state: Json | undefined
  /** Attribute to the index of the entry that set it. */
  setBy: Record<string, number>
  /** Indexes of the entries at which something does not fit. */
  broken: number[]
  /** By index, of entries with only a state. */
  derived: Map<number, Change[]>
}

/** The same answer by plain assignments, over entries of one entity in order. */
export function naiveState(entries: readonly StoredRow[]): NaiveState {
  let now: JsonObject | undefined
  let complete = false
  let told = false
  let setBy: Record<string, number> = {}
  const broken = new Set<number>()
  const derived: NaiveState['derived'] = new Map()
  for (const { index, event } of entries) {
    const { changes: said = [], state: brought, category } = event
    if (event.outcome === 'FAILURE') continue
    if (said.length > 0 || brought !== undefined) told = true
    const born = category === 'create' && now === undefined && said.every(one => (one.old ?? null) === null)
    const whole: boolean = complete || born
    if (said.length === 0 && brought === undefined && !born && category !== 'delete') continue
    if (event.changes === undefined && brought !== undefined && (whole || now !== undefined)) {
      const all = diffStates(now, brought)
      derived.set(index, whole ? all : all.filter(one => one.old !== undefined))
    }
    const unknown = now === undefined && !born && said.length > 0 && brought === undefined
    if (unknown) broken.add(index)
    const sure: boolean = whole && !unknown && (now !== undefined || born || brought !== undefined)
    const before = leaves(now)
    let next: JsonObject | undefined =
      now === undefined && !born && said.length === 0 ? undefined : copy(now ?? {})
    for (const one of said) {
      const had = read(now, one.attribute)
      if ((had !== undefined || sure) && text(had ?? null) !== text(one.old ?? null)) broken.add(index)
      if (next !== undefined) write(next, one)
    }
    if (brought !== undefined) {
      const differs = text(sorted(leaves(next))) !== text(sorted(leaves(brought as JsonObject)))
      if (sure && !born && said.length > 0 && differs) broken.add(index)
      next = copy(brought as JsonObject)
    } else if (category === 'delete' && (said.length === 0 || Object.keys(leaves(next)).length === 0))
      next = undefined
    complete = brought !== undefined || next === undefined || (sure && complete) || born
    now = next
    const after = leaves(now)
    const kept = Object.keys(after).map((name): [string, number] => {
      const moved = before[name] === undefined || text(before[name] ?? null) !== text(after[name] ?? null)
      return [name, moved || said.some(one => one.attribute === name) ? index : (setBy[name] ?? -1)]
    })
    setBy = Object.fromEntries(kept)
  }
  const status = !told ? 'unavailable' : broken.size === 0 && complete ? 'exact' : 'approximate'
  return { status, state: now, setBy, broken: [...broken], derived }
}

function leaves(state: JsonObject | undefined): Record<string, Json> {
  const { p, ...flat } = state ?? {}
  if (p === undefined) return flat
  const inner = Object.entries(p as JsonObject).map(([key, value]): [string, Json] => [`p.${key}`, value])
  return { ...flat, ...(inner.length === 0 ? { p: {} } : Object.fromEntries(inner)) }
}

function read(state: JsonObject | undefined, attribute: string): Json | undefined {
  return leaves(state)[attribute]
}

function write(state: JsonObject, { attribute, new: value }: Change): void {
  const inner = attribute.startsWith('p.')
  const key = inner ? attribute.slice(2) : attribute
  if (inner && value !== undefined) state['p'] ??= {}
  const holder = inner ? (state['p'] as JsonObject | undefined) : state
  if (value === undefined) delete holder?.[key]
  else if (holder !== undefined) holder[key] = value
}

function sorted(values: Record<string, Json>): Json {
  const said = Object.entries(values).filter(([, value]) => value !== null)
  return said.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function copy(state: JsonObject): JsonObject {
  return structuredClone(state)
}

function text(value: Json): string {
  return JSON.stringify(value)
}
