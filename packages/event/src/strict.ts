/** Strict JSON: what other readers would understand differently, or lose, is refused. */
/** An accepted text has exactly one meaning: no duplicate keys, no rounded integers, no texts that UTF-8 cannot write. */

import { LIMITS } from './limits.ts'
import { type Problem, problem } from './problem.ts'
import { readJson } from './read-json.ts'
import { scanText } from './scan.ts'
import type { Json } from './types.ts'

export type Parsed = { ok: true; value: Json } | { ok: false; problem: Problem }

/** A batch `{"events":[…]}` stands two levels above its events. */
export const TEXT_DEPTH_MAX = LIMITS.depthMax + 2

/**
 * The value of a JSON text, or the first problem in it; the path starts at the whole text (`/events/3/actor/name`).
 * Nesting is measured from the text; the exact limit of an event is normaliseEvent's.
 */
export function parseJson(text: string): Parsed {
  const parsed = parseLoosely(text)
  if (parsed === undefined) return { ok: false, problem: firstProblem(text) }
  const tally = new Tally()
  if (!tally.count(parsed.value, 1) || tally.keys !== countColons(text) || mayHideText(text)) {
    const found = scanText(text, TEXT_DEPTH_MAX, 1)[0]
    if (found !== undefined) return { ok: false, problem: found }
  }
  return { ok: true, value: parsed.value }
}

/** The value of the text, whatever it says twice or rounds; undefined when it is no JSON. */
export function parseLoosely(text: string): { value: Json } | undefined {
  try {
    return { value: readJson(text) }
  } catch {
    return undefined
  }
}

export function firstProblem(text: string): Problem {
  return scanText(text, TEXT_DEPTH_MAX, 1)[0] ?? problem('JSON_SYNTAX', '')
}

/**
 * Colons outside strings: one for each key that the text writes, also for one that it writes twice.
 * Only for texts that JSON.parse accepts.
 */
export function countColons(text: string): number {
  let colons = 0
  const length = text.length
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) {
      for (i++; i < length; i++) {
        const inside = text.charCodeAt(i)
        if (inside === 0x22) break
        if (inside === 0x5c) i++
      }
    } else if (code === 0x3a) colons++
  }
  return colons
}

/** NUL is always escaped in accepted JSON; a lone surrogate is escaped, or makes the text itself ill-formed. */
function mayHideText(text: string): boolean {
  return text.includes('\\u') || !text.isWellFormed()
}

/** Keys of a parsed value; of a value nested too deeply, fewer. */
export function countKeys(value: Json): number {
  const tally = new Tally()
  tally.count(value, 1)
  return tally.keys
}

/** Counts the keys of a parsed value and stops at what only the exact reader may judge. */
class Tally {
  keys = 0

  count(value: Json, depth: number): boolean {
    if (typeof value === 'number')
      return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
    if (typeof value !== 'object' || value === null) return true
    if (depth > TEXT_DEPTH_MAX) return false
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (!this.count(value[i] as Json, depth + 1)) return false
      return true
    }
    const keys = Object.keys(value)
    this.keys += keys.length
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string
      if (key === '__proto__' || !this.count(value[key] as Json, depth + 1)) return false
    }
    return true
  }
}
