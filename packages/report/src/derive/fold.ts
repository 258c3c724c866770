/**
 * An entity's history folded, entry by entry in the order of occurrence, into what is known of its state and who set it.
 * The fold never guesses: where an entry contradicts what was known before, the entry is named as a break.
 */

import type { Actor, Json } from '@daybook/event'

import type { ActivityRow } from '../types.ts'
import { deriveChanges, isCreation, type EventChanges } from './derive-changes.ts'
import { NOTHING_KNOWN, valueAt, type Known } from './known.ts'
import { covers, leafOfPath, leavesOf, sameValue } from './leaves.ts'
import { applyKnown, placeChanges, type PlacedChange } from './place-changes.ts'

/**
 * `no-beginning`: the first thing known is a change, not a creation or a full state.
 * `old-differs`: the value before is another one than the entry says.
 * `state-differs`: the state that the entry brings is not the one before with the entry's changes.
 * `path-unknown`: the entry changes something inside a value that nobody knows.
 * `too-long`: the history before this entry was not read.
 */
export type BreakReason = 'no-beginning' | 'old-differs' | 'state-differs' | 'path-unknown' | 'too-long'

/** An entry at which the history does not fit together. */
export interface HistoryBreak {
  reason: BreakReason
  index: number
  id: string
  /** `YYYY-MM-DDTHH:mm:ss.SSSZ` */
  occurredAt: string
  attribute?: string
  /** What was known before, and what the entry says was there; absent = no value. */
  known?: Json
  said?: Json
}

/** The entry that set an attribute. */
export interface Setter {
  /** `changed`: a change names it. `derived`: found by comparing states. `seen`: who set it is not known, here it first appears. */
  how: 'changed' | 'derived' | 'seen'
  actor: Actor
  activity: string
  occurredAt: string
  index: number
  id: string
}

export class Fold {
  known: Known = NOTHING_KNOWN
  /** Every contradiction so far, in the order of the entries. */
  readonly breaks: HistoryBreak[] = []
  /** Of each leaf who set it. */
  readonly setters = new Map<string, Setter>()
  /** The attributes of the known state. */
  leaves = new Map<string, Json>()
  /** Leaves looked at so far: what the fold has cost. */
  visited = 0

  /** Says that entries before this one were left out. */
  begunLate(entry: ActivityRow | undefined): void {
    if (entry !== undefined) this.#broken(entry, 'too-long')
  }

  /** Takes the next entry of the entity itself. @returns its changes; undefined when they cannot be told */
  take(entry: ActivityRow): EventChanges | undefined {
    // What failed did not happen: its changes are only what was attempted.
    if (entry.outcome === 'FAILURE') return { changes: entry.changes ?? [], derived: false, omitted: 0 }
    const before = this.known
    const creation = isCreation(before, entry)
    const base: Known = creation ? { state: undefined, complete: true } : before
    const placed = placeChanges(entry.changes ?? [], [base.state, entry.state])
    const bringsNothing = placed.length === 0 && entry.state === undefined
    if (!creation && before.state === undefined && placed.length > 0 && entry.state === undefined) {
      this.#broken(entry, 'no-beginning')
      this.#move(entry, placed, { state: undefined, complete: false }, creation)
    } else if (creation || !bringsNothing || entry.category === 'delete') {
      this.#move(entry, placed, base, creation)
    }
    return deriveChanges(before, entry)
  }

