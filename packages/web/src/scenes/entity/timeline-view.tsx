/**
 * The timeline of an entity, newest first, day by day, each entry with what it changed.
 * What lies after the chosen moment is dimmed; older pages come as the reader scrolls or travels to them.
 */
import { Link } from '@tanstack/react-router'
import { PanelRightOpen } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'

import type { EntityKey, HistoryRow } from '../../api/entities.ts'
import { actorName, Avatar } from '../../components/actor.tsx'
import { Mark, OutcomeLabel } from '../../components/mark.tsx'
import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import { byActor, search } from '../../state/links.ts'
import type { ShownTime } from '../../time/use-shown-time.ts'
import { visible } from '../../text/visible.ts'
import { Differences } from '../entry/differences.tsx'
import { timelineOf } from './timeline.ts'
import type { Place } from './travel.ts'

/** A folded run shows this many of its lines. */
const RUN_LINES_MAX = 2

export interface TimelineViewProps {
  entity: EntityKey
  rows: readonly HistoryRow[]
  place: Place
  hot: number | undefined
  times: ShownTime
  open: string | undefined
  onTravel: (place: Place) => void
  onOpen: (id: string) => void
}

export function TimelineView(props: TimelineViewProps) {
  const { rows, times, hot } = props
  const days = useMemo(() => timelineOf(rows, instant => times.day(Date.parse(instant))), [rows, times])
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Travelling brings the moment into view; the first look stays at the top.
    if (props.place !== undefined)
      list.current?.querySelector('[data-at]')?.scrollIntoView({ block: 'nearest' })
  }, [props.place, hot, rows])
  return (
    <div className="timeline" ref={list}>
      {days.map(({ day, items }) => (
        <section className="timeline-day" key={day}>
          <h3>{day}</h3>
          {items.map(item =>
            item.kind === 'entry' ? (
              <Entry key={item.row.id} row={item.row} {...props} />
            ) : (
              <QuietRun key={item.rows[0]?.id} run={item.rows} {...props} />
            ),
          )}
        </section>
      ))}
    </div>
  )
}

function Entry({ row, ...props }: TimelineViewProps & { row: HistoryRow }) {
  const t = useT()
  const { entity, place, hot, times, open, onTravel, onOpen } = props
  const at = Date.parse(row.occurredAt)
  const name = actorName(row.actor)
  const isAbout = row.roles.some(role => role.as === 'entity')
  const { accessMethod, ip } = row.origin ?? {}
  return (
    <article
      className="timeline-entry"
      data-at={at === hot || undefined}
      data-later={(place !== undefined && at > place) || undefined}
      data-open={open === row.id || undefined}
    >
      <Avatar name={name} type={row.actor.type} large />
      <div className="timeline-body">
        <p className="timeline-line">
          <Link to="/activity" search={search({ q: byActor(row.actor), r: 'all' })} className="actor-link">
            <Text title={t('entity.actorLink', { name: visible(name) })}>{name}</Text>
          </Link>
          <span className="timeline-verb">
            <Mark category={row.category} />
            <Text>{row.activity}</Text>
          </span>
          {row.outcome === 'FAILURE' && <OutcomeLabel outcome={row.outcome} />}
          {accessMethod !== undefined && (
            <span className="quiet via">
              <Text>
                {[t('entity.via', { method: visible(accessMethod) }), ip].filter(Boolean).join(' · ')}
              </Text>
            </span>
          )}
          <span className="grow" />
          <button
            type="button"
            className="mono timeline-time"
            title={`${times.full(at)} · ${times.relative(at)}`}
            aria-label={t('entity.travelTo', { time: times.stamp(at) })}
            onClick={() => onTravel(at)}
          >
            {times.time(at)}
          </button>
          <button
            type="button"
            className="icon-button"
            data-small
            aria-label={t('entity.open', { time: times.stamp(at) })}
            title={t('entity.open', { time: times.stamp(at) })}
            onClick={() => onOpen(row.id)}
          >
            <PanelRightOpen size={14} aria-hidden />
          </button>
        </p>
        {!isAbout && <AsRelated row={row} />}
        {row.comment !== undefined && (
          <p className="timeline-comment">
            <Text wrap>{row.comment}</Text>
          </p>
        )}
        {row.derived === true && (
          <p>
            <span className="tag" title={t('entity.derivedHint')}>
              {t('entity.derivedChanges')}
            </span>
          </p>
        )}
        {isAbout && (row.changes ?? []).length > 0 && (
          <Differences eventId={row.derived === true ? undefined : row.id} changes={row.changes ?? []} />
        )}
        {row.omitted !== undefined && <p className="quiet">{t('entity.omitted', { n: row.omitted })}</p>}
        <Others row={row} entity={entity} />
      </div>
    </article>
  )
}

