/**
 * Reads a text of the filter language: the question in normal form, and everything that is wrong with the text.
 * It never throws and never gives up at the first problem; a part with a problem is left out of the question.
 */

import { EVERYTHING, type Query, type Value } from './ast.ts'
import { findField, suggestField } from './fields.ts'
import { lex, type RawValue, type TermToken, type TextToken, type Token } from './lex.ts'
import { QUERY_LIMITS } from './limits.ts'
import { normalise } from './normal.ts'
import {
  placed,
  shown,
  QueryTextError,
  type Complaint,
  type ParsedQuery,
  type QueryProblem,
} from './problems.ts'
import { readSearch, readValue } from './read-value.ts'

/** @returns the question, with every problem in the order of the text; the question is only to be asked when there is none. */
export function parseQuery(text: string): ParsedQuery {
  const refusal = refusalOf(text)
  if (refusal !== undefined) return { query: EVERYTHING, errors: [refusal] }
  const { tokens, problems } = lex(text)
  const parser = new Parser(tokens, text.length, problems)
  const query = normalise(parser.query())
  const errors = parser.problems.toSorted((a, b) => a.start - b.start || a.end - b.end)
  return { query, errors: errors.slice(0, QUERY_LIMITS.problemsMax) }
}

/**
 * The question of a text that must be right.
 *
 * @throws QueryTextError with every problem
 */
export function requireQuery(text: string, parameter = 'q'): Query {
  const { query, errors } = parseQuery(text)
  const [first, ...others] = errors
  if (first !== undefined) throw new QueryTextError([first, ...others], parameter)
  return query
}

function refusalOf(text: string): QueryProblem | undefined {
  const { lengthMax } = QUERY_LIMITS
  if (text.length > lengthMax) {
    const message = `The filter has ${text.length} characters; it may have ${lengthMax}`
    const params = { length: text.length, max: lengthMax }
    return { code: 'QUERY_TOO_LONG', start: lengthMax, end: text.length, message, params }
  }
  if (text.isWellFormed()) return undefined
  const start = text.search(/\p{Surrogate}/u)
  const message = 'The filter is not Unicode text'
  return { code: 'QUERY_NOT_UNICODE', start, end: start + 1, message, params: { what: 'filter' } }
}

class Parser {
  readonly problems: QueryProblem[]
  readonly #tokens: readonly Token[]
  readonly #length: number
  #at = 0
  #terms = 0

  constructor(tokens: readonly Token[], length: number, problems: readonly QueryProblem[]) {
    this.#tokens = tokens
    this.#length = length
    this.problems = [...problems]
  }

  query(): Query {
    if (this.#isTooDeep()) return EVERYTHING
    const items = [this.#alternatives()]
    // A parenthesis that closes nothing is left out, and reading goes on behind it.
    for (let token = this.#next(); token !== undefined; token = this.#next()) {
      this.#complainAt(token, {
        code: 'QUERY_UNBALANCED_PARENTHESIS',
        message: 'This parenthesis closes nothing',
        params: { what: 'close' },
      })
      if (this.#peek() !== undefined) items.push(this.#alternatives())
    }
    return all(items)
  }

  /** and { "or" and } */
  #alternatives(): Query {
    const items = [this.#conjunction(true)]
    for (let or = this.#take('or'); or !== undefined; or = this.#take('or')) {
      const before = this.#at
      items.push(this.#conjunction(false))
      if (this.#at === before) this.#missing(or, 'behindOr', 'A term is missing behind this "or"')
    }
    const terms = items.filter(item => item !== undefined)
    return terms.length === 1
      ? (terms[0] as Query)
      : terms.length === 0
        ? EVERYTHING
        : { kind: 'or', items: terms }
  }

  /** { unary }, until "or", ")" or the end. Undefined when nothing of it was understood. */
  #conjunction(first: boolean): Query | undefined {
    const items: Query[] = []
    let read = 0
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.type === 'close') break
      if (token.type === 'or') {
        if (first && read === 0) this.#missing(token, 'beforeOr', 'A term is missing before this "or"')
        break
      }
      read++
      const item = this.#unary(token)
      if (item !== undefined) items.push(item)
    }
    return items.length === 0 ? undefined : all(items)
  }

