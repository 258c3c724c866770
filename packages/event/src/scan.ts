/** A slow, exact reader of JSON text that says where something is wrong. */
/** It runs only after the fast road found that something is: its answers name a JSON pointer, never just an offset. */

import { type Problem, pointerStep, problem } from './problem.ts'
import { numberProblem, textProblem } from './values.ts'

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const
const NOT_FINITE = /[+-]?(?:NaN|Infinity|inf|nan)\b/iy
// A whole string literal; raw control characters are no part of one.
// eslint-disable-next-line no-control-regex
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y

/** Every problem of the text in reading order, at most `max`; a syntax error ends the reading. */
export function scanText(text: string, depthMax: number, max: number): Problem[] {
  return new TextScan(text, depthMax, max).run()
}

class TextScan {
  readonly #text: string
  readonly #depthMax: number
  readonly #max: number
  readonly #found: Problem[] = []
  #at = 0

  constructor(text: string, depthMax: number, max: number) {
    this.#text = text
    this.#depthMax = depthMax
    this.#max = max
  }

  run(): Problem[] {
    this.#space()
    if (this.#value('', 1)) {
      this.#space()
      if (this.#at < this.#text.length) this.#syntax('', 'More text follows the JSON value')
    }
    return this.#found
  }

  /** false = stop: a syntax error, or enough problems. */
  #value(path: string, depth: number): boolean {
    const first = this.#text[this.#at]
    if (first === '{' || first === '[') {
      if (depth > this.#depthMax) return this.#skipTooDeep(path)
      return first === '{' ? this.#object(path, depth) : this.#list(path, depth)
    }
    if (first === '"') return this.#string(path, 'The text') !== undefined
    for (const [word] of WORDS)
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return true
      }
    return this.#number(path)
  }

  #object(path: string, depth: number): boolean {
    const seen = new Set<string>()
    this.#at++
    this.#space()
    if (this.#take('}')) return true
    for (;;) {
      if (this.#text[this.#at] !== '"') return this.#syntax(path, 'A key in quotes is expected')
      const key = this.#string(path, 'The key')
      if (key === undefined) return false
      const at = path + pointerStep(key.toWellFormed())
      if (seen.has(key))
        this.#push(problem('DUPLICATE_KEY', at, `The key "${key.toWellFormed().slice(0, 60)}" stands twice.`))
      seen.add(key)
      if (key === '__proto__') this.#push(problem('FORBIDDEN_KEY', at))
      this.#space()
      if (!this.#take(':')) return this.#syntax(at, 'A colon is expected')
      this.#space()
      if (!this.#value(at, depth + 1) || this.#full()) return false
      this.#space()
      if (this.#take('}')) return true
      if (!this.#take(',')) return this.#syntax(at, 'A comma or } is expected')
      this.#space()
    }
  }

  #list(path: string, depth: number): boolean {
    this.#at++
    this.#space()
    if (this.#take(']')) return true
    for (let i = 0; ; i++) {
      const at = path + pointerStep(i)
      if (!this.#value(at, depth + 1) || this.#full()) return false
      this.#space()
      if (this.#take(']')) return true
      if (!this.#take(',')) return this.#syntax(at, 'A comma or ] is expected')
      this.#space()
    }
  }

  #string(path: string, what: string): string | undefined {
    STRING.lastIndex = this.#at
    const literal = STRING.exec(this.#text)?.[0]
    if (literal === undefined) {
      this.#brokenString(path)
      return undefined
    }
    this.#at += literal.length
    const value = JSON.parse(literal) as string
    const wrong = textProblem(
      value,
      what === 'The key' ? path + pointerStep(value.toWellFormed()) : path,
      what,
    )
    if (wrong !== undefined) this.#push(wrong)
    return value
  }

  #brokenString(path: string): void {
    const start = this.#at
    // eslint-disable-next-line no-control-regex
    const stop = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y
    stop.lastIndex = start
    this.#at += stop.exec(this.#text)?.[0].length ?? 1
    const next = this.#text[this.#at]
    if (next === '\0') this.#push(problem('NUL_CHARACTER', path))
    else if (next === undefined) this.#syntax(path, 'The text ends inside a string')
    else if (next === '\\') this.#syntax(path, 'A backslash starts no known escape')
    else this.#syntax(path, 'A control character must be written as an escape')
  }

  #number(path: string): boolean {
    NOT_FINITE.lastIndex = this.#at
    const word = NOT_FINITE.exec(this.#text)?.[0]
    if (word !== undefined) {
      this.#push(problem('NUMBER_NOT_FINITE', path, `${word} is not a JSON number.`))
      this.#at += word.length
      return !this.#full()
    }
    NUMBER.lastIndex = this.#at
    const written = NUMBER.exec(this.#text)?.[0]
    if (written === undefined) return this.#syntax(path, 'A value is expected')
    this.#at += written.length
    const wrong = numberProblem(Number(written), path, written)
    if (wrong !== undefined) this.#push(wrong)
    return true
  }

  /** Passes over a container without looking inside, so that hostile nesting costs no stack. */
  #skipTooDeep(path: string): boolean {
    this.#push(problem('TOO_DEEP', path, `Arrays and objects are nested deeper than ${this.#depthMax}.`))
    let open = 0
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text[this.#at]
      if (c === '"') {
        STRING.lastIndex = this.#at
        const literal = STRING.exec(this.#text)?.[0]
        if (literal === undefined) break
        this.#at += literal.length - 1
      } else if (c === '{' || c === '[') open++
      else if ((c === '}' || c === ']') && --open === 0) {
        this.#at++
        return !this.#full()
      }
    }
    return this.#syntax(path, 'The text ends inside an array or object')
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at++
    }
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #full(): boolean {
    return this.#found.length >= this.#max
  }

  #push(one: Problem): void {
    if (!this.#full()) this.#found.push(one)
  }

  #syntax(path: string, what: string): false {
    const before = this.#text.slice(0, this.#at)
    const line = before.split('\n').length
    const column = this.#at - before.lastIndexOf('\n')
    this.#push(problem('JSON_SYNTAX', path, `${what} at line ${line}, column ${column}.`))
    return false
  }
}
