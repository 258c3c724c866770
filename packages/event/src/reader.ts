/** Reads the fields of one event and remembers what is wrong, so that all problems are told together. */
/** Where nothing is wrong no path is built and nothing is allocated but the event. */

import { isPlainObject } from './canonical.ts'
import { LIMITS } from './limits.ts'
import { type Problem, type ProblemCode, pointerStep, problem } from './problem.ts'
import { didYouMean } from './suggest.ts'
import type { Json, JsonObject } from './types.ts'

const ASCII_VISIBLE_FIRST = 0x21
const ASCII_LAST = 0x7f

export class FieldReader {
  readonly problems: Problem[] = []
  /** Known fields that were present, and keys of the objects that hold them: unequal = some key is unknown. */
  present = 0
  knownKeys = 0
  /** Keys in free values (state, changes, metadata); with `knownKeys` all keys of the event. */
  freeKeys = 0
  /** A free value holds something that it may not: the slow walk will name it. */
  suspect = false
  /** A key looks like an array index, so that JSON.stringify would not keep the canonical order. */
  indexKeys = false
  #prefix = ''
  #item = -1

  /** From here on fields belong to the object at `prefix`, or to item `item` of the list at `prefix`. */
  enter(prefix: string, item = -1): void {
    this.#prefix = prefix
    this.#item = item
  }

  complain(code: ProblemCode, key: string, detail?: string): undefined {
    this.problems.push(problem(code, this.#path(key), detail))
    return undefined
  }

  #path(key: string): string {
    const base = this.#item < 0 ? this.#prefix : `${this.#prefix}/${this.#item}`
    return key === '' ? base : base + pointerStep(key)
  }

  /** A text that says something, or undefined when absent or wrong. */
  text(value: Json | undefined, key: string, max: number): string | undefined {
    if (value === undefined) return undefined
    this.present++
    if (typeof value !== 'string') return this.#wrongType(value, key, 'a text')
    if (value.length === 0)
      return this.complain('EMPTY_TEXT', key, 'The text is empty: leave the field out instead.')
    const first = value.charCodeAt(0)
    if ((first < ASCII_VISIBLE_FIRST || first > ASCII_LAST) && value.trim() === '')
      return this.complain('BLANK_TEXT', key)
    // A code unit is never more than a character, so only long texts are counted.
    if (value.length > max && codePoints(value) > max)
      return this.complain('TEXT_TOO_LONG', key, `At most ${max} characters; this has ${codePoints(value)}.`)
    return value
  }

  requiredText(value: Json | undefined, key: string, max: number): string {
    if (value === undefined) this.complain('MISSING_FIELD', key)
    return this.text(value, key, max) ?? ''
  }

  oneOf<Value extends string>(
    value: Json | undefined,
    key: string,
    known: readonly Value[],
  ): Value | undefined {
    if (value === undefined) return undefined
    this.present++
    if (typeof value !== 'string') return this.#wrongType(value, key, 'a text')
    if (known.includes(value as Value)) return value as Value
    const hint = didYouMean(value, known)
    return this.complain('VALUE_UNKNOWN', key, `Must be one of: ${known.join(', ')}.${hint}`)
  }

  object(value: Json | undefined, key: string): JsonObject | undefined {
    if (value === undefined) return undefined
    this.present++
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !isPlainObject(value))
      return this.#wrongType(value, key, 'an object')
    this.knownKeys += Object.keys(value).length
    return value
  }

  list(value: Json | undefined, key: string, max: number): Json[] | undefined {
    if (value === undefined) return undefined
    this.present++
    if (!Array.isArray(value)) return this.#wrongType(value, key, 'a list')
    if (value.length > max)
      return this.complain('LIST_TOO_LONG', key, `At most ${max} items; this has ${value.length}.`)
    return value
  }

  /** An item of a list; call after `enter(list, position)`. */
  item(value: Json | undefined): JsonObject | undefined {
    const object = this.object(value, '')
    // An item is no field: it must not count as one.
    if (value !== undefined) this.present--
    else this.#wrongType(value, '', 'an object')
    return object
  }

  #wrongType(value: Json | undefined, key: string, expected: string): undefined {
    const hint = value === null ? ' Leave the field out when there is nothing to say.' : ''
    return this.complain('WRONG_TYPE', key, `Must be ${expected}, not ${typeName(value)}.${hint}`)
  }

  /**
   * Any JSON value: checked, and in canonical key order (a copy only where the order was another).
   * `depth` is the depth of the value itself.
   */
  free(value: Json, depth: number): Json {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'number':
        if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
          this.suspect = true
        return value
      case 'object':
        if (value === null) return value
        if (depth > LIMITS.depthMax) {
          this.suspect = true
          return value
        }
        return Array.isArray(value) ? this.#freeList(value, depth) : this.freeObject(value, depth)
      case 'bigint':
      case 'function':
      case 'symbol':
      case 'undefined':
        this.suspect = true
        return null
    }
  }

  #freeList(list: Json[], depth: number): Json[] {
    let copy: Json[] | undefined
    for (let i = 0; i < list.length; i++) {
      const item = list[i] as Json
      const sorted = this.free(item, depth + 1)
      if (sorted !== item) {
        copy ??= list.slice()
        copy[i] = sorted
      }
    }
    return copy ?? list
  }

  freeObject(object: JsonObject, depth: number): JsonObject {
    if (!isPlainObject(object)) this.suspect = true
    const keys = Object.keys(object)
    this.freeKeys += keys.length
    let before = ''
    let same = true
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string
      if (key < before) same = false
      before = key
      const first = key.charCodeAt(0)
      if (first <= 57 && first >= 48) this.indexKeys = true
      if (key === '__proto__') this.suspect = true
    }
    if (this.suspect) return object
    let copy: JsonObject | undefined
    if (!same) {
      copy = {}
      keys.sort()
    }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string
      const value = object[key] as Json
      const sorted = this.free(value, depth + 1)
      if (copy === undefined && sorted !== value) copy = firstOf(object, keys, i)
      if (copy !== undefined) copy[key] = sorted
    }
    return copy ?? object
  }
}

function firstOf(object: JsonObject, keys: string[], count: number): JsonObject {
  const copy: JsonObject = {}
  for (let i = 0; i < count; i++) copy[keys[i] as string] = object[keys[i] as string] as Json
  return copy
}

function codePoints(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const next = text.charCodeAt(i + 1)
    if (code >= 0xd800 && code < 0xdc00 && next >= 0xdc00 && next < 0xe000) i++
    count++
  }
  return count
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'undefined') return 'nothing'
  return `a ${typeof value}`
}
