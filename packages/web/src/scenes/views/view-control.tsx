/**
 * The view of a report, in its head: which one is open, whether the page differs from it, and what can be done about that.
 * Opening a view goes to its address; saving stores the address of the page.
 */
import type { ReportId } from '@daybook/query'
import { Menu } from '@base-ui/react/menu'
import { useNavigate } from '@tanstack/react-router'
import { Bookmark, ChevronDown, Pencil, Plus, RotateCcw, Save, Trash2, Users } from 'lucide-react'
import { useRef, useState } from 'react'

import type { View } from '../../api/views.ts'
import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import { EMPTY, type ReportState } from '../../state/report-state.ts'
import { isSame, textOf, VIEW_KINDS, type ShownView } from './shown-view.ts'
import { ViewDialog } from './view-dialog.tsx'
import { useViewActions } from './view-actions.tsx'
import { useAllViews, useOpenView, useViewChanges, viewSearch } from './use-views.ts'

export interface ViewControlProps {
  report: ReportId
  state: ReportState
  open: boolean
  onOpen: (open: boolean) => void
}

export function ViewControl({ report, state, open, onOpen }: ViewControlProps) {
  const t = useT()
  const navigate = useNavigate()
  const views = useAllViews().filter(view => view.report === report)
  const leave = () => void navigate({ to: `/${report}`, search: {} as never })
  const actions = useViewActions(leave)
  const [naming, setNaming] = useState(false)
  // Within the page's landmark, not behind it.
  const place = useRef<HTMLSpanElement>(null)
  const current = views.find(view => view.id === state.view) ?? views.find(view => view.id === state.layout)
  const changed = current ? !isSame(current, state) : textOf(state) !== textOf(EMPTY)
  const everything = t(`views.everything.${report}`)
  const saveAs = () => setNaming(true)
  return (
    <>
      <Menu.Root open={open} onOpenChange={onOpen}>
        <Menu.Trigger className="button view-trigger" data-kind="ghost">
          <Bookmark size={14} aria-hidden />
          <Text>{current?.name ?? (changed ? t('views.unsaved') : everything)}</Text>
          {changed && <i className="view-dot" aria-hidden />}
          {changed && current && <span className="hidden">{t('views.changed')}</span>}
          <ChevronDown size={13} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner className="floating" positionMethod="fixed" sideOffset={6} align="start">
            <Menu.Popup className="menu view-menu">
              <Menu.Item className="menu-item" onClick={leave}>
                <Text>{everything}</Text>
              </Menu.Item>
              {VIEW_KINDS.map(kind => (
                <ViewGroup
                  key={kind}
                  label={t(`views.kinds.${kind}`)}
                  views={views.filter(view => view.kind === kind)}
                  current={current}
                />
              ))}
              <Menu.Separator className="menu-line" />
              <Menu.Item className="menu-item" onClick={saveAs}>
                <Plus size={14} aria-hidden />
                {t('views.saveAs')}
              </Menu.Item>
              {current && actions.mayChange(current) && <OwnItems view={current} actions={actions} />}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <span ref={place} />
      {changed && (
        <ChangedButtons
          report={report}
          state={state}
          current={current}
          mayUpdate={current !== undefined && actions.mayChange(current)}
          onSaveAs={saveAs}
        />
      )}
      {naming && <NamingDialog report={report} state={state} onClose={() => setNaming(false)} />}
      {actions.dialogs}
    </>
  )
}

interface ChangedButtonsProps {
  report: ReportId
  state: ReportState
  current: ShownView | undefined
  mayUpdate: boolean
  onSaveAs: () => void
}

/** The page differs from its view: back to it, or keep what is on the page. */
function ChangedButtons({ report, state, current, mayUpdate, onSaveAs }: ChangedButtonsProps) {
  const t = useT()
  const navigate = useNavigate()
  const { update } = useViewChanges()
  const reset = () =>
    void navigate({ to: `/${report}`, search: current ? viewSearch(current) : ({} as never) })
  const saved = current?.saved
  return (
    <>
      <button type="button" className="button" data-kind="ghost" onClick={reset}>
        <RotateCcw size={13} aria-hidden />
        {t('views.reset')}
      </button>
      {saved && mayUpdate ? (
        <button
          type="button"
          className="button"
          data-kind="ghost"
          disabled={update.isPending}
          onClick={() => update.mutate({ view: saved, patch: { report, query: textOf(state) } })}
        >
          <Save size={13} aria-hidden />
          {t('views.update')}
        </button>
      ) : (
        <button type="button" className="button" data-kind="ghost" onClick={onSaveAs}>
          {t('views.saveView')}
        </button>
      )}
    </>
  )
}

interface NamingDialogProps {
  report: ReportId
  state: ReportState
  onClose: () => void
}

/** Saves the page as a new view and goes on in it. */
function NamingDialog({ report, state, onClose }: NamingDialogProps) {
  const t = useT()
  const navigate = useNavigate()
  const { create } = useViewChanges()
  const goOn = (made: View) => {
    onClose()
    void navigate({ to: '.', search: viewSearch(made), replace: true })
  }
  return (
    <ViewDialog
      title={t('views.saveTitle')}
      initial={{ name: '', shared: false }}
      submit={t('views.save')}
      busy={create.isPending}
      error={create.error}
      onSubmit={named => create.mutate({ ...named, report, query: textOf(state) }, { onSuccess: goOn })}
      onClose={onClose}
    />
  )
}

interface ViewGroupProps {
  label: string
  views: readonly ShownView[]
  current: ShownView | undefined
}

function ViewGroup({ label, views, current }: ViewGroupProps) {
  const open = useOpenView()
  if (views.length === 0) return null
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu-label">{label}</Menu.GroupLabel>
      {views.map(view => (
        <Menu.Item
          key={view.id}
          className="menu-item"
          aria-current={view.id === current?.id || undefined}
          onClick={() => open(view)}
        >
          <Text>{view.name}</Text>
          {view.vendor !== undefined && <Text className="quiet">{view.vendor}</Text>}
        </Menu.Item>
      ))}
    </Menu.Group>
  )
}

function OwnItems({ view, actions }: { view: ShownView; actions: ReturnType<typeof useViewActions> }) {
  const t = useT()
  const shared = view.saved?.shared === true
  return (
    <>
      <Menu.Item className="menu-item" onClick={() => actions.edit(view)}>
        <Pencil size={14} aria-hidden />
        {t('views.rename')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => actions.setShared(view, !shared)}>
        <Users size={14} aria-hidden />
        {shared ? t('views.unshare') : t('views.share')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => actions.remove(view)}>
        <Trash2 size={14} aria-hidden />
        {t('views.remove')}
      </Menu.Item>
    </>
  )
}
