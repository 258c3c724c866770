/** Where an entity's history begins: find it by name or id, or go back to one that was opened lately. */
import '../../styles/entities.css'

import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useState } from 'react'

import { RESULTS_ID } from '../../components/focus-results.ts'
import { ErrorState } from '../../components/states.tsx'
import { Text } from '../../components/text.tsx'
import { useTitle } from '../../components/use-title.ts'
import { useT } from '../../i18n/use-t.ts'
import { search } from '../../state/links.ts'
import { recentEntities } from '../../state/recent.ts'
import type { SearchParams } from '../../state/url.ts'
import { useShownTime } from '../../time/use-shown-time.ts'
import { useChangedEntities, useFoundEntities } from './use-found.ts'

export function EntitiesPage() {
  const t = useT()
  const times = useShownTime()
  const params: SearchParams = useSearch({ strict: false })
  const navigate = useNavigate()
  const typed = params['find']?.[0] ?? ''
  const found = useFoundEntities(typed)
  const [recent] = useState(() => recentEntities(localStorage))
  useTitle(t('entities.title'))
  return (
    <main className="sheet entities">
      <div className="report-head">
        <h1>{t('entities.title')}</h1>
      </div>
      <div className="entities-body" id={RESULTS_ID} tabIndex={-1}>
        <label className="find-field">
          <Search size={16} aria-hidden />
          <input
            type="search"
            autoFocus
            value={typed}
            placeholder={t('entities.find')}
            aria-label={t('entities.find')}
            onChange={event =>
              void navigate({ to: '.', search: search({ find: event.target.value }), replace: true })
            }
          />
        </label>
        {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {typed.trim() !== '' && found.data && (
          <section aria-busy={found.isPlaceholderData || undefined}>
            <h2>
              <span role="status">
                {found.data.length === 0 ? t('entities.none') : t('entities.found', { n: found.data.length })}
              </span>
            </h2>
            {found.data.length === 0 && <p className="quiet">{t('entities.noneHint')}</p>}
            <EntityList
              entities={found.data.map(one => ({ ...one, note: times.relative(Date.parse(one.lastSeen)) }))}
            />
          </section>
        )}
        {typed.trim() === '' && (
          <>
            <section>
              <h2>{t('entities.recent')}</h2>
              {recent.length === 0 && <p className="quiet">{t('entities.noRecent')}</p>}
              <EntityList entities={recent.map(one => ({ ...one, note: times.relative(one.at) }))} />
            </section>
            <ChangedLately />
          </>
        )}
      </div>
    </main>
  )
}

/** A way in for whoever has nothing to type yet. It is no reason to trouble anybody when it cannot be read. */
function ChangedLately() {
  const t = useT()
  const times = useShownTime()
  const { data = [] } = useChangedEntities()
  if (data.length === 0) return null
  return (
    <section>
      <h2>{t('entities.changed')}</h2>
      <EntityList entities={data.map(one => ({ ...one, note: times.relative(Date.parse(one.lastSeen)) }))} />
    </section>
  )
}

interface Listed {
  type: string
  id: string
  name?: string
  note: string
}

function EntityList({ entities }: { entities: readonly Listed[] }) {
  return (
    <ul className="entity-list">
      {entities.map(({ type, id, name, note }) => (
        <li key={JSON.stringify([type, id])}>
          <Link to="/entities/$type/$id" params={{ type, id }}>
            <span className="badge">
              <Text>{type}</Text>
            </span>
            <b>
              <Text>{name ?? id}</Text>
            </b>
            {name !== undefined && <Text className="mono quiet">{id}</Text>}
            <span className="grow" />
            <span className="quiet">{note}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
