/**
 * What a reader has asked of a report, as a value and as a URL query. The URL is the state.
 * parse(print(state)) is the state again; what a URL says that we do not understand is named, never guessed.
 */
import { FIELDS, type Field } from '@daybook/query'

import type { Order } from '../api/types.ts'
import { DEFAULT_PRESET, isPreset, parseInstant, printInstant, type RangeChoice } from './range.ts'

/** Values that must (`only`) or must not (`not`) be there. A field without any is absent. */
export interface Term {
  only: string[]
  not: string[]
}
export type Terms = Partial<Record<Field, Term>>

export interface ReportState {
  range: RangeChoice
  terms: Terms
  search: string
  order: Order
  /** Id of the event whose panel is open. */
  open?: string
}

/** The router's form of a query: every parameter with all its values, in order. */
export type SearchParams = Record<string, string[]>

export const EMPTY: ReportState = {
  range: { preset: DEFAULT_PRESET },
  terms: {},
  search: '',
  order: 'newest',
}

const OWN = new Set(['r', 'from', 'to', 'search', 'order', 'event', ...FIELDS, ...FIELDS.map(f => `-${f}`)])

export function parseState(params: SearchParams): { state: ReportState; ignored: string[] } {
  const ignored = Object.keys(params).filter(name => !OWN.has(name))
  const state: ReportState = {
    range: parseRange(params, ignored),
    terms: parseTerms(params),
    search: params['search']?.[0] ?? '',
    order: parseOrder(params, ignored),
  }
  const open = params['event']?.[0]
  if (open) state.open = open
  return { state, ignored }
}

export function printState(state: ReportState): SearchParams {
  const params: SearchParams = {}
  const { range } = state
  if ('preset' in range) {
    if (range.preset !== DEFAULT_PRESET) params['r'] = [range.preset]
  } else {
    if (range.from !== undefined) params['from'] = [printInstant(range.from)]
    if (range.to !== undefined) params['to'] = [printInstant(range.to)]
  }
  Object.assign(params, printTerms(state.terms))
  if (state.search !== '') params['search'] = [state.search]
  if (state.order !== 'newest') params['order'] = [state.order]
  if (state.open !== undefined) params['event'] = [state.open]
  return params
}

/** The filter alone, in the parameter names that the API shares with our URL. */
export function printTerms(terms: Terms): SearchParams {
  const params: SearchParams = {}
  for (const field of FIELDS) {
    const term = terms[field]
    if (term && term.only.length > 0) params[field] = term.only
    if (term && term.not.length > 0) params[`-${field}`] = term.not
  }
  return params
}

function parseTerms(params: SearchParams): Terms {
  const terms: Terms = {}
  for (const field of FIELDS) {
    const only = distinct(params[field])
    const not = distinct(params[`-${field}`])
    if (only.length + not.length > 0) terms[field] = { only, not }
  }
  return terms
}

function parseRange(params: SearchParams, ignored: string[]): RangeChoice {
  const preset = params['r']?.[0]
  const ends: { from?: number; to?: number } = {}
  for (const name of ['from', 'to'] as const) {
    const text = params[name]?.[0]
    if (text === undefined) continue
    const instant = parseInstant(text)
    if (instant === undefined) ignored.push(name)
    else ends[name] = instant
  }
  if (ends.from !== undefined || ends.to !== undefined) return ends
  if (preset === undefined) return EMPTY.range
  if (isPreset(preset)) return { preset }
  ignored.push('r')
  return EMPTY.range
}

function parseOrder(params: SearchParams, ignored: string[]): Order {
  const order = params['order']?.[0]
  if (order === 'oldest') return 'oldest'
  if (order !== undefined && order !== 'newest') ignored.push('order')
  return 'newest'
}

const distinct = (values: string[] | undefined): string[] =>
  [...new Set(values)].filter(value => value !== '')
