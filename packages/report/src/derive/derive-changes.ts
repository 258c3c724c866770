/**
 * The changes of one event: its own, or, when it brings only a state, the differences from what was known before.
 * What an event says itself is never replaced, and nothing is called new only because nobody had mentioned it before.
 */

import { diffStates, LIMITS, type AuditEvent, type Change } from '@daybook/event'

import type { Known } from './known.ts'

export interface EventChanges {
  changes: Change[]
  /** true: from the states, not from the sender. */
  derived: boolean
  /** Derived changes beyond the first `LIMITS.changesMax`, which are left out of `changes`. */
  omitted: number
}

/**
 * @param previous what is known of the entity just before the event, in the order of occurrence
 * @returns undefined when the event brings a state and nothing was known that it could be compared with
 */
export function deriveChanges(previous: Known, event: AuditEvent): EventChanges | undefined {
  if (event.changes !== undefined) return { changes: event.changes, derived: false, omitted: 0 }
  if (event.state === undefined) return { changes: [], derived: false, omitted: 0 }
  const complete = previous.complete || isCreation(previous, event)
  if (!complete && previous.state === undefined) return undefined
  const all = diffStates(previous.state, event.state)
  // Of a state known in part, what is not in it may have been there all along.
  const changes = complete ? all : all.filter(change => change.old !== undefined)
  const kept = changes.slice(0, LIMITS.changesMax)
  return { changes: kept, derived: true, omitted: changes.length - kept.length }
}

/** An event of category `create` begins an entity that is not there, unless it names values from before. */
export function isCreation(previous: Known, event: AuditEvent): boolean {
  const fresh = event.category === 'create' && previous.state === undefined
  return fresh && (event.changes ?? []).every(change => (change.old ?? null) === null)
}
