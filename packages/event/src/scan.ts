/** A slow, exact reader of JSON text that says where something is wrong. */
/** It runs only after the fast road found that something is: its answers name a JSON pointer, never just an offset. */

import { type Problem, pointerTo, problem } from './problem.ts'
import { closingQuote } from './scan-string.ts'
import { numberProblem, textProblem } from './values.ts'

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS = ['true', 'false', 'null']
const NOT_FINITE = /[+-]?(?:NaN|Infinity|inf|nan)\b/iy

/** Every problem of the text in reading order, at most `max`; a syntax error ends the reading. */
export function scanText(text: string, depthMax: number, max: number): Problem[] {
  return new TextScan(text, depthMax, max).run()
}

class TextScan {
  readonly #text: string
  readonly #depthMax: number
  readonly #max: number
  readonly #found: Problem[] = []
  /** Keys and positions that lead to the value being read; a pointer is only written when something is wrong. */
  readonly #steps: (string | number)[] = []
  #at = 0

  constructor(text: string, depthMax: number, max: number) {
    this.#text = text
    this.#depthMax = depthMax
    this.#max = max
  }

  run(): Problem[] {
    this.#space()
    if (this.#value()) {
      this.#space()
      if (this.#at < this.#text.length) this.#syntax('More text follows the JSON value')
    }
    return this.#found
  }

  /** false = stop: a syntax error, or enough problems. */
  #value(): boolean {
    const first = this.#text[this.#at]
    if (first === '{' || first === '[') {
      if (this.#steps.length >= this.#depthMax) return this.#skipTooDeep()
      return first === '{' ? this.#object() : this.#list()
    }
    if (first === '"') {
      const text = this.#string()
      if (text === undefined) return false
      this.#push(textProblem(text, '', 'The text'))
      return true
    }
    const word = WORDS.find(word => this.#text.startsWith(word, this.#at))
    if (word === undefined) return this.#number()
    this.#at += word.length
    return true
  }

  #object(): boolean {
    const seen = new Set<string>()
    this.#at++
    this.#space()
    if (this.#take('}')) return true
    for (;;) {
      if (this.#text[this.#at] !== '"') return this.#syntax('A key in quotes is expected')
      const key = this.#string()
      if (key === undefined) return false
      this.#steps.push(key)
      this.#key(key, seen)
      this.#space()
      if (!this.#take(':')) return this.#syntax('A colon is expected')
      this.#space()
      if (!this.#value() || this.#full()) return false
      this.#space()
      const more = this.#take(',')
      if (!more && !this.#take('}')) return this.#syntax('A comma or } is expected')
      this.#steps.pop()
      if (!more) return true
      this.#space()
    }
  }

  #key(key: string, seen: Set<string>): void {
    const shown = key.toWellFormed().slice(0, 60)
    if (seen.has(key)) this.#push(problem('DUPLICATE_KEY', '', `The key "${shown}" stands twice.`))
    seen.add(key)
    if (key === '__proto__') this.#push(problem('FORBIDDEN_KEY', ''))
    this.#push(textProblem(key, '', 'The key'))
  }

  #list(): boolean {
    this.#at++
    this.#space()
    if (this.#take(']')) return true
    for (let i = 0; ; i++) {
      this.#steps.push(i)
      if (!this.#value() || this.#full()) return false
      this.#space()
      const more = this.#take(',')
      if (!more && !this.#take(']')) return this.#syntax('A comma or ] is expected')
      this.#steps.pop()
      if (!more) return true
      this.#space()
    }
  }

  #string(): string | undefined {
    const start = this.#at
    const end = closingQuote(this.#text, start)
    this.#at = end
    const stop = this.#text[end]
    if (stop === '"') {
      this.#at = end + 1
      return JSON.parse(this.#text.slice(start, end + 1)) as string
    }
    if (stop === '\0') this.#push(problem('NUL_CHARACTER', ''))
    else if (stop === undefined) this.#syntax('The text ends inside a string')
    else if (stop === '\\') this.#syntax('A backslash starts no known escape')
    else this.#syntax('A control character must be written as an escape')
    return undefined
  }

  #number(): boolean {
    NOT_FINITE.lastIndex = this.#at
    const word = NOT_FINITE.exec(this.#text)?.[0]
    if (word !== undefined) {
      this.#push(problem('NUMBER_NOT_FINITE', '', `${word} is not a JSON number.`))
      this.#at += word.length
      return !this.#full()
    }
    NUMBER.lastIndex = this.#at
    const written = NUMBER.exec(this.#text)?.[0]
    if (written === undefined) return this.#syntax('A value is expected')
    this.#at += written.length
    this.#push(numberProblem(Number(written), '', written))
    return true
  }

  /** Passes over a container without looking inside, so that hostile nesting costs no stack. */
  #skipTooDeep(): boolean {
    this.#push(problem('TOO_DEEP', '', `Arrays and objects are nested deeper than ${this.#depthMax}.`))
    let open = 0
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text[this.#at]
      if (c === '"') {
        this.#at = closingQuote(this.#text, this.#at)
      } else if (c === '{' || c === '[') open++
      else if ((c === '}' || c === ']') && --open === 0) {
        this.#at++
        return !this.#full()
      }
    }
    return this.#syntax('The text ends inside an array or object')
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

  /** Adds a problem of the place that is being read. */
  #push(one: Problem | undefined): void {
    if (one !== undefined && !this.#full()) this.#found.push({ ...one, path: pointerTo(this.#steps) })
  }

  #syntax(what: string): false {
    let line = 1
    let lineStart = 0
    for (let at = this.#text.indexOf('\n'); at >= 0 && at < this.#at; at = this.#text.indexOf('\n', at + 1)) {
      line++
      lineStart = at + 1
    }
    this.#push(problem('JSON_SYNTAX', '', `${what} at line ${line}, column ${this.#at - lineStart + 1}.`))
    return false
  }
}
