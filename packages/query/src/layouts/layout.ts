/**
 * The shape of a vendor's report layout, as data, and what a layout looks like in the list of reports.
 * A layout says where its cells come from and nothing else: rows, filters and paging are those of its base report.
 */

import type { Field } from '../filter.ts'
import { reports, type ColumnKind, type ReportDefinition, type ReportId } from '../reports.ts'
import type { CellTransform } from './present.ts'

export interface LayoutColumn {
  /** The vendor's name of the column, letter by letter. */
  label: string
  kind: ColumnKind
  /** Where the value stands in a row of the base report, as a dotted path. */
  from: string
  /** What is made of it; without one a text stays as it is and anything else becomes JSON. */
  as?: CellTransform
  /** The vendor's word for a value; a value without one stays as it is. For `action` see present.ts. */
  words?: Readonly<Record<string, string>>
  filter?: Field
}

/** A period that the vendor offers by name: `today`, or an ISO 8601 duration that ends now. */
export interface Preset {
  label: string
  span: string
}

export interface Layout {
  id: string
  title: string
  vendor: string
  /** The vendor's page that the layout follows. */
  document: string
  base: ReportId
  columns: readonly LayoutColumn[]
  /** Filters that the page names, in its words. Every filter of the base report works too. */
  filters: readonly { label: string; field: Field }[]
  presets: readonly Preset[]
  defaultSort: 'newest' | 'oldest'
}

export interface LayoutDefinition extends Omit<ReportDefinition, 'id'> {
  id: string
  layout: true
  base: ReportId
  vendor: string
  document: string
  filterLabels: readonly { label: string; field: Field }[]
  presets: readonly Preset[]
}

export function layoutDefinition(layout: Layout): LayoutDefinition {
  const { id, title, vendor, document, base, presets, defaultSort } = layout
  const { grain, filters } = reports[base]
  const columns = layout.columns.map(({ label, kind, from, filter }) => ({
    id: label,
    label,
    kind,
    path: from,
    visible: true,
    ...(filter === undefined ? {} : { filter }),
  }))
  return {
    id,
    title,
    grain,
    columns,
    filters,
    defaultSort,
    layout: true,
    base,
    vendor,
    document,
    filterLabels: layout.filters,
    presets,
  }
}
