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
  message: string
  /** What to write in place of the text from `start` to `end`. */
  suggestion?: string
}

/** A problem before its place is known. */
export interface Complaint {
  code: QueryProblemCode
  message: string
  suggestion?: string
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