/** The entry is about another entity and only names this one. */
function AsRelated({ row }: { row: HistoryRow }) {
  const t = useT()
  const role = row.roles.find(one => one.role !== undefined)?.role
  return (
    <p className="timeline-related">
      <span className="tag">
        {role === undefined ? t('entity.asRelated') : t('entity.asRole', { role: visible(role) })}
      </span>
      <span className="quiet">{t('entity.about')}</span>
      <EntityLink entity={row.entity} />
    </p>
  )
}

/** The other entities that an entry names. */
function Others({ row, entity }: { row: HistoryRow; entity: EntityKey }) {
  const others = (row.related ?? []).filter(one => one.id !== entity.id || one.type !== entity.type)
  if (others.length === 0) return null
  return (
    <p className="timeline-related">
      {others.map((one, at) => (
        <span key={at}>
          {one.role !== undefined && <Text className="quiet">{`${one.role} `}</Text>}
          <EntityLink entity={one} />
        </span>
      ))}
    </p>
  )
}

export function EntityLink({
  entity: { type, id, name },
}: {
  entity: { type: string; id?: string; name?: string }
}) {
  const t = useT()
  const shown = name ?? id ?? ''
  if (id === undefined || id === '') return <Text>{`${type} ${shown}`}</Text>
  return (
    <Link to="/entities/$type/$id" params={{ type, id }} className="link entity-link">
      <Text title={t('entity.entityLink', { name: visible(shown) })}>{`${type} ${shown}`}</Text>
    </Link>
  )
}

/** Reads and sign-ins one after the other, in a line each; many of them are folded. */
function QuietRun({ run, ...props }: TimelineViewProps & { run: readonly HistoryRow[] }) {
  const t = useT()
  const [unfolded, setUnfolded] = useState(false)
  const folds = run.length > RUN_LINES_MAX + 1
  const shown = folds && !unfolded ? run.slice(0, RUN_LINES_MAX) : run
  return (
    <div className="quiet-run">
      {shown.map(row => (
        <QuietLine key={row.id} row={row} {...props} />
      ))}
      {folds && (
        <button
          type="button"
          className="link"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(value => !value)}
        >
          {unfolded ? t('entity.fewer') : t('entity.more', { n: run.length - RUN_LINES_MAX })}
        </button>
      )}
    </div>
  )
}

function QuietLine({ row, place, times, open, onOpen }: TimelineViewProps & { row: HistoryRow }) {
  const t = useT()
  const at = Date.parse(row.occurredAt)
  return (
    <p
      className="quiet-line"
      data-later={(place !== undefined && at > place) || undefined}
      data-open={open === row.id || undefined}
    >
      <Mark category={row.category} />
      <Text>{actorName(row.actor)}</Text>
      <Text className="quiet">{row.activity}</Text>
      {row.outcome === 'FAILURE' && <OutcomeLabel outcome={row.outcome} />}
      <span className="grow" />
      <button
        type="button"
        className="mono timeline-time"
        title={`${times.full(at)} · ${times.relative(at)}`}
        aria-label={t('entity.open', { time: times.stamp(at) })}
        onClick={() => onOpen(row.id)}
      >
        {times.time(at)}
      </button>
    </p>
  )
}
