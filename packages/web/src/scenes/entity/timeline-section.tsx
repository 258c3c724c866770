/** The timeline with its heading and its end: more pages as the reader scrolls, and those that travelling needs. */
import { useEffect, useRef } from 'react'

import type { EntityGlance } from '../../api/entities.ts'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { useT } from '../../i18n/use-t.ts'
import { TimelineView, type TimelineViewProps } from './timeline-view.tsx'
import type { useHistory } from './use-entity.ts'

export interface TimelineSectionProps extends TimelineViewProps {
  glance: EntityGlance
  history: ReturnType<typeof useHistory>
  quietShown: boolean
}

export function TimelineSection({ glance, history, quietShown, ...props }: TimelineSectionProps) {
  const t = useT()
  const { rows, hot } = props
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = history
  const oldest = rows.at(-1)
  // The chosen moment may lie on a page that is not there yet.
  const isBehind =
    hot !== undefined &&
    props.place !== undefined &&
    oldest !== undefined &&
    Date.parse(oldest.occurredAt) > hot
  useEffect(() => {
    if (isBehind && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  }, [isBehind, hasNextPage, isFetchingNextPage, isError, fetchNextPage, oldest])
  const foot = useWhenSeen(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  })
  const shown = quietShown ? glance.entries : glance.entries - glance.quiet
  return (
    <section
      className="timeline-section"
      aria-label={t('entity.timeline')}
      aria-busy={history.isPlaceholderData || undefined}
    >
      <div className="entity-section-head">
        <h2>{t('entity.timeline')}</h2>
        <span className="quiet">
          {t(quietShown ? 'entity.timelineAll' : 'entity.timelineCount', { n: shown })}
        </span>
      </div>
      {history.isSuccess && rows.length === 0 ? (
        <EmptyState title={t('entity.onlyQuietTitle')} actions={null}>
          {t('entity.onlyQuiet')}
        </EmptyState>
      ) : (
        <TimelineView {...props} />
      )}
      {isError && rows.length > 0 && (
        <ErrorState error={history.error} onRetry={() => void fetchNextPage()} />
      )}
      <div className="timeline-foot quiet" ref={foot}>
        {isFetchingNextPage || history.isPending ? (
          t('entity.loading')
        ) : hasNextPage ? (
          <button type="button" className="link" onClick={() => void fetchNextPage()}>
            {t('entity.loadMore')}
          </button>
        ) : (
          rows.length > 0 && t(quietShown ? 'entity.end' : 'entity.endQuiet')
        )}
        {typeof glance.asOf?.index === 'number' && <p>{t('entity.asOf', { index: glance.asOf.index })}</p>}
      </div>
    </section>
  )
}

/** Calls back when the element comes into view, and again after it has changed there. */
function useWhenSeen(onSeen: () => void) {
  const element = useRef<HTMLDivElement>(null)
  const latest = useRef(onSeen)
  useEffect(() => {
    latest.current = onSeen
  })
  useEffect(() => {
    const watched = element.current
    if (!watched) return
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) latest.current()
      },
      { rootMargin: '400px' },
    )
    observer.observe(watched)
    return () => observer.disconnect()
  })
  return element
}