  #move(entry: ActivityRow, placed: PlacedChange[], base: Known, creation: boolean): void {
    this.#checkOld(entry, placed, base)
    const applied =
      placed.length === 0
        ? { state: base.state ?? (creation ? {} : undefined), lost: [] }
        : applyKnown(base.state, placed)
    // A full state says what the changes could not.
    if (entry.state === undefined) {
      for (const { change } of applied.lost)
        this.#broken(entry, 'path-unknown', { attribute: change.attribute })
    }
    const named = placed.map(item => leafOfPath(item.steps))
    if (entry.state !== undefined && base.complete && !creation && placed.length > 0) {
      this.#checkState(entry, applied.state, entry.state, placed)
    }
    const state = entry.state ?? (ends(entry, applied.state) ? undefined : applied.state)
    const complete = entry.state !== undefined || state === undefined || base.complete
    this.known = { state, complete }
    this.#blame(entry, named, base.complete)
  }

  /** Every `old` against the value before; an attribute named twice goes on from its first change. */
  #checkOld(entry: ActivityRow, placed: readonly PlacedChange[], base: Known): void {
    const within = new Map<string, Json | undefined>()
    for (const { change, steps } of placed) {
      const { attribute, old } = change
      const repeated = within.has(attribute)
      const known = repeated ? within.get(attribute) : valueAt(base.state, steps)
      within.set(attribute, change.new)
      // Of a state known in part, what is not in it may have had any value.
      if (known === undefined && !base.complete && !repeated) continue
      // Senders write nothing as null or leave it out.
      if (sameValue(known ?? null, old ?? null)) continue
      this.#broken(entry, 'old-differs', { attribute, known, said: old })
    }
  }

  /** Attributes that the state has otherwise than the changes made them. */
  #checkState(
    entry: ActivityRow,
    applied: Json | undefined,
    state: Json,
    placed: readonly PlacedChange[],
  ): void {
    // Steps within a list are in the sender's own notation: another one than the state's proves nothing.
    const inLists = placed.filter(item => item.steps.some(step => step.kind !== 'key'))
    const lists = new Set(inLists.map(item => leafOfPath(item.steps)))
    const [expected, brought] = [leavesOf(applied), leavesOf(state)]
    this.visited += expected.size + brought.size
    for (const attribute of new Set([...expected.keys(), ...brought.keys()])) {
      const [known, said] = [expected.get(attribute), brought.get(attribute)]
      if (sameValue(known ?? null, said ?? null)) continue
      if (lists.has(attribute)) continue
      this.#broken(entry, 'state-differs', { attribute, known, said })
    }
  }

  #blame(entry: ActivityRow, named: readonly string[], complete: boolean): void {
    const [before, after] = [this.leaves, leavesOf(this.known.state)]
    this.visited += after.size
    for (const leaf of before.keys()) if (!after.has(leaf)) this.setters.delete(leaf)
    const names = new Set(named)
    for (const [leaf, value] of after) {
      const moved = !sameValue(before.get(leaf), value)
      if (!moved && !names.has(leaf)) continue
      this.setters.set(leaf, setterOf(entry, this.#how(leaf, named, complete, before.has(leaf))))
    }
    this.leaves = after
  }

  #how(leaf: string, named: readonly string[], complete: boolean, knownBefore: boolean): Setter['how'] {
    if (named.some(name => covers(name, leaf))) return 'changed'
    // Beside changes of its own, a state shows what some other, missing entry did.
    if (named.length > 0 && this.leaves.size > 0) return 'seen'
    return complete || knownBefore ? 'derived' : 'seen'
  }

  #broken(
    entry: ActivityRow,
    reason: BreakReason,
    about: { attribute?: string; known?: Json | undefined; said?: Json | undefined } = {},
  ): void {
    const { index, id, occurredAt } = entry
    const { attribute, known, said } = about
    this.breaks.push({
      reason,
      index,
      id,
      occurredAt,
      ...(attribute !== undefined && { attribute }),
      ...(known !== undefined && { known }),
      ...(said !== undefined && { said }),
    })
  }
}

/** A deletion ends the entity when it names no attributes or leaves none: `Delete skill` of a user leaves the user. */
function ends(entry: ActivityRow, state: Json | undefined): boolean {
  if (entry.category !== 'delete') return false
  return entry.changes === undefined || leavesOf(state).size === 0
}

function setterOf(entry: ActivityRow, how: Setter['how']): Setter {
  const { actor, activity, occurredAt, index, id } = entry
  return { how, actor, activity, occurredAt, index, id }
}
