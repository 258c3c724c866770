/**
 * The filter panel: what values there are within the rest of the filter, and how many of each.
 * A chosen value stays in sight even when nothing of it is left, so that a choice can always be undone.
 */
import { FIELDS, type Field } from '@daybook/query'
import { Search, X } from 'lucide-react'
import { useState } from 'react'

import type { FacetValue, Summary } from '../api/types.ts'
import { messages } from '../messages.ts'
import type { Terms } from '../state/report-state.ts'
import { ABOVE, termOf } from '../state/terms.ts'
import { Facet } from './facet.tsx'

export type Picking = 'only' | 'toggle' | 'exclude'

export interface FacetsProps {
  summary: Summary | undefined
  /** The first summary is on its way. */
  waiting: boolean
  terms: Terms
  busy: boolean
  /** Over the page instead of beside it, on a small screen. */
  shown: boolean
  onClose: () => void
  onPick: (field: Field, value: string, how: Picking) => void
}

export function Facets({ summary, waiting, terms, busy, shown, onClose, onPick }: FacetsProps) {
  const [find, setFind] = useState('')
  return (
    <aside
      className="facets"
      aria-label={messages.report.filters}
      data-busy={busy || undefined}
      data-shown={shown || undefined}
    >
      <label className="facet-find">
        <span className="hidden">{messages.facets.find}</span>
        <Search size={13} aria-hidden />
        <input
          className="field"
          value={find}
          placeholder={messages.facets.find}
          onChange={event => setFind(event.target.value)}
        />
      </label>
      {shown && (
        <button type="button" className="button" onClick={onClose}>
          <X size={14} aria-hidden /> {messages.facets.close}
        </button>
      )}
      <div className="facet-list">
        {summary
          ? FIELDS.map(field => (
              <Facet
                key={field}
                field={field}
                values={withChosen(summary.facets[field] ?? [], terms, field)}
                term={termOf(terms, field)}
                within={within(terms, field)}
                find={find.trim().toLowerCase()}
                onPick={(value, how) => onPick(field, value, how)}
              />
            ))
          : waiting && Array.from({ length: 4 }, (_, at) => <FacetSkeleton key={at} />)}
      </div>
    </aside>
  )
}

function withChosen(values: FacetValue[], terms: Terms, field: Field): FacetValue[] {
  const { only, not } = termOf(terms, field)
  const missing = [...only, ...not].filter(value => !values.some(v => v.value === value))
  return [...values, ...missing.map(value => ({ value, count: 0 }))]
}

function within(terms: Terms, field: Field): string | undefined {
  const above = ABOVE[field]
  const chosen = above ? termOf(terms, above).only : []
  return chosen.length > 0 ? messages.facets.within(chosen.join(', ')) : undefined
}

function FacetSkeleton() {
  return (
    <div className="facet-skeleton" aria-hidden>
      {[46, 92, 80, 67, 54].map(width => (
        <i className="skeleton" key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}
