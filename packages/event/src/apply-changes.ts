/** Builds the next state of an entity from the one before and the changes: the inverse of diffStates. */
/** The given state is not touched; a change whose path leads nowhere throws instead of being skipped. */

import { pathSteps, type Step } from './change-path.ts'
import { copyJson, setOwn } from './copy-json.ts'
import { EventError } from './errors.ts'
import type { Change, Json, JsonObject } from './types.ts'

/** Stands where an item was removed, until all changes are made: the positions of the others must not move meanwhile. */
const REMOVED = Symbol('removed')
type Held = Json | typeof REMOVED

/** @param before undefined = there was no state. @throws EventError CHANGE_PATH_INVALID */
export function applyChanges(before: Json | undefined, changes: readonly Change[]): Json {
  const holder: { root: Json | undefined } = {
    root: before === undefined ? undefined : copyJson(before),
  }
  const touched = new Set<Held[]>()
  const orders: { list: Held[]; ids: Json }[] = []
  for (const change of changes) {
    const steps = pathSteps(change.attribute)
    const last = steps.pop()
    if (last === undefined) {
      holder.root = change.new === undefined ? undefined : copyJson(change.new)
      continue
    }
    holder.root ??= {}
    let place: Json = holder.root
    for (const step of steps) place = child(place, step, change)
    if (last.kind === 'order') orders.push({ list: listAt(place, change), ids: change.new ?? [] })
    else put(place, last, change, touched, changes.length)
  }
  for (const list of touched) compact(list)
  // Orders come last: they speak of the items as they are in the end.
  for (const { list, ids } of orders) reorder(list as Json[], ids)
  return holder.root ?? null
}

function child(place: Json, step: Step, change: Change): Json {
  if (step.kind === 'key' && isObject(place) && Object.hasOwn(place, step.key)) return place[step.key] as Json
  if (step.kind === 'position' && Array.isArray(place) && step.position < place.length)
    return place[step.position] as Json
  if (step.kind === 'id' && Array.isArray(place)) {
    const found = place[positionOf(place, step.id)]
    if (found !== undefined) return found
  }
  throw nowhere(change)
}

function put(place: Json, step: Step, change: Change, touched: Set<Held[]>, gapMax: number): void {
  const value: Held = change.new === undefined ? REMOVED : copyJson(change.new)
  if (step.kind === 'key') {
    if (!isObject(place)) throw nowhere(change)
    if (value === REMOVED) delete place[step.key]
    else setOwn(place, step.key, value)
    return
  }
  const list = listAt(place, change)
  const at = step.kind === 'position' ? step.position : positionOf(list, (step as { id: string | number }).id)
  if (value === REMOVED) {
    if (at < 0 || at >= list.length) throw nowhere(change)
    touched.add(list)
    list[at] = REMOVED
  } else if (at < 0) list.push(value)
  else {
    // Positions come in the order of their texts (10 before 9): a gap is filled by a later change.
    if (at > list.length + gapMax) throw nowhere(change)
    while (list.length < at) list.push(REMOVED)
    touched.add(list)
    list[at] = value
  }
}

function positionOf(list: readonly Held[], id: string | number): number {
  return list.findIndex(item => item !== REMOVED && isObject(item) && item['id'] === id)
}

function compact(list: Held[]): void {
  let kept = 0
  for (const item of list) if (item !== REMOVED) list[kept++] = item
  list.length = kept
}

function reorder(list: Json[], ids: Json): void {
  if (!Array.isArray(ids)) return
  const rank = new Map(ids.map((id, i) => [id, i]))
  const rankOf = (item: Json): number =>
    isObject(item) ? (rank.get(item['id'] as Json) ?? ids.length) : ids.length
  list.sort((a, b) => rankOf(a) - rankOf(b))
}

function listAt(place: Json, change: Change): Held[] {
  if (!Array.isArray(place)) throw nowhere(change)
  return place
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nowhere(change: Change): EventError {
  return new EventError('CHANGE_PATH_INVALID', `Path: ${change.attribute.slice(0, 200)}`)
}
