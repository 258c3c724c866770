/**
 * Finds out what became of events whose ids the record has, or may have.
 * An entry with our own secret was written by us, whatever the engine answered: it is `recorded`, not `duplicate`.
 */
import { type Accepted, canonicalise, type Json } from '@daybook/event'

import type { StoredEntry } from '../types.ts'
import { acceptedOf, type Call, type Standing, type Standings } from './call.ts'

/** What both a stored entry and an event on its way have. */
type Content = Pick<Accepted, 'event' | 'text'>

/** `existing`: the entries of a tenant that have one of these ids. */
export async function resolveGroup(
  calls: readonly Call[],
  existing: (tenant: number, ids: readonly string[]) => Promise<StoredEntry[]>,
): Promise<Standings> {
  const stored = await findStored(calls, existing)
  const before = new Map<string, { call: number; position: number; accepted: Accepted }>()
  return calls.map((call, number) => {
    const own = new Map<string, { call: number; position: number; accepted: Accepted }>()
    const standings = call.ids.map((id, position): Standing => {
      const key = keyOf(call.tenant, id)
      const accepted = acceptedOf(call, position)
      const entry = stored.get(key)
      if (entry !== undefined) return standingOfStored(call, position, accepted, entry)
      const first = own.get(key) ?? before.get(key)
      if (first === undefined) {
        own.set(key, { call: number, position, accepted })
        return { kind: 'new' }
      }
      const place = { call: first.call, position: first.position }
      return sameContent(accepted, first.accepted)
        ? { kind: 'repeats', ...place }
        : { kind: 'conflictsWith', ...place }
    })
    // A call that is refused brings nothing: what repeats one of its events must not lean on it.
    if (!standings.some(isConflict)) for (const [key, value] of own) before.set(key, value)
    return standings
  })
}

export function isConflict(standing: Standing): boolean {
  return standing.kind === 'conflicts' || standing.kind === 'conflictsWith'
}

/** A sender that gave no category agrees with whichever category was recorded. */
function sameContent(incoming: Accepted, there: Content): boolean {
  if (incoming.text === there.text) return true
  if (incoming.categoryGiven || incoming.event.category === there.event.category) return false
  return canonicalise({ ...incoming.event, category: there.event.category } as unknown as Json) === there.text
}

async function findStored(
  calls: readonly Call[],
  existing: (tenant: number, ids: readonly string[]) => Promise<StoredEntry[]>,
): Promise<Map<string, StoredEntry>> {
  const idsOf = new Map<number, Set<string>>()
  for (const call of calls) {
    const ids = idsOf.get(call.tenant) ?? new Set()
    for (const id of call.ids) ids.add(id)
    idsOf.set(call.tenant, ids)
  }
  const stored = new Map<string, StoredEntry>()
  for (const [tenant, ids] of idsOf) {
    for (const entry of await existing(tenant, [...ids])) stored.set(keyOf(tenant, entry.event.id), entry)
  }
  return stored
}

function standingOfStored(call: Call, position: number, accepted: Accepted, entry: StoredEntry): Standing {
  const { index } = entry
  if (Buffer.compare(call.lines.secret(position), entry.secret) === 0) {
    return { kind: 'placed', index, status: 'recorded' }
  }
  return sameContent(accepted, entry)
    ? { kind: 'placed', index, status: 'duplicate' }
    : { kind: 'conflicts', index }
}

function keyOf(tenant: number, id: string): string {
  return `${tenant} ${id}`
}
