/**
 * What the API is asked for a state at a moment.
 * Two states that ask the same give the same string, which is also the key of the answer's cache.
 */
import { resolveRange } from './range.ts'
import { printTerms, type ReportState } from './report-state.ts'
import { printQuery } from './url.ts'

/** A query string without `?`. The open panel is no part of the question. */
export function questionOf(state: ReportState, now: number): string {
  const range = resolveRange(state.range, now)
  return printQuery({
    ...(range.from === undefined ? {} : { from: [new Date(range.from).toISOString()] }),
    ...(range.to === undefined ? {} : { to: [new Date(range.to).toISOString()] }),
    ...printTerms(state.terms),
    ...(state.search.trim() === '' ? {} : { search: [state.search.trim()] }),
    ...(state.order === 'newest' ? {} : { order: [state.order] }),
  }).slice(1)
}
