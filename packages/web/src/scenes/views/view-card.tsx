/** One view as a card: what it is called, what it asks, how much of it there was in the last 30 days, and whose it is. */
import { Menu } from '@base-ui/react/menu'
import { Link } from '@tanstack/react-router'
import { MoreHorizontal } from 'lucide-react'
import { useRef } from 'react'

import { Sparkline } from '../../components/sparkline.tsx'
import { Text } from '../../components/text.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { columnLabel } from '../../i18n/words.ts'
import { rememberView } from '../../state/recent.ts'
import { useShownTime } from '../../time/use-shown-time.ts'
import { factsOf, type ShownView } from './shown-view.ts'
import type { ViewActions } from './view-actions.tsx'
import { isPresetId, useViewBars } from './use-view-bars.ts'
import { viewSearch } from './use-views.ts'

export interface ViewCardProps {
  view: ShownView
  /** ms since the epoch; undefined = never in this browser. */
  openedAt: number | undefined
  actions: ViewActions
}

export function ViewCard({ view, openedAt, actions }: ViewCardProps) {
  const t = useT()
  const times = useShownTime()
  const { chips, groups } = factsOf(view)
  return (
    <li className="view-card">
      <div className="view-head">
        <h3>
          <Link
            to={`/${view.report}`}
            search={viewSearch(view)}
            onClick={() => rememberView(localStorage, view.id, Date.now())}
          >
            <Text>{view.name}</Text>
          </Link>
        </h3>
        <span className="badge">{t(`words.reports.${view.report}`)}</span>
        {actions.mayChange(view) && <CardMenu view={view} actions={actions} />}
      </div>
      {view.vendor !== undefined && (
        <p className="quiet">{t('views.layout', { vendor: view.vendor, n: view.columns ?? 0 })}</p>
      )}
      {isPresetId(view.id) && <p className="quiet">{t(`views.presets.${view.id}.text`)}</p>}
      {chips.length > 0 && (
        <ul className="view-chips">
          {chips.map(({ text, not }) => (
            <li key={text} className="chip" data-side={not ? 'not' : 'only'}>
              <Text>{text}</Text>
            </li>
          ))}
        </ul>
      )}
      {groups.length > 0 && (
        <p className="quiet">
          {t('views.groupedBy', { columns: groups.map(id => columnLabel(t, id, id)).join(' › ') })}
        </p>
      )}
      <div className="view-foot">
        <Bars view={view} />
        <span className="quiet">
          {view.saved && !view.saved.mine && <Text>{t('views.by', { owner: view.saved.owner })}</Text>}
          {view.saved?.mine && (view.saved.shared ? t('views.sharedByMe') : t('views.private'))}
          {view.saved && ' · '}
          {openedAt === undefined
            ? t('views.neverOpened')
            : t('views.opened', { when: times.relative(openedAt) })}
        </span>
      </div>
    </li>
  )
}

function Bars({ view }: { view: ShownView }) {
  const t = useT()
  const { short } = useNumbers()
  const bars = useViewBars(view)
  if (bars.isError) return <span className="quiet">{t('views.notCounted')}</span>
  if (!bars.data) return <i className="skeleton" />
  return (
    <div className="view-bars">
      <Sparkline bars={bars.data.histogram.buckets} />
      <span>
        <b>{short(bars.data.total)}</b> {t(`report.rows.${view.report}`, { n: bars.data.total })}{' '}
        <span className="quiet">{t('views.inDays')}</span>
      </span>
    </div>
  )
}

function CardMenu({ view, actions }: { view: ShownView; actions: ViewActions }) {
  const t = useT()
  const shared = view.saved?.shared === true
  const place = useRef<HTMLSpanElement>(null)
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" data-small aria-label={t('views.more', { name: view.name })}>
        <MoreHorizontal size={15} aria-hidden />
      </Menu.Trigger>
      <span ref={place} />
      <Menu.Portal container={place}>
        <Menu.Positioner className="floating" positionMethod="fixed" sideOffset={4} align="end">
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={() => actions.edit(view)}>
              {t('views.rename')}
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => actions.setShared(view, !shared)}>
              {shared ? t('views.unshare') : t('views.share')}
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => actions.remove(view)}>
              {t('views.remove')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
