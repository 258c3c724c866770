/**
 * What belongs to an entry: the same correlation, request, session, actor around that time, and instance.
 * Each list has the entries nearest in time; one of them opens here, and all of them open in the Activity report.
 */
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'

import { RELATIONS, type RelatedList, type Relation } from '../../api/entities.ts'
import type { ActivityRow, Entry } from '../../api/types.ts'
import { actorName } from '../../components/actor.tsx'
import { Mark, OutcomeLabel } from '../../components/mark.tsx'
import { ErrorState } from '../../components/states.tsx'
import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import { aboutEntity, byActor, filterText, search } from '../../state/links.ts'
import { useShownTime } from '../../time/use-shown-time.ts'
import type { useRelated } from './use-related.ts'

export interface RelatedProps {
  entry: Entry
  related: ReturnType<typeof useRelated>
  onOpen: (id: string) => void
}

export function Related({ entry, related, onOpen }: RelatedProps) {
  const t = useT()
  if (related.isError) return <ErrorState error={related.error} onRetry={() => void related.refetch()} />
  if (!related.data) return <p className="quiet">{t('panel.lookingForRelated')}</p>
  const lists = RELATIONS.flatMap(relation => {
    const list = related.data.related[relation]
    return list && list.count > 0 ? [{ relation, list }] : []
  })
  if (lists.length === 0) return <p className="quiet">{t('panel.noRelated')}</p>
  return lists.map(({ relation, list }) => (
    <RelatedSection key={relation} relation={relation} list={list} entry={entry} onOpen={onOpen} />
  ))
}

interface SectionProps {
  relation: Relation
  list: RelatedList
  entry: Entry
  onOpen: (id: string) => void
}

function RelatedSection({ relation, list, entry, onOpen }: SectionProps) {
  const t = useT()
  return (
    <section className="related">
      <h3>
        {t(`panel.relations.${relation}`, { minutes: list.minutes ?? 0 })}
        <span className="quiet">{list.count}</span>
        <span className="grow" />
        <Link to="/activity" search={search(reportOf(relation, entry, list.minutes))} className="link">
          {t('panel.showAll')}
          <ArrowRight size={12} aria-hidden />
        </Link>
      </h3>
      <ul>
        {list.rows.map(row => (
          <RelatedRow key={row.id} row={row} at={Date.parse(entry.occurredAt)} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  )
}

function RelatedRow({ row, at, onOpen }: { row: ActivityRow; at: number; onOpen: (id: string) => void }) {
  const times = useShownTime()
  const then = Date.parse(row.occurredAt)
  return (
    <li>
      <button type="button" className="related-row" onClick={() => onOpen(row.id)} title={times.full(then)}>
        <span className="related-time mono">{distance(then - at)}</span>
        <Mark category={row.category} />
        <span className="related-what">
          <Text>{row.activity}</Text>
          <Text className="quiet">{row.entity.name ?? row.entity.id ?? row.entity.type}</Text>
        </span>
        {row.outcome === 'FAILURE' && <OutcomeLabel outcome={row.outcome} />}
        <Text className="quiet related-who">{actorName(row.actor)}</Text>
      </button>
    </li>
  )
}

/** How far a row is from the entry: `−3 s`, `+2 min`, `+4 d`. */
function distance(ms: number): string {
  const sign = ms < 0 ? '−' : '+'
  const size = Math.abs(ms)
  if (size < 1000) return `${sign}${size} ms`
  if (size < 60_000) return `${sign}${Math.round(size / 1000)} s`
  if (size < 3_600_000) return `${sign}${Math.round(size / 60_000)} min`
  return size < 86_400_000
    ? `${sign}${Math.round(size / 3_600_000)} h`
    : `${sign}${Math.round(size / 86_400_000)} d`
}

/** The Activity report that has all of a list. */
function reportOf(relation: Relation, entry: Entry, minutes: number | undefined): Record<string, string> {
  const { actor, correlation, origin, entity } = entry
  const at = Date.parse(entry.occurredAt)
  const around =
    minutes === undefined
      ? { r: 'all' }
      : {
          from: new Date(at - minutes * 60_000).toISOString(),
          to: new Date(at + minutes * 60_000 + 1).toISOString(),
        }
  const q = {
    correlation: () => filterText([['correlation', correlation?.id ?? '']]),
    request: () => filterText([['request', origin?.requestId ?? '']]),
    session: () => filterText([['session', origin?.sessionId ?? '']]),
    actor: () => byActor(actor),
    entity: () => aboutEntity(entity),
  }[relation]()
  return { q, ...around }
}
