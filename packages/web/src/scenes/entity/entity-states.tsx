/** What stands in place of an entity's page: nothing known of it, or not there yet. */
import { Link } from '@tanstack/react-router'

import type { EntityKey } from '../../api/entities.ts'
import { EmptyState } from '../../components/states.tsx'
import { useT } from '../../i18n/use-t.ts'
import { search } from '../../state/links.ts'
import { visible } from '../../text/visible.ts'

export function EntityEmpty({ entity }: { entity: EntityKey }) {
  const t = useT()
  const id = visible(entity.id)
  return (
    <EmptyState
      title={t('entity.emptyTitle')}
      actions={
        <Link to="/activity" search={search({ q: JSON.stringify(entity.id), r: 'all' })} className="button">
          {t('entity.searchFor', { id })}
        </Link>
      }
    >
      {t('entity.empty', { type: visible(entity.type), id })}
    </EmptyState>
  )
}

const WIDTHS = ['62%', '88%', '45%', '80%', '70%', '54%', '84%'] as const

export function EntitySkeleton() {
  return (
    <>
      {['blame', 'timeline'].map(part => (
        <div className="entity-skeleton" key={part} aria-busy>
          {WIDTHS.map(width => (
            <i className="skeleton" key={width} style={{ width }} />
          ))}
        </div>
      ))}
    </>
  )
}
