/**
 * The filter panel: what values there are within the rest of the filter, and how many of each.
 * A chosen value stays in sight even when nothing of it is left, so that a choice can always be undone.
 */
import { FIELDS, type Field, type Query } from '@daybook/query'
import { Search, X } from 'lucide-react'
import { useState } from 'react'

import type { FacetValue, Summary } from '../api/types.ts'
import { useT, type T } from '../i18n/use-t.ts'
import { ABOVE, deniedState, namedValues, stateOf, type Picking } from '../state/picking.ts'
import { Facet } from './facet.tsx'

export interface FacetsProps {
  summary: Summary | undefined
  /** The first summary is on its way. */
  waiting: boolean
  query: Query
  busy: boolean
  /** Over the page instead of beside it, on a small screen. */
  shown: boolean
  onClose: () => void
  /** How much of what failed was denied, once it is counted. */
  denied: number | undefined
  onPick: (field: Field, value: string, how: Picking) => void
  onDenied: (how: Picking) => void
}

export function Facets({
  summary,
  waiting,
  query,
  busy,
  shown,
  denied,
  onClose,
  onPick,
  onDenied,
}: FacetsProps) {
  const t = useT()
  const [find, setFind] = useState('')
  return (
    <aside
      className="facets"
      aria-label={t('report.filters')}
      data-busy={busy || undefined}
      data-shown={shown || undefined}
    >
      <label className="facet-find">
        <span className="hidden">{t('facets.find')}</span>
        <Search size={13} aria-hidden />
        <input
          className="field"
          value={find}
          placeholder={t('facets.find')}
          onChange={event => setFind(event.target.value)}
        />
      </label>
      {shown && (
        <button type="button" className="button" onClick={onClose}>
          <X size={14} aria-hidden /> {t('facets.close')}
        </button>
      )}
      <div className="facet-list">
        {summary
          ? FIELDS.map(field => (
              <Facet
                key={field}
                field={field}
                values={withChosen(summary.facets[field] ?? [], query, field)}
                stateOf={value => stateOf(query, field, value)}
                within={within(t, query, field)}
                find={find.trim().toLowerCase()}
                onPick={(value, how) => onPick(field, value, how)}
                {...(field === 'outcome' && (denied ?? 0) > 0
                  ? { denied: { count: denied ?? 0, state: deniedState(query), onPick: onDenied } }
                  : {})}
              />
            ))
          : waiting && Array.from({ length: 4 }, (_, at) => <FacetSkeleton key={at} />)}
      </div>
    </aside>
  )
}

function withChosen(values: FacetValue[], query: Query, field: Field): FacetValue[] {
  const { only, not } = namedValues(query, field)
  const shown = new Set(values.map(({ value }) => value.toLowerCase()))
  const missing = [...only, ...not].filter(value => !shown.has(value.toLowerCase()))
  return [...values, ...missing.map(value => ({ value, count: 0 }))]
}

function within(t: T, query: Query, field: Field): string | undefined {
  const above = ABOVE[field]
  const chosen = above ? namedValues(query, above).only : []
  return chosen.length > 0 ? t('facets.within', { values: chosen.join(', ') }) : undefined
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
