/** The attributes of an entity at the chosen moment, each with who set it and when. What was set at that moment stands out. */
import type { AttributeState, EntityState } from '../../api/entities.ts'
import { actorName, Avatar } from '../../components/actor.tsx'
import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import { valueText } from '../../text/value.ts'
import { visible } from '../../text/visible.ts'
import type { ShownTime } from '../../time/use-shown-time.ts'
import type { Place } from './travel.ts'

export interface BlameProps {
  state: EntityState
  place: Place
  /** The moment whose attributes stand out. */
  hot: number | undefined
  busy: boolean
  times: ShownTime
  onTravel: (place: Place) => void
}

export function Blame({ state, place, hot, busy, times, onTravel }: BlameProps) {
  const t = useT()
  if (state.status === 'unavailable')
    return <p className="blame-none quiet">{t('entity.statusHint.unavailable')}</p>
  return (
    <>
      {state.exists === false && (
        <p className="blame-none">{place === undefined ? t('entity.deleted') : t('entity.notYet')}</p>
      )}
      {state.attributes.length === 0 && state.exists !== false && (
        <p className="blame-none quiet">{t('entity.nothingSet')}</p>
      )}
      {state.attributes.length > 0 && (
        <table className="blame-table" aria-busy={busy || undefined}>
          <thead>
            <tr>
              <th scope="col">{t('entity.attribute')}</th>
              <th scope="col">{t('entity.value')}</th>
              <th scope="col">{t('entity.setBy')}</th>
            </tr>
          </thead>
          <tbody>
            {state.attributes.map(one => (
              <Row key={one.attribute} one={one} hot={hot} times={times} onTravel={onTravel} />
            ))}
          </tbody>
        </table>
      )}
      {state.attributesTotal > state.attributes.length && (
        <p className="blame-none quiet">
          {t('entity.attributesCut', { n: state.attributes.length, total: state.attributesTotal })}
        </p>
      )}
    </>
  )
}

type RowProps = Pick<BlameProps, 'hot' | 'times' | 'onTravel'> & { one: AttributeState }

function Row({ one: { attribute, value, set }, hot, times, onTravel }: RowProps) {
  const t = useT()
  const at = Date.parse(set.occurredAt)
  const name = actorName(set.actor)
  const time = times.stamp(at)
  return (
    <tr data-hot={at === hot || undefined}>
      <th scope="row">
        <Text className="mono">{attribute}</Text>
      </th>
      <td>
        <BlameValue value={value} />
      </td>
      <td>
        <button
          type="button"
          className="setter"
          title={`${visible(name)} · ${visible(set.activity)} · ${time}`}
          onClick={() => onTravel(at)}
        >
          <Avatar name={name} type={set.actor.type} />
          <Text>{name}</Text>
          <span className="hidden">{t('entity.travelTo', { time })}</span>
          {set.how !== 'changed' && (
            <span className="tag" title={t(set.how === 'seen' ? 'entity.seenHint' : 'entity.derivedHint')}>
              {t(`entity.${set.how}`)}
            </span>
          )}
          <span className="quiet">{times.relative(at)}</span>
        </button>
      </td>
    </tr>
  )
}

function BlameValue({ value }: { value: AttributeState['value'] }) {
  return <Text>{valueText(value)}</Text>
}
