/** JSON text to its value, the same on every engine. */
/** JSON.parse of V8 12.8 and later takes an escaped key for another that an object before it had (nodejs/node#63785). */

import { closingQuote } from './scan-string.ts'
import type { Json, JsonObject } from './types.ts'

/** The value of a number as it is written. */
export type NumberReader = (written: string) => Json

/**
 * JSON.parse whose keys are those of the text: `{"\n":1}` has the key "\n" whatever was read before it.
 * Throws SyntaxError where JSON.parse does. Nesting costs no stack.
 */
export function readJson(text: string, numberOf?: NumberReader): Json {
  const value = JSON.parse(text) as Json
  return numberOf === undefined && !escapesAKey(text) ? value : readExactly(text, numberOf ?? Number)
}

/** Whether a key is written with a backslash. Only for texts that JSON.parse accepts. */
function escapesAKey(text: string): boolean {
  if (!text.includes('\\')) return false
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    let escaped = false
    for (at++; text.charCodeAt(at) !== 0x22; at++) {
      if (text.charCodeAt(at) !== 0x5c) continue
      escaped = true
      at++
    }
    if (escaped && text[afterSpace(text, at + 1)] === ':') return true
  }
  return false
}

function afterSpace(text: string, start: number): number {
  let at = start
  while (text.charCodeAt(at) <= 0x20) at++
  return at
}

interface Open {
  into: Json[] | JsonObject
  /** Of an object: the key whose value comes next. */
  key?: string | undefined
}

const WORDS: Record<string, Json> = { true: true, false: false, null: null }
const SCALAR = /[^\s,\]}]+/y

/** Reads a text that is known to be JSON, so commas and colons tell nothing any more. */
function readExactly(text: string, numberOf: NumberReader): Json {
  const whole: Json[] = []
  const open: Open[] = [{ into: whole }]
  for (let at = afterSpace(text, 0); at < text.length; at = afterSpace(text, at)) {
    const here = open.at(-1) as Open
    const character = text[at]
    if (character === '"') {
      const end = closingQuote(text, at) + 1
      const string = JSON.parse(text.slice(at, end)) as string
      if (Array.isArray(here.into) || here.key !== undefined) put(here, string)
      else here.key = string
      at = end
    } else if (character === '{' || character === '[') {
      open.push({ into: character === '{' ? {} : [] })
      at++
    } else if (character === '}' || character === ']') {
      open.pop()
      put(open.at(-1) as Open, here.into)
      at++
    } else if (character === ',' || character === ':') at++
    else {
      SCALAR.lastIndex = at
      const written = SCALAR.exec(text)?.[0] ?? ''
      put(here, Object.hasOwn(WORDS, written) ? (WORDS[written] as Json) : numberOf(written))
      at += written.length
    }
  }
  return whole[0] as Json
}

function put(holder: Open, value: Json): void {
  if (Array.isArray(holder.into)) holder.into.push(value)
  else {
    // An assignment to __proto__ would set the prototype and make no key.
    Object.defineProperty(holder.into, holder.key as string, { value, ...OWN })
    holder.key = undefined
  }
}

const OWN = { writable: true, enumerable: true, configurable: true }
