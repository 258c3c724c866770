/** The attributes with their heading: how many there are, and how far they can be trusted. */
import type { EntityKey } from '../../api/entities.ts'
import { ErrorState } from '../../components/states.tsx'
import { useT } from '../../i18n/use-t.ts'
import type { ShownTime } from '../../time/use-shown-time.ts'
import { Blame } from './blame.tsx'
import { Honesty } from './honesty.tsx'
import type { Place } from './travel.ts'
import type { useEntityState } from './use-entity.ts'

export interface BlameSectionProps {
  entity: EntityKey
  state: ReturnType<typeof useEntityState>
  place: Place
  hot: number | undefined
  times: ShownTime
  onTravel: (place: Place) => void
  onOpen: (id: string) => void
}

export function BlameSection({ entity, state, place, hot, times, onTravel, onOpen }: BlameSectionProps) {
  const t = useT()
  return (
    <section className="blame" aria-label={t('entity.blameLabel')}>
      <div className="entity-section-head">
        <h2>{t('entity.attributes')}</h2>
        {state.data && (
          <>
            <span className="quiet">{state.data.attributesTotal}</span>
            <Honesty state={state.data} timeLabel={times.stamp} onOpen={onOpen} />
          </>
        )}
      </div>
      {state.isError ? (
        <ErrorState error={state.error} onRetry={() => void state.refetch()} />
      ) : (
        state.data && (
          <Blame
            entity={entity}
            state={state.data}
            place={place}
            hot={hot}
            busy={state.isPlaceholderData}
            times={times}
            onTravel={onTravel}
          />
        )
      )}
    </section>
  )
}
