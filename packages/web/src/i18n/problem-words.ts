/**
 * What went wrong, in the language on the page: by the code that the server sends, with what it names.
 * What no language knows stays in the server's own words.
 */
import type { QueryProblem } from '@daybook/query'

import { ApiError, type ProblemDetails } from '../errors.ts'
import type { T } from './use-t.ts'
import { hasKey } from './words.ts'

/** The two sentences about a failed call: what it is, and what is particular about it. */
export function problemWords(t: T, locale: string, error: unknown): { title: string; detail?: string } {
  if (!(error instanceof ApiError)) return { title: t('states.errorLead') }
  const { problem } = error
  const key = `problems.titles.${problem.code}`
  const title = hasKey(t, key) ? t(key) : problem.title
  const detail = problem.code === 'UNREACHABLE' ? t('states.unreachable') : detailOf(t, locale, problem)
  return detail === undefined ? { title } : { title, detail }
}

function detailOf(t: T, locale: string, { code, detail, params = {}, advice, filter }: ProblemDetails) {
  const [first] = filter ?? []
  if (first !== undefined) return filterProblemWords(t, first)
  const helps = (advice ?? []).flatMap(one => said(t, `problems.advice.${one['code']}`, one) ?? [])
  if (helps.length > 0) {
    const list = new Intl.ListFormat(locale, { type: 'disjunction' }).format(helps)
    return t('problems.advice.lead', { advice: list })
  }
  return said(t, `problems.reasons.${params['reason'] ?? code}`, params) ?? detail
}

/** What is wrong with a filter text. */
export function filterProblemWords(
  t: T,
  { code, message, params }: Pick<QueryProblem, 'code' | 'message' | 'params'>,
): string {
  return said(t, `problems.filter.${code}`, params) ?? message
}

/** Why a file or a delivery failed. What another machine said stands behind our sentence, in parentheses. */
export function failureWords(t: T, { code, detail }: { code: string; detail: string }): string {
  const sentence = said(t, `problems.failures.${code}`, {})
  if (sentence === undefined) return detail
  const theirs = / (\(.+\))$/s.exec(detail)?.[1]
  return theirs === undefined ? sentence : `${sentence} ${theirs}`
}

type Params = Readonly<Record<string, string | number>>

const said = (t: T, key: string, params: Params): string | undefined =>
  hasKey(t, key) ? t(key, params) : undefined
