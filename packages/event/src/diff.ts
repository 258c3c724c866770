/** What changed between two states of an entity, attribute by attribute. */
/** applyChanges(before, diffStates(before, after)) is `after`; equal states have no changes. */

import { childPath, ROOT } from './change-path.ts'
import { sameJson } from './same-json.ts'
import type { Change, Json, JsonObject } from './types.ts'

/**
 * Objects are compared key by key (`address.city`), lists by the items' `id` when every item on both sides has its own
 * (`skills[id=7].level`), else by position (`tags[0]`). Another type is one change at that place. A new order of a
 * list by id is one change of its own, `skills[order]`, from ids to ids. `undefined` = there is no state.
 * @returns sorted by path, in UTF-16 code units
 */
export function diffStates(before: Json | undefined, after: Json | undefined): Change[] {
  const changes: Change[] = []
  const base = before === undefined && isObject(after) && Object.keys(after).length > 0 ? {} : before
  if (base === undefined || after === undefined) {
    if (base !== undefined) changes.push({ attribute: ROOT, old: base })
    if (after !== undefined) changes.push({ attribute: ROOT, new: after })
  } else compare(base, after, '', changes)
  return changes.sort((a, b) => (a.attribute < b.attribute ? -1 : Number(a.attribute > b.attribute)))
}

function compare(before: Json, after: Json, path: string, changes: Change[]): void {
  if (isObject(before) && isObject(after)) return compareObjects(before, after, path, changes)
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, now] = [itemsById(before), itemsById(after)]
    // Of a list at the root the path would begin with a bracket: it hangs on `$` like everything else that is no object.
    if (old !== undefined && now !== undefined) return compareById(old, now, path || ROOT, changes)
    return compareByPosition(before, after, path || ROOT, changes)
  }
  if (!sameJson(before, after)) changes.push({ attribute: path || ROOT, old: before, new: after })
}

function compareObjects(before: JsonObject, after: JsonObject, path: string, changes: Change[]): void {
  for (const key of Object.keys(before)) {
    const attribute = childPath(path, { kind: 'key', key })
    if (Object.hasOwn(after, key)) compare(before[key] as Json, after[key] as Json, attribute, changes)
    else changes.push({ attribute, old: before[key] as Json })
  }
  for (const key of Object.keys(after))
    if (!Object.hasOwn(before, key))
      changes.push({ attribute: childPath(path, { kind: 'key', key }), new: after[key] as Json })
}

function compareByPosition(before: Json[], after: Json[], path: string, changes: Change[]): void {
  for (let position = 0; position < Math.max(before.length, after.length); position++) {
    const attribute = childPath(path, { kind: 'position', position })
    if (position >= after.length) changes.push({ attribute, old: before[position] as Json })
    else if (position >= before.length) changes.push({ attribute, new: after[position] as Json })
    else compare(before[position] as Json, after[position] as Json, attribute, changes)
  }
}

type ById = Map<string | number, JsonObject>

function compareById(before: ById, after: ById, path: string, changes: Change[]): void {
  const kept: (string | number)[] = []
  for (const [id, item] of before) {
    const attribute = childPath(path, { kind: 'id', id })
    const now = after.get(id)
    if (now === undefined) changes.push({ attribute, old: item })
    else {
      kept.push(id)
      compareObjects(item, now, attribute, changes)
    }
  }
  const added = [...after].filter(([id]) => !before.has(id)).map(([id, item]) => ({ id, item }))
  const addedChanges = added.map(({ id, item }) => ({
    attribute: childPath(path, { kind: 'id', id }),
    new: item,
    id,
  }))
  for (const { attribute, new: item } of addedChanges) changes.push({ attribute, new: item })

  // Where applying puts them: those that stay keep their places, new ones follow in the order of their paths.
  addedChanges.sort((a, b) => (a.attribute < b.attribute ? -1 : 1))
  const expected = [...kept, ...addedChanges.map(change => change.id)]
  const order = [...after.keys()]
  if (!order.every((id, i) => id === expected[i]))
    changes.push({ attribute: childPath(path, { kind: 'order' }), old: [...before.keys()], new: order })
}

/** The items by id, or undefined when one is no object, has no id of type text or number, or shares it. */
function itemsById(list: Json[]): ById | undefined {
  const items: ById = new Map()
  for (const item of list) {
    if (!isObject(item) || !Object.hasOwn(item, 'id')) return undefined
    const id = item['id']
    if ((typeof id !== 'string' && typeof id !== 'number') || items.has(id)) return undefined
    items.set(id, item)
  }
  return items
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
