/**
 * One entry beside its list: what happened in a sentence, what changed, every field, and the JSON.
 * It is docked, not modal: the list stays in reach and J, K and Esc work from here as well.
 */
import { ChevronDown, ChevronUp, Clipboard, Link2, X } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'

import { useEntry } from '../../api/queries.ts'
import type { Entry } from '../../api/types.ts'
import { actorName, Avatar } from '../../components/actor.tsx'
import { stepped } from '../../components/data-table.tsx'
import { focusResults } from '../../components/focus-results.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Mark, OutcomeLabel } from '../../components/mark.tsx'
import { ErrorState } from '../../components/states.tsx'
import { Text } from '../../components/text.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { localLabel, relativeLabel, timeParts } from '../../text/time.ts'
import { clip } from '../../text/visible.ts'
import { EntryTabs } from './entry-tabs.tsx'
import type { PickField } from './details.tsx'

/** The details have the whole name. */
const THING_CHARS_MAX = 140

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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') close()
    if (event.key === 'j') go(1)
    if (event.key === 'k') go(-1)
  }
  const close = () => {
    onOpen(undefined)
    focusResults()
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
          <CopyButton
            label={t('panel.copyJson')}
            icon={<Clipboard size={15} aria-hidden />}
            text={() => JSON.stringify(entry.data, null, 2)}
          />
        )}
        <IconButton label={t('panel.close')} onClick={close}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      {entry.isError ? (
        <ErrorState error={entry.error} onRetry={() => void entry.refetch()} />
      ) : entry.data ? (
        <>
          <Summary entry={entry.data} />
          <EntryTabs entry={entry.data} onPick={onPick} />
        </>
      ) : (
        <Skeleton />
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

function Summary({ entry }: { entry: Entry }) {
  const name = actorName(entry.actor)
  const when = timeParts(entry.occurredAt)
  const at = Date.parse(entry.occurredAt)
  const [now] = useState(() => Date.now())
  const local = localLabel(at)
  const thing = entry.entity.name ?? entry.entity.id
  return (
    <div className="panel-summary">
      <div className="panel-title">
        <Avatar name={name} type={entry.actor.type} large />
        <h2>
          <b>
            <Text wrap>{name}</Text>
          </b>{' '}
          <span className="panel-activity">
            <Mark category={entry.category} />
            <Text wrap>{entry.activity}</Text>
          </span>
          <small>
            <Text wrap>{entry.entity.type}</Text>
            {thing !== undefined && (
              <b>
                <Text wrap>{clip(thing, THING_CHARS_MAX)}</Text>
              </b>
            )}
          </small>
        </h2>
      </div>
      <div className="panel-times">
        <OutcomeLabel outcome={entry.outcome} />
        {when && (
          <>
            <span>
              {when.date} {when.time}.{when.millis} <b>UTC</b>
            </span>
            {local !== undefined && <span>{local}</span>}
            <span className="quiet">{relativeLabel(at, now)}</span>
          </>
        )}
      </div>
      {entry.outcomeReason !== undefined && (
        <p className="reason">
          <Text wrap>{entry.outcomeReason}</Text>
        </p>
      )}
    </div>
  )
}

function CopyButton({ label, icon, text }: { label: string; icon: React.ReactNode; text: () => string }) {
  // Without a secure context the browser offers no clipboard: no button that does nothing.
  if (!('clipboard' in navigator)) return null
  return (
    <IconButton label={label} onClick={() => void navigator.clipboard.writeText(text())}>
      {icon}
    </IconButton>
  )
}

function Skeleton() {
  return (
    <div className="panel-skeleton" aria-busy>
      {[60, 90, 40, 80, 70].map(width => (
        <i className="skeleton" key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}