  /** { "-" } primary. Two `-` cancel each other. */
  #unary(first: Token): Query | undefined {
    if (first.type === 'and') return this.#joiner(first)
    let not = false
    let minus: Token | undefined
    let token: Token | undefined = first
    while (token?.type === 'minus' && (minus === undefined || token.start === minus.end)) {
      not = !not
      minus = token
      this.#at++
      token = this.#peek()
    }
    if (token === undefined || (minus !== undefined && token.start > minus.end) || isNoTerm(token)) {
      return this.#missing(
        minus ?? first,
        'behindMinus',
        'A term must follow "-" directly; a "-" that is meant as text is written in quotation marks',
      )
    }
    const item = this.#primary(token)
    if (item === undefined || !not) return item
    return { kind: 'not', item, span: { start: first.start, end: item.span?.end ?? token.end } }
  }

  /** The word "and" between two terms says what the space says. */
  #joiner(token: Token): undefined {
    const before = this.#tokens[this.#at - 1]
    this.#at++
    const after = this.#peek()
    const joins = before !== undefined && !['or', 'and', 'open', 'minus'].includes(before.type)
    if (!joins || after === undefined || isNoTerm(after)) {
      this.#missing(
        token,
        'besideAnd',
        'A term is missing beside this "and"; the word itself is written "and" in quotation marks',
      )
    }
  }

  #primary(token: Token): Query | undefined {
    this.#at++
    if (token.type === 'open') return this.#group(token)
    if (token.type !== 'term' && token.type !== 'text') return undefined
    this.#terms++
    const { termsMax } = QUERY_LIMITS
    if (this.#terms > termsMax) {
      const message = `The filter has more than ${termsMax} terms`
      if (this.#terms === termsMax + 1) {
        const params = { max: termsMax }
        this.#complainAt(token, { code: 'QUERY_TOO_MANY_TERMS', message, params })
      }
      return undefined
    }
    return token.type === 'term' ? this.#term(token) : this.#text(token)
  }

  #group(open: Token): Query | undefined {
    if (this.#take('close') !== undefined) {
      return this.#missing(
        open,
        'inParentheses',
        'These parentheses are empty; a text with parentheses is written in quotation marks',
      )
    }
    const query = this.#alternatives()
    const close = this.#take('close')
    if (close === undefined) {
      const message = 'This parenthesis is not closed'
      this.#complainAt(open, { code: 'QUERY_UNBALANCED_PARENTHESIS', message, params: { what: 'open' } })
    }
    return { ...query, span: { start: open.start, end: close?.end ?? this.#length } }
  }

  #term(token: TermToken): Query | undefined {
    const { start, end, values } = token
    const field = findField(token.name)
    if (field === undefined) {
      const suggestion = suggestField(token.name)
      const message = `There is no field "${shown(token.name)}". To search for this as text, write it in quotation marks`
      return this.#complain(start, token.colon, {
        code: 'QUERY_UNKNOWN_FIELD',
        message,
        params: { name: shown(token.name) },
        ...given(suggestion),
      })
    }
    const max = field.kind === 'time' ? 1 : QUERY_LIMITS.valuesMax
    const extra = values[max]
    if (extra !== undefined) {
      const message = `"${field.name}" takes at most ${max} ${max === 1 ? 'value' : 'values'}`
      const params = { field: field.name, max }
      this.#complain(extra.start - 1, end, { code: 'QUERY_TOO_MANY_VALUES', message, params })
    }
    const read = values.slice(0, max).flatMap(raw => {
      const reading = readValue(field.name, valueOf(raw))
      if (reading.ok) return [{ ...reading.value, span: spanOf(raw) }]
      this.#complain(isMissing(raw) ? raw.start - 1 : raw.start, raw.end, reading)
      return []
    })
    return read.length === 0
      ? undefined
      : { kind: 'term', field: field.name, values: read, span: { start, end } }
  }

  #text(token: TextToken): Query | undefined {
    const reading = readSearch(valueOf(token))
    if (!reading.ok) return this.#complainAt(token, reading)
    return { kind: 'text', ...reading.value, span: spanOf(token) }
  }

  /** Recursion goes as deep as the parentheses do, so their depth is known before. */
  #isTooDeep(): boolean {
    let depth = 0
    for (const token of this.#tokens) {
      if (token.type === 'close') depth = Math.max(0, depth - 1)
      if (token.type === 'open' && ++depth > QUERY_LIMITS.depthMax) {
        const message = `More than ${QUERY_LIMITS.depthMax} parentheses stand inside each other`
        this.#complainAt(token, { code: 'QUERY_TOO_DEEP', message, params: { max: QUERY_LIMITS.depthMax } })
        return true
      }
    }
    return false
  }

  #missing(token: Token, where: string, message: string): undefined {
    return this.#complainAt(token, { code: 'QUERY_MISSING_TERM', message, params: { where } })
  }

  #complainAt(token: Token, complaint: Complaint): undefined {
    return this.#complain(token.start, token.end, complaint)
  }

  #complain(start: number, end: number, complaint: Complaint): undefined {
    this.problems.push(placed(complaint, start, end))
    return undefined
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++]
  }

  #take(type: Token['type']): Token | undefined {
    const token = this.#peek()
    if (token?.type !== type) return undefined
    this.#at++
    return token
  }
}

function all(items: Query[]): Query {
  return items.length === 1 ? (items[0] as Query) : { kind: 'and', items }
}

function isNoTerm(token: Token): boolean {
  return token.type === 'close' || token.type === 'or' || token.type === 'and'
}

function isMissing(raw: RawValue): boolean {
  return raw.text === '' && raw.exact !== true
}

function valueOf({ text, exact }: RawValue): Value {
  return exact === true ? { text, exact } : { text }
}

function spanOf({ start, end }: RawValue): { start: number; end: number } {
  return { start, end }
}

function given(suggestion: string | undefined): { suggestion?: string } {
  return suggestion === undefined ? {} : { suggestion }
}
