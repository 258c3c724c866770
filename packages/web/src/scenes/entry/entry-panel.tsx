/**
 * One entry beside its list: what happened in a sentence, what changed, every field, what belongs to it, and the JSON.
 * It is docked, not modal: the list stays in reach and J, K and Esc work from here as well.
 */
import '../../styles/panel.css'

import { ChevronDown, ChevronUp, Link2, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'

import { useEntry } from '../../api/queries.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { stepped } from '../../grid/stepped.ts'
import { focusResults } from '../../components/focus-results.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { ErrorState } from '../../components/states.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import type { PickField } from './details.tsx'
import { EntrySummary } from './entry-summary.tsx'
import { PanelSkeleton } from './panel-skeleton.tsx'
import { EntryTabs } from './entry-tabs.tsx'

export interface EntryPanelProps {
  id: string
  /** The list that the reader walks. */
  rows: readonly { id: string }[]
  onOpen: (id: string | undefined) => void
  onPick: PickField
}

export function EntryPanel({ id, rows, onOpen, onPick }: EntryPanelProps) {
  const t = useT()
  const { count } = useNumbers()
  const entry = useEntry(id)
  const at = rows.findIndex(row => row.id === id)
  const neighbour = (step: 1 | -1) =>
    at < 0 ? undefined : stepped(rows, row => row.id, lastOf(rows, at, step), step)
  const go = (step: 1 | -1) => {
    const next = neighbour(step)
    if (next !== undefined) onOpen(next)
  }
  const close = () => {
    onOpen(undefined)
    focusResults()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const act = { Escape: close, j: () => go(1), k: () => go(-1) }[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return (
    <aside className="panel" aria-label={t('panel.label')} onKeyDown={onKeyDown}>
      <div className="panel-head">
        <IconButton label={t('panel.previous')} disabled={neighbour(-1) === undefined} onClick={() => go(-1)}>
          <ChevronUp size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('panel.next')} disabled={neighbour(1) === undefined} onClick={() => go(1)}>
          <ChevronDown size={16} aria-hidden />
        </IconButton>
        {entry.data && <span className="mono">#{count(entry.data.index)}</span>}
        <span className="grow" />
        <CopyButton
          label={t('panel.copyLink')}
          icon={<Link2 size={15} aria-hidden />}
          text={() => location.href}
        />
        {entry.data && (
          <CopyButton label={t('panel.copyJson')} text={() => JSON.stringify(entry.data, null, 2)} />
        )}
        <IconButton label={t('panel.close')} onClick={close}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      {entry.isError ? (
        <ErrorState error={entry.error} onRetry={() => void entry.refetch()} />
      ) : entry.data ? (
        <>
          <EntrySummary entry={entry.data} />
          <EntryTabs entry={entry.data} onPick={onPick} onOpen={onOpen} />
        </>
      ) : (
        <PanelSkeleton />
      )}
    </aside>
  )
}

/** Rows of one event stand together: the one at its edge in the direction of the step. */
function lastOf(rows: readonly { id: string }[], at: number, step: 1 | -1): number {
  let edge = at
  while (rows[edge + step]?.id === rows[at]?.id) edge += step
  return edge
}
