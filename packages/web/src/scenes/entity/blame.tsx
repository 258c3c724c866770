/** The attributes of an entity at the chosen moment, each with who set it and when. What was set at that moment stands out. */
import { useState } from 'react'

import { useApi } from '../../api/api-context.ts'
import type { AttributeState, EntityKey, EntityState } from '../../api/entities.ts'
import type { Json } from '../../api/types.ts'
import { actorName, Avatar } from '../../components/actor.tsx'
import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import { valueText } from '../../text/value.ts'
import { visible } from '../../text/visible.ts'
import type { ShownTime } from '../../time/use-shown-time.ts'
import { Revealed, RevealButton } from '../reveal/reveal-button.tsx'
import type { Place } from './travel.ts'

export interface BlameProps {
  entity: EntityKey
  state: EntityState
  place: Place
  /** The moment whose attributes stand out. */
  hot: number | undefined
  busy: boolean
  times: ShownTime
  onTravel: (place: Place) => void
}

export function Blame({ entity, state, place, hot, busy, times, onTravel }: BlameProps) {
  const t = useT()
  const hidden = useHiddenState(entity, place, state.attributes)
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
              <Row
                key={one.attribute}
                one={one}
                hidden={hidden}
                hot={hot}
                times={times}
                onTravel={onTravel}
              />
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

type RowProps = Pick<BlameProps, 'hot' | 'times' | 'onTravel'> & {
  one: AttributeState
  hidden: HiddenState
}

function Row({ one, hidden, hot, times, onTravel }: RowProps) {
  const t = useT()
  const { attribute, set } = one
  const at = Date.parse(set.occurredAt)
  const name = actorName(set.actor)
  const time = times.stamp(at)
  return (
    <tr data-hot={at === hot || undefined}>
      <th scope="row">
        <Text className="mono">{attribute}</Text>
      </th>
      <td>
        <BlameValue one={one} hidden={hidden} />
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

function BlameValue({ one: { attribute, value, masked }, hidden }: Pick<RowProps, 'one' | 'hidden'>) {
  const revealed = masked === true ? hidden.values.get(attribute) : undefined
  return (
    <span className="blame-value">
      <Text>{valueText(revealed ?? value)}</Text>
      {masked === true &&
        (revealed === undefined ? (
          <RevealButton attribute={attribute} attributes={hidden.attributes} onReveal={hidden.reveal} />
        ) : (
          <Revealed onHide={() => hidden.hide(attribute)} />
        ))}
    </span>
  )
}

interface HiddenState {
  /** Attributes that are hidden now. */
  attributes: string[]
  values: ReadonlyMap<string, Json>
  reveal: (reason: string, attributes: readonly string[]) => Promise<void>
  hide: (attribute: string) => void
}

/** What the reader uncovered of the state at one moment; another moment is another question. */
function useHiddenState(entity: EntityKey, place: Place, attributes: readonly AttributeState[]): HiddenState {
  const api = useApi()
  const key = JSON.stringify([entity.type, entity.id, place])
  const [known, setKnown] = useState<{ key: string; values: ReadonlyMap<string, Json> }>()
  const values = known?.key === key ? known.values : new Map<string, Json>()
  return {
    attributes: attributes
      .filter(one => one.masked === true && !values.has(one.attribute))
      .map(one => one.attribute),
    values,
    reveal: async (reason, asked) => {
      const at = place === undefined ? undefined : new Date(place).toISOString()
      const answer = await api.revealState(entity, at, { reason, attributes: asked })
      const found = answer.attributes.map(({ attribute, value }) => [attribute, value] as const)
      setKnown({ key, values: new Map([...values, ...found]) })
    },
    hide: attribute => setKnown({ key, values: new Map([...values].filter(([name]) => name !== attribute)) }),
  }
}
