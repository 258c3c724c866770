/**
 * Changes as senders write them, put where they belong in what is known of a state.
 * No change is skipped silently: what has no place is handed back.
 */

import {
  applyChanges,
  childPath,
  EventError,
  pathSteps,
  type Change,
  type Json,
  type Step,
} from '@daybook/event'

import { isObject } from './leaves.ts'

/** A change and the steps of its attribute. */
export interface PlacedChange {
  change: Change
  steps: Step[]
}

export interface Applied {
  state: Json
  /** Changes that lead nowhere, such as a value of an item of a list that nobody knows. */
  lost: PlacedChange[]
}

/**
 * Reads the attributes as paths. A name that is no path (`Skills [English]`), or that is a key of the state as it stands
 * (`{"a.b": 1}`), is one key.
 */
export function placeChanges(
  changes: readonly Change[],
  states: readonly (Json | undefined)[],
): PlacedChange[] {
  return changes.map(change => {
    const steps = stepsOf(change.attribute, states)
    const attribute = steps.reduce((path, step) => childPath(path, step), steps[0]?.kind === 'key' ? '' : '$')
    return { change: { ...change, attribute }, steps }
  })
}

/** The state after the changes. Objects and lists around a changed value that nobody has seen yet are made. */
export function applyKnown(state: Json | undefined, placed: readonly PlacedChange[]): Applied {
  const attempt = (base: Json | undefined, some: readonly PlacedChange[]) =>
    applyChanges(base, [...parentsOf(base, some), ...some.map(item => item.change)])
  try {
    return { state: attempt(state, placed), lost: [] }
  } catch (error) {
    if (!isLost(error)) throw error
  }
  const lost: PlacedChange[] = []
  let next: Json = state ?? {}
  for (const item of placed) {
    try {
      next = attempt(next, [item])
    } catch (error) {
      if (!isLost(error)) throw error
      // What is not there need not be removed.
      if (item.change.new !== undefined) lost.push(item)
    }
  }
  return { state: next, lost }
}

function stepsOf(attribute: string, states: readonly (Json | undefined)[]): Step[] {
  const literal: Step[] = [{ kind: 'key', key: attribute }]
  if (states.some(state => isObject(state) && Object.hasOwn(state, attribute))) return literal
  try {
    return pathSteps(attribute)
  } catch (error) {
    if (!isLost(error)) throw error
    return literal
  }
}

/** Changes that make every object and list on the way to a changed value, unless something stands there already. */
function parentsOf(state: Json | undefined, placed: readonly PlacedChange[]): Change[] {
  const made = new Map<string, Change>()
  for (const { steps, change } of placed) {
    if (change.new === undefined) continue
    let place: Json | undefined = state ?? {}
    let attribute = ''
    for (const [i, step] of steps.slice(0, -1).entries()) {
      if (step.kind !== 'key' || (place !== undefined && !isObject(place))) break
      attribute = childPath(attribute, step)
      place = place !== undefined && Object.hasOwn(place, step.key) ? place[step.key] : undefined
      if (place === undefined) made.set(attribute, { attribute, new: steps[i + 1]?.kind === 'key' ? {} : [] })
    }
  }
  return [...made.values()]
}

function isLost(error: unknown): boolean {
  return error instanceof EventError && error.code === 'CHANGE_PATH_INVALID'
}
