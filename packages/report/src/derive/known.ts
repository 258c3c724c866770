/**
 * What the history so far says about an entity's state, and the value at a path in it.
 * `complete` is true only when the state rests on a creation or a full state: then what is not in it does not exist.
 */

import type { Json, Step } from '@daybook/event'

import { isObject } from './leaves.ts'

export interface Known {
  /** undefined: the entity does not exist (complete), or nothing is known of it (not complete). */
  state: Json | undefined
  complete: boolean
}

export const NOTHING_KNOWN: Known = { state: undefined, complete: false }

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(state: Json | undefined, steps: readonly Step[]): Json | undefined {
  let value = state
  for (const step of steps) value = child(value, step)
  return value
}

function child(value: Json | undefined, step: Step): Json | undefined {
  if (step.kind === 'key')
    return isObject(value) && Object.hasOwn(value, step.key) ? value[step.key] : undefined
  if (!Array.isArray(value)) return undefined
  if (step.kind === 'position') return value[step.position]
  if (step.kind === 'id') return value.find(item => idOf(item) === step.id)
  return value.map(item => idOf(item) ?? null)
}

function idOf(item: Json): Json | undefined {
  return isObject(item) ? item['id'] : undefined
}
