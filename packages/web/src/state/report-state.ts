/**
 * What a reader has asked of a report, as a value and as a URL query. The URL is the state.
 * parse(print(state)) is the state again; what a URL says that we do not understand is named, never guessed.
 */
import { findZone } from '@daybook/query'

import type { ZoneChoice } from '../time/clock.ts'
import { DEFAULT_PRESET, isPreset, parseInstant, printInstant, type RangeChoice } from './range.ts'
import type { SearchParams } from './url.ts'

/** One column of an order. */
export interface SortKey {
  column: string
  descending: boolean
}

export interface ReportState {
  /** r, or from and to */
  range: RangeChoice
  /** q: a text of the filter language, as it was written */
  q: string
  /** s: empty = newest first */
  sort: SortKey[]
  /** g: columns to group by, outermost first */
  groups: string[]
  /** cols: shown columns in their order; absent = those of the report's definition */
  columns?: string[]
  /** tz */
  zone: ZoneChoice
  /** layout: id of a vendor's layout whose columns are shown */
  layout?: string
  /** view: id of the saved view that the state began with */
  view?: string
  /** ev: id of the event whose panel is open */
  open?: string
}

export const EMPTY: ReportState = {
  range: { preset: DEFAULT_PRESET },
  q: '',
  sort: [],
  groups: [],
  zone: 'UTC',
}

const OWN = new Set(['r', 'from', 'to', 'q', 's', 'g', 'cols', 'tz', 'layout', 'view', 'ev'])

export function parseState(params: SearchParams): { state: ReportState; ignored: string[] } {
  const ignored = Object.keys(params).filter(name => !OWN.has(name))
  const state: ReportState = {
    range: parseRange(params, ignored),
    q: params['q']?.[0] ?? '',
    sort: parseSort(params['s']?.[0]),
    groups: parseList(params['g']?.[0]),
    zone: parseZone(params['tz']?.[0], ignored),
  }
  const columns = parseList(params['cols']?.[0])
  if (columns.length > 0) state.columns = columns
  const layout = params['layout']?.[0]
  if (layout) state.layout = layout
  const view = params['view']?.[0]
  if (view) state.view = view
  const open = params['ev']?.[0]
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
  if (state.q !== '') params['q'] = [state.q]
  if (state.sort.length > 0) params['s'] = [printSort(state.sort)]
  if (state.groups.length > 0) params['g'] = [printList(state.groups)]
  if (state.columns !== undefined && state.columns.length > 0) params['cols'] = [printList(state.columns)]
  if (state.zone !== 'UTC') params['tz'] = [state.zone]
  if (state.layout !== undefined) params['layout'] = [state.layout]
  if (state.view !== undefined) params['view'] = [state.view]
  if (state.open !== undefined) params['ev'] = [state.open]
  return params
}

/** `actor,-occurredAt`, as the API reads it too. */
export const printSort = (sort: readonly SortKey[]): string =>
  printList(sort.map(({ column, descending }) => (descending ? '-' : '') + column))

function parseSort(text: string | undefined): SortKey[] {
  return parseList(text).map(written => {
    const descending = written.startsWith('-')
    return { column: descending ? written.slice(1) : written, descending }
  })
}

/** Names joined by commas; a comma or percent sign inside of one is escaped. */
const printList = (names: readonly string[]): string =>
  names.map(name => name.replaceAll(/[%,]/g, char => (char === ',' ? '%2C' : '%25'))).join(',')

function parseList(text: string | undefined): string[] {
  if (text === undefined || text === '') return []
  const names = text
    .split(',')
    .map(name => name.replaceAll(/%2C|%25/gi, code => (code === '%25' ? '%' : ',')))
  return [...new Set(names)].filter(name => name !== '')
}

function parseZone(zone: string | undefined, ignored: string[]): ZoneChoice {
  if (zone === undefined || zone === 'UTC') return 'UTC'
  if (zone === 'local' || findZone(zone) !== undefined) return zone
  ignored.push('tz')
  return 'UTC'
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
