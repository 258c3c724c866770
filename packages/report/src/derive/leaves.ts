/**
 * A state cut into its attributes: texts, numbers, lists and empty objects, each by its path.
 * The same state always has the same leaves, and a list is one attribute however its items change.
 */

import { childPath, diffStates, type Json, type JsonObject, type Step } from '@daybook/event'

/** The whole state, where it is no object. */
const ROOT = '$'

/** @returns attribute to value, in the order of the state's keys; nothing for a state that does not exist */
export function leavesOf(state: Json | undefined): Map<string, Json> {
  const leaves = new Map<string, Json>()
  if (state === undefined) return leaves
  if (isObject(state)) collect(state, '', leaves)
  else leaves.set(ROOT, state)
  return leaves
}

/** The attribute that a path within a state belongs to: `skills[id=7].level` is about `skills`. */
export function leafOfPath(steps: readonly Step[]): string {
  let path = ''
  for (const step of steps) {
    if (step.kind !== 'key') break
    path = childPath(path, step)
  }
  return path === '' ? ROOT : path
}

/** Whether a change at `attribute` sets the leaf: it is the leaf itself or one of the objects around it. */
export function covers(attribute: string, leaf: string): boolean {
  return attribute === ROOT || attribute === leaf || leaf.startsWith(`${attribute}.`)
}

export function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  return diffStates(a, b).length === 0
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function collect(object: JsonObject, path: string, leaves: Map<string, Json>): void {
  for (const [key, value] of Object.entries(object)) {
    const attribute = childPath(path, { kind: 'key', key })
    if (isObject(value) && Object.keys(value).length > 0) collect(value, attribute, leaves)
    else leaves.set(attribute, value)
  }
}
