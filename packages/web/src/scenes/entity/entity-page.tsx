/**
 * One entity: its attributes with who set each (blame), and everything that happened to it, with travel in time.
 * The address holds all of it: the entity, the moment (`at`), whether reads are shown (`quiet`), the open event (`ev`).
 */
import '../../styles/panel.css'
import '../../styles/entity.css'

import { useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, type KeyboardEvent } from 'react'

import type { EntityGlance, EntityKey } from '../../api/entities.ts'
import { useEditLink } from '../../api/use-catalog.ts'
import { RESULTS_ID } from '../../components/focus-results.ts'
import { ErrorState } from '../../components/states.tsx'
import { useTitle } from '../../components/use-title.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import { rememberEntity } from '../../state/recent.ts'
import { useShownTime } from '../../time/use-shown-time.ts'
import { EntryPanel } from '../entry/entry-panel.tsx'
import { BlameSection } from './blame-section.tsx'
import { EntityHead } from './entity-head.tsx'
import { EntityEmpty, EntitySkeleton } from './entity-states.tsx'
import { WITHOUT_QUIET } from './timeline.ts'
import { TimelineSection } from './timeline-section.tsx'
import { TravelTrack } from './travel-track.tsx'
import { momentsOf, stepped, type Place } from './travel.ts'
import { useEntityAddress } from './use-entity-address.ts'
import { useEntityGlance, useEntityState, useHistory } from './use-entity.ts'

export function EntityPage() {
  const { type = '', id = '' }: Partial<EntityKey> = useParams({ strict: false })
  const entity = useMemo(() => ({ type, id }), [type, id])
  const { place, quietShown, open, change, pickInReport } = useEntityAddress()
  const times = useShownTime()
  const glance = useEntityGlance(entity)
  const state = useEntityState(entity, place === undefined ? undefined : new Date(place).toISOString())
  const history = useHistory(entity, quietShown ? '' : WITHOUT_QUIET)
  const moments = useMemo(() => momentsOf(glance.data?.moments ?? []), [glance.data])
  const name = glance.data?.entity.name
  const editLink = useEditLink(glance.data?.application, {
    ...entity,
    ...(name === undefined ? {} : { name }),
  })
  useTitle(name ?? id)
  useRemembered(entity, glance.data)
  const hot = place === undefined ? moments.at(-1) : moments.findLast(at => at <= place)
  const travel = useCallback((to: Place) => change({ at: to }), [change])
  const openEvent = useCallback((event: string | undefined) => change({ ev: event }), [change])
  useShortcut('earlier', () => travel(stepped(moments, place, -1)))
  useShortcut('later', () => travel(stepped(moments, place, 1)))
  const rows = useMemo(() => history.data?.pages.flatMap(page => page.rows) ?? [], [history.data])
  const failed = glance.error ?? (rows.length === 0 ? history.error : null)
  const retry = () => {
    for (const asked of [glance, state, history]) if (asked.isError) void asked.refetch()
  }
  // The panel answers these keys itself while it has the focus.
  const onKeyDown = (event: KeyboardEvent) => {
    if (open === undefined || event.defaultPrevented || event.target instanceof HTMLInputElement) return
    const at = rows.findIndex(row => row.id === open)
    if (event.key === 'Escape') openEvent(undefined)
    if (event.key === 'j' && rows[at + 1]) openEvent(rows[at + 1]?.id)
    if (event.key === 'k' && at > 0) openEvent(rows[at - 1]?.id)
  }
  const shared = { place, hot, times, onTravel: travel, onOpen: openEvent }
  return (
    <main className="sheet entity" onKeyDown={onKeyDown}>
      <EntityHead
        entity={entity}
        glance={glance.data}
        editLink={editLink}
        quietShown={quietShown}
        onQuiet={shown => change({ quiet: shown })}
      />
      <TravelTrack
        moments={moments}
        total={glance.data?.momentsTotal ?? 0}
        place={place}
        now={times.now}
        timeLabel={times.stamp}
        onTravel={travel}
      />
      <div className="entity-body" id={RESULTS_ID} tabIndex={-1} data-panel={open !== undefined || undefined}>
        {failed !== null ? (
          <ErrorState error={failed} onRetry={retry} />
        ) : glance.data === undefined ? (
          <EntitySkeleton />
        ) : glance.data.entries === 0 ? (
          <EntityEmpty entity={entity} />
        ) : (
          <>
            <BlameSection entity={entity} state={state} {...shared} />
            <TimelineSection
              entity={entity}
              glance={glance.data}
              history={history}
              rows={rows}
              quietShown={quietShown}
              open={open}
              {...shared}
            />
          </>
        )}
        {open !== undefined && <EntryPanel id={open} rows={rows} onOpen={openEvent} onPick={pickInReport} />}
      </div>
    </main>
  )
}

function useRemembered(entity: EntityKey, glance: EntityGlance | undefined): void {
  const name = glance?.entity.name
  const exists = (glance?.entries ?? 0) > 0
  useEffect(() => {
    if (exists)
      rememberEntity(localStorage, { ...entity, ...(name === undefined ? {} : { name }), at: Date.now() })
  }, [entity, exists, name])
}
