/** RFC 8785 canonical JSON (JCS). */
/** Equal values have equal texts, and a value that JSON cannot hold throws instead of becoming something else. */

import { EventError } from './errors.ts'
import type { Json, JsonObject } from './types.ts'

/** Arrays and objects inside each other; beyond it a hostile value could exhaust the stack. */
const CANONICAL_DEPTH_MAX = 128

// eslint-disable-next-line no-control-regex -- what JSON.stringify escapes, and every surrogate: the slow road looks closer
const NEEDS_CARE = /[\u0000-\u001f"\\\ud800-\udfff]/

/** @throws EventError NOT_CANONICAL on lone surrogates, NaN, infinities, undefined, functions, class instances, depth > 128. */
export function canonicalise(value: Json): string {
  return write(value, 1)
}

/** A JSON string literal, as RFC 8785 §3.2.2.2 writes it. */
export function quote(text: string): string {
  if (!NEEDS_CARE.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new EventError('NOT_CANONICAL', 'A text holds a lone surrogate.')
  return JSON.stringify(text)
}

/** A plain object, also one of another realm: its prototype is none, or the root of all. */
export function isPlainObject(value: object): value is JsonObject {
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

function write(value: Json, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      if (!Number.isFinite(value)) throw new EventError('NOT_CANONICAL', `${value} is not a JSON number.`)
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth > CANONICAL_DEPTH_MAX) throw new EventError('NOT_CANONICAL', 'It is nested too deeply.')
      return Array.isArray(value) ? writeList(value, depth) : writeObject(value, depth)
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      throw new EventError('NOT_CANONICAL', `A ${typeof value} is not JSON.`)
  }
}

function writeList(list: Json[], depth: number): string {
  let text = '['
  for (let i = 0; i < list.length; i++) {
    if (i > 0) text += ','
    text += write(list[i] as Json, depth + 1)
  }
  return text + ']'
}

function writeObject(object: JsonObject, depth: number): string {
  if (!isPlainObject(object)) throw new EventError('NOT_CANONICAL', 'A class instance is not JSON.')
  const keys = sortedKeys(object)
  let text = '{'
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    if (i > 0) text += ','
    text += quote(key) + ':' + write(object[key] as Json, depth + 1)
  }
  return text + '}'
}

/** By UTF-16 code units, the default of sort() and the order of RFC 8785 §3.2.3. */
function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object)
  for (let i = 1; i < keys.length; i++) if ((keys[i] as string) < (keys[i - 1] as string)) return keys.sort()
  return keys
}
