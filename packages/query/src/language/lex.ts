/**
 * Cuts a text of the filter language into tokens with their places.
 * Whatever the text, every character belongs to at most one token and cutting goes on after a problem.
 */

import { QUERY_LIMITS } from './limits.ts'
import { quote, SPACE } from './notation.ts'
import { placed, type Complaint, type QueryProblem } from './problems.ts'

export type Token = MarkToken | TextToken | TermToken

export interface MarkToken {
  type: 'open' | 'close' | 'minus' | 'or' | 'and'
  start: number
  end: number
}

export interface RawValue {
  text: string
  exact?: true
  /** Of a quoted value: the quotation marks included. */
  start: number
  end: number
}

export interface TextToken extends RawValue {
  type: 'text'
}

export interface TermToken {
  type: 'term'
  /** The field's name as it is written. */
  name: string
  /** The place of the colon. */
  colon: number
  /** At least one; a missing one is an empty text that is not exact. */
  values: RawValue[]
  start: number
  end: number
}

export interface Lexed {
  tokens: Token[]
  problems: QueryProblem[]
}

export function lex(text: string): Lexed {
  const lexer = new Lexer(text)
  return { tokens: lexer.tokens(), problems: lexer.problems }
}

const NAME = /[A-Za-z][\w.-]*(?=:)/y
const MARKS: Readonly<Record<string, MarkToken['type']>> = { '(': 'open', ')': 'close', '-': 'minus' }

class Lexer {
  readonly problems: QueryProblem[] = []
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  tokens(): Token[] {
    const tokens: Token[] = []
    this.#skipSpace()
    while (this.#at < this.#text.length) {
      tokens.push(this.#token())
      this.#skipSpace()
    }
    return tokens
  }

  #token(): Token {
    const start = this.#at
    const mark = MARKS[this.#peek()]
    if (mark !== undefined) {
      this.#at++
      return { type: mark, start, end: this.#at }
    }
    NAME.lastIndex = start
    const name = NAME.exec(this.#text)?.[0]
    return name === undefined ? this.#word() : this.#term(name)
  }

  #word(): Token {
    const value = this.#peek() === '"' ? this.#quoted() : this.#bare(/[\s()"]/)
    this.#requireGap(/[\s()]/)
    const word = value.exact === true ? undefined : value.text.toLowerCase()
    if (word === 'or' || word === 'and') return { type: word, start: value.start, end: value.end }
    return { type: 'text', ...value }
  }

  #term(name: string): Token {
    const start = this.#at
    const colon = start + name.length
    const values: RawValue[] = []
    this.#at = colon
    do {
      this.#at++
      values.push(this.#peek() === '"' ? this.#quoted() : this.#bare(/[\s,()"]/))
    } while (this.#peek() === ',')
    this.#requireGap(/[\s)]/)
    return { type: 'term', name, colon, values, start, end: this.#at }
  }

  #bare(stop: RegExp): RawValue {
    const start = this.#at
    while (this.#at < this.#text.length && !stop.test(this.#peek())) this.#at++
    return { text: this.#text.slice(start, this.#at), start, end: this.#at }
  }

  /** `\"` and `\\` are escapes; before anything else a backslash is itself. */
  #quoted(): RawValue {
    const start = this.#at++
    let text = ''
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at++)
      if (char === '"') return { text, exact: true, start, end: this.#at }
      const escaped = char === '\\' && /["\\]/.test(this.#peek())
      text += escaped ? this.#text.charAt(this.#at++) : char
    }
    this.#complain('QUERY_UNTERMINATED_QUOTE', start, this.#at, {
      message: 'The quotation mark is not closed',
      suggestion: quote(text),
    })
    return { text, exact: true, start, end: this.#at }
  }

  /** What follows a word or a value: space or a parenthesis, never another value glued to it. */
  #requireGap(gap: RegExp): void {
    const next = this.#peek()
    if (next === '' || gap.test(next)) return
    const message =
      next === '('
        ? 'A value with parentheses is written in quotation marks'
        : 'A space is missing here; a value with quotation marks in it is written "like \\"this\\""'
    const params = { what: next === '(' ? 'parenthesis' : 'gap' }
    this.#complain('QUERY_UNEXPECTED_CHARACTER', this.#at, this.#at + 1, { message, params })
  }

  #complain(
    code: QueryProblem['code'],
    start: number,
    end: number,
    complaint: Omit<Complaint, 'code'>,
  ): void {
    if (this.problems.length >= QUERY_LIMITS.problemsMax) return
    this.problems.push(placed({ code, ...complaint }, start, end))
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && SPACE.test(this.#peek())) this.#at++
  }

  /** The next character, or '' at the end. */
  #peek(): string {
    return this.#text.charAt(this.#at)
  }
}
