/** The top of an entry: what happened in a sentence, its outcome, when on every clock, and where to go from here. */
import { Link } from '@tanstack/react-router'
import { ArrowUpRight, History } from 'lucide-react'

import type { Entry } from '../../api/types.ts'
import { useEditLink } from '../../api/use-catalog.ts'
import { actorName, Avatar } from '../../components/actor.tsx'
import { Mark, OutcomeLabel } from '../../components/mark.tsx'
import { Text } from '../../components/text.tsx'
import { clockLabel } from '../../components/time.tsx'
import { useT } from '../../i18n/use-t.ts'
import { fullOn, offsetLabel } from '../../time/clock.ts'
import { useClocks } from '../../time/use-clock.ts'
import { useShownTime } from '../../time/use-shown-time.ts'
import { clip, visible } from '../../text/visible.ts'

/** The details have the whole name. */
const THING_CHARS_MAX = 140

export function EntrySummary({ entry }: { entry: Entry }) {
  const name = actorName(entry.actor)
  return (
    <div className="panel-summary">
      <div className="panel-title">
        <Avatar name={name} type={entry.actor.type} large />
        <div>
          <h2>
            <Sentence entry={entry} />
          </h2>
          <small className="panel-activity">
            <Mark category={entry.category} />
            <Text wrap>{`${entry.activity} · ${entry.application}`}</Text>
          </small>
        </div>
      </div>
      <Clocks entry={entry} />
      {entry.outcomeReason !== undefined && (
        <p className="reason" data-outcome={entry.outcome}>
          <Text wrap>{entry.outcomeReason}</Text>
        </p>
      )}
      <WaysOn entry={entry} />
    </div>
  )
}

function Sentence({ entry }: { entry: Entry }) {
  const t = useT()
  const { actor, entity, category, outcome } = entry
  const isOneself = entity.id === actor.id
  const thing = entity.name ?? entity.id
  const { impersonator } = actor
  return (
    <>
      {t.rich(`panel.sentence.${category}`, {
        outcome,
        self: isOneself ? 'yes' : 'no',
        actor: () => (
          <b>
            <Text wrap>{actorName(actor)}</Text>
          </b>
        ),
        thing: () => (
          <>
            <Text wrap>{entity.type}</Text>
            {thing !== undefined && (
              <>
                {' '}
                <b>
                  <Text wrap>{clip(thing, THING_CHARS_MAX)}</Text>
                </b>
              </>
            )}
          </>
        ),
      })}
      {impersonator && (
        <small className="tag">
          <Text>{t('grid.impersonatedBy', { name: visible(actorName(impersonator)) })}</Text>
        </small>
      )}
    </>
  )
}

/** UTC, the tenant's clock and the reader's, each once, and how long ago. */
function Clocks({ entry }: { entry: Entry }) {
  const t = useT()
  const times = useShownTime()
  const { clocks, tenantZone } = useClocks()
  const at = Date.parse(entry.occurredAt)
  if (!Number.isFinite(at)) return <Text>{entry.occurredAt}</Text>
  return (
    <div className="panel-times">
      <OutcomeLabel outcome={entry.outcome} />
      {clocks.map(clock => (
        <span
          key={clock.zone.name}
          title={clockLabel(t, clock, tenantZone, at)}
          dir="ltr"
          data-shown={clock.zone.name === times.clock.zone.name || undefined}
        >
          {fullOn(clock, at)} <b>{offsetLabel(clock, at)}</b>
        </span>
      ))}
      <span className="quiet">{times.relative(at)}</span>
    </div>
  )
}

function WaysOn({ entry: { application, entity } }: { entry: Entry }) {
  const t = useT()
  const editLink = useEditLink(application, entity)
  const { type, id } = entity
  if (editLink === undefined && (id === undefined || id === '')) return null
  return (
    <div className="panel-ways">
      {editLink !== undefined && (
        <a
          className="button"
          href={editLink}
          target="_blank"
          rel="noopener noreferrer"
          title={t('entity.editHint', { url: editLink })}
        >
          {t('panel.openIn', { type: visible(type), application: visible(application) })}
          <ArrowUpRight size={14} aria-hidden />
        </a>
      )}
      {id !== undefined && id !== '' && (
        <Link to="/entities/$type/$id" params={{ type, id }} className="button">
          <History size={14} aria-hidden />
          {t('panel.history')}
        </Link>
      )}
    </div>
  )
}
