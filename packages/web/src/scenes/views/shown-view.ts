/** A view as the app shows it, wherever it comes from: saved by this reader, shared by another, or built in. */
import { findLayout, isReportId, parseQuery, termsOf, type ReportId } from '@daybook/query'

import type { View } from '../../api/views.ts'
import { parseState, printState, type ReportState } from '../../state/report-state.ts'
import { parseSearch, printSearch } from '../../state/url.ts'

export const VIEW_KINDS = ['mine', 'shared', 'built-in'] as const
export type ViewKind = (typeof VIEW_KINDS)[number]

export interface ShownView {
  id: string
  name: string
  kind: ViewKind
  /** The report whose page shows it. */
  report: ReportId
  /** What stands behind the `?` of its address. */
  query: string
  /** A built-in layout's vendor. */
  vendor?: string
  /** Of a built-in layout. */
  columns?: number
  /** As the API keeps it, unless it is built in. */
  saved?: View
}

/** A saved view may name a layout as its report: it is shown by the layout's base. */
export function shownView(view: View): ShownView {
  const layout = findLayout(view.report)
  const { state } = parseState(parseSearch(view.query))
  return {
    id: view.id,
    name: view.name,
    kind: view.mine ? 'mine' : 'shared',
    report: layout?.base ?? (isReportId(view.report) ? view.report : 'activity'),
    query: textOf(layout === undefined ? state : { ...state, layout: layout.id }),
    saved: view,
  }
}

/** What a view stores of a state, in one spelling: not the open event, not which view it is. */
export function textOf(state: ReportState): string {
  const { open: _open, view: _view, ...kept } = state
  return printSearch(printState(kept)).slice(1)
}

/** Whether a state is that of the view, however its address is spelled. */
export const isSame = (view: Pick<ShownView, 'query'>, state: ReportState): boolean =>
  textOf(parseState(parseSearch(view.query)).state) === textOf(state)

export interface ViewFacts {
  /** The parts of its filter. */
  chips: { text: string; not: boolean }[]
  groups: string[]
  state: ReportState
}

/** What a card says about a view. */
export function factsOf({ query }: Pick<ShownView, 'query'>): ViewFacts {
  const { state } = parseState(parseSearch(query))
  const chips = termsOf(parseQuery(state.q).query).map(({ text, not }) => ({ text, not }))
  return { chips, groups: state.groups, state }
}
