/** A copy of a JSON value, as a tree. */
/** Two places of the copy never share an object, even where two places of the original do (structuredClone keeps that). */

import type { Json, JsonObject } from './types.ts'

export function copyJson(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyJson)
  const copy: JsonObject = {}
  for (const key of Object.keys(value)) setOwn(copy, key, copyJson(value[key] as Json))
  return copy
}

/** Assignment that also works for `__proto__`, which no sender can send but a state in memory may hold. */
export function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}
