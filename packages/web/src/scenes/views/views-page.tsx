/** All views: the reader's own, those that others share, and those that come with Daybook. Found by name or by what they ask. */
import '../../styles/views.css'

import { useNavigate, useSearch } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useState } from 'react'

import { RESULTS_ID } from '../../components/focus-results.ts'
import { ErrorState } from '../../components/states.tsx'
import { useTitle } from '../../components/use-title.ts'
import { useT } from '../../i18n/use-t.ts'
import { search } from '../../state/links.ts'
import { openedViews } from '../../state/recent.ts'
import type { SearchParams } from '../../state/url.ts'
import { VIEW_KINDS, type ShownView } from './shown-view.ts'
import { useViewActions } from './view-actions.tsx'
import { ViewCard } from './view-card.tsx'
import { useAllViews, useSavedViews } from './use-views.ts'

export function ViewsPage() {
  const t = useT()
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const find = params['find']?.[0] ?? ''
  const saved = useSavedViews()
  const views = useAllViews().filter(view => fits(view, find))
  const actions = useViewActions()
  const [opened] = useState(() => openedViews(localStorage))
  useTitle(t('views.title'))
  return (
    <main className="sheet">
      <div className="report-head">
        <h1>{t('views.title')}</h1>
        <span className="grow" />
        <label className="find-small">
          <Search size={14} aria-hidden />
          <input
            type="search"
            value={find}
            placeholder={t('views.find')}
            aria-label={t('views.find')}
            onChange={event =>
              void navigate({ to: '.', search: search({ find: event.target.value }), replace: true })
            }
          />
        </label>
      </div>
      <div className="views-body" id={RESULTS_ID} tabIndex={-1}>
        {saved.isError && <ErrorState error={saved.error} onRetry={() => void saved.refetch()} />}
        {VIEW_KINDS.map(kind => {
          const own = views.filter(view => view.kind === kind)
          // An empty part says how it is filled, unless a search emptied it.
          if (own.length === 0 && (find !== '' || kind === 'built-in' || !saved.isSuccess)) return null
          return (
            <section key={kind} aria-labelledby={`views-${kind}`}>
              <h2 id={`views-${kind}`}>
                {t(`views.kinds.${kind}`)} <span className="quiet">{own.length}</span>
              </h2>
              {own.length === 0 && kind !== 'built-in' && <p className="quiet">{t(`views.empty.${kind}`)}</p>}
              <ul className="view-cards">
                {own.map(view => (
                  <ViewCard key={view.id} view={view} openedAt={opened.get(view.id)} actions={actions} />
                ))}
              </ul>
            </section>
          )
        })}
        {views.length === 0 && <p className="quiet">{t('views.noneFits')}</p>}
      </div>
      {actions.dialogs}
    </main>
  )
}

function fits({ name, query, vendor = '' }: ShownView, find: string): boolean {
  const text = `${name} ${query} ${vendor}`.toLowerCase()
  return find
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}
