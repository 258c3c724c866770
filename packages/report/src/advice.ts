/**
 * What to narrow when a question took more time or memory than one question may.
 * The limits themselves are the engine's (`settings.ts`); here a refused question learns how to be asked.
 */

import { isEverything, type Query } from '@daybook/query'

import { REPORT_ERRORS, ReportError, type Advice } from './errors.ts'
import type { RowsRequest } from './types.ts'

const DAY = 86_400_000

type AnyRequest = Pick<RowsRequest, 'from' | 'to' | 'q'> & {
  sort?: RowsRequest['sort'] | string
  by?: string | undefined
}

/** Passes the answer on; a refusal for its cost says what to narrow. */
export async function withAdvice<T>(request: AnyRequest, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!isPlainRefusal(error)) throw error
    const { text } = REPORT_ERRORS.QUERY_TOO_EXPENSIVE
    const advice = adviceFor(request)
    const said = advice.map(sentenceOf).join(', or ')
    throw new ReportError('QUERY_TOO_EXPENSIVE', `${text}: ${said}`, error.cause, advice)
  }
}

export function adviceFor(request: AnyRequest): Advice[] {
  const { from, to, q, sort = [], by } = request
  const sorted = typeof sort !== 'string' && sort.length > 0
  const bounded = from !== undefined && to !== undefined
  const days = bounded ? Math.max(1, Math.round((to - from) / DAY)) : undefined
  return [
    days === undefined ? { code: 'SOME_TIME' } : { code: 'FEWER_DAYS', days },
    ...(q !== undefined && searchesPatterns(q) ? [{ code: 'WHOLE_WORDS' } as const] : []),
    ...(by === undefined ? [] : [{ code: 'FEWER_VALUES', by } as const]),
    ...(sorted ? [{ code: 'TIME_ORDER' } as const] : []),
    ...(q === undefined || isEverything(q) ? [{ code: 'A_FILTER' } as const] : []),
  ]
}

function sentenceOf(advice: Advice): string {
  switch (advice.code) {
    case 'FEWER_DAYS':
      return `ask for less than ${advice.days} days`
    case 'SOME_TIME':
      return 'ask for a stretch of time (from and to)'
    case 'WHOLE_WORDS':
      return 'search for whole words, which the index knows, instead of * and phrases'
    case 'FEWER_VALUES':
      return `choose a group of fewer values before "${advice.by}"`
    case 'TIME_ORDER':
      return 'keep the order of time'
    case 'A_FILTER':
      return 'add a filter'
  }
}

/** One that has no words of its own yet. */
function isPlainRefusal(error: unknown): error is ReportError {
  return (
    error instanceof ReportError &&
    error.code === 'QUERY_TOO_EXPENSIVE' &&
    error.message === REPORT_ERRORS.QUERY_TOO_EXPENSIVE.text
  )
}

function searchesPatterns(query: Query): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.items.some(searchesPatterns)
    case 'not':
      return searchesPatterns(query.item)
    case 'text':
      return query.exact === true || query.text.includes('*')
    case 'term':
      return query.values.some(value => value.exact !== true && value.text.includes('*'))
  }
}
