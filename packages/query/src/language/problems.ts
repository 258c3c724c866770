/**
 * What can be wrong with a text of the filter language, each with its place in the text.
 * A text with a problem is never answered: what was understood of it may be shown, not asked.
 */

import { QueryError, type QueryErrorCode } from '../errors.ts'
import type { Query } from './ast.ts'

export type QueryProblemCode = Extract<QueryErrorCode, `QUERY_${string}`>

export interface QueryProblem {
  code: QueryProblemCode
  /** UTF-16 offset where the wrong part begins. */
  start: number
  /** UTF-16 offset behind the wrong part. */
  end: number
  /** English. */
  message: string
  /** What the message names, for whoever says it in another language. */
  params: ProblemParams
  /** What to write in place of the text from `start` to `end`. */
  suggestion?: string
}

/** Words of a closed list (`where`, `what`, `unit`) tell apart what one code says in several ways. */
export type ProblemParams = Readonly<Record<string, string | number>>

/** A problem before its place is known. */
export interface Complaint {
  code: QueryProblemCode
  message: string
  params?: ProblemParams
  suggestion?: string
}

/** The problem that a complaint is at its place in the text; a part that was made without a text has none. */
export function placed(
  { code, message, params = {}, suggestion }: Complaint,
  start = 0,
  end = start,
): QueryProblem {
  return { code, start, end, message, params, ...(suggestion === undefined ? {} : { suggestion }) }
}

/** The error of a question that cannot be asked: that of its first problem, with all of them. */
export class QueryTextError extends QueryError {
  readonly problems: readonly QueryProblem[]

  constructor(problems: readonly [QueryProblem, ...QueryProblem[]], parameter: string) {
    const [first] = problems
    super(first.code, parameter, first.message, first.suggestion)
    this.name = 'QueryTextError'
    this.problems = problems
  }
}

/** What a parse found: the question, and everything that is wrong with its text. */
export interface ParsedQuery {
  query: Query
  errors: QueryProblem[]
}

/** A piece of the asked text for a message: short, whatever was sent. */
export function shown(text: string): string {
  const SHOWN_MAX = 40
  return text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX).toWellFormed()}…`
}
