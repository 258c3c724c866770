/** Every field of an entry as a list. What can be filtered by carries the two clicks: only this, not this. */
import type { Field } from '@daybook/query'
import { Filter, FilterX } from 'lucide-react'

import type { Entry, Json } from '../../api/types.ts'
import { actorName } from '../../components/actor.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Text } from '../../components/text.tsx'
import { useT, type T } from '../../i18n/use-t.ts'
import { outcomeLabel } from '../../i18n/words.ts'
import type { Picking } from '../../state/picking.ts'
import { visible } from '../../text/visible.ts'

export type PickField = (field: Field, value: string, how: Picking) => void

interface Line {
  name: string
  value: string | undefined
  field?: Field
  /** What the filter takes when it is not the value that is shown. */
  filter?: string
  code?: boolean
}

export function Details({ entry, onPick }: { entry: Entry; onPick: PickField }) {
  const t = useT()
  return (
    <dl className="details">
      {linesOf(t, entry).map(line => (
        <div key={line.name}>
          <dt>{line.name}</dt>
          <dd>
            <Text wrap className={line.code ? 'mono' : ''}>
              {line.value ?? ''}
            </Text>
            {line.field && <FilterActions line={line} field={line.field} onPick={onPick} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function FilterActions({ line, field, onPick }: { line: Line; field: Field; onPick: PickField }) {
  const t = useT()
  const value = line.filter ?? line.value ?? ''
  const shown = visible(line.value ?? '')
  return (
    <span className="actions">
      <IconButton
        small
        label={t('panel.only', { value: shown })}
        onClick={() => onPick(field, value, 'only')}
      >
        <Filter size={13} aria-hidden />
      </IconButton>
      <IconButton
        small
        label={t('panel.exclude', { value: shown })}
        onClick={() => onPick(field, value, 'exclude')}
      >
        <FilterX size={13} aria-hidden />
      </IconButton>
    </span>
  )
}

function linesOf(t: T, entry: Entry): Line[] {
  const { actor, entity, origin } = entry
  const lines: Line[] = [
    { name: t('words.fields.application'), value: entry.application, field: 'application' },
    { name: t('words.fields.activity'), value: entry.activity, field: 'activity' },
    { name: t('words.fields.category'), value: entry.category, field: 'category' },
    {
      name: t('words.fields.outcome'),
      value: outcomeLabel(t, entry.outcome),
      field: 'outcome',
      filter: entry.outcome,
    },
    { name: t('details.outcomeReason'), value: entry.outcomeReason },
    { name: t('words.fields.actor'), value: actorName(actor), field: 'actor', filter: actor.id },
    { name: t('details.actorType'), value: actor.type },
    { name: t('details.actorId'), value: actor.id, code: true },
    { name: t('details.email'), value: actor.email },
    { name: t('details.impersonator'), value: actor.impersonator && personText(actor.impersonator) },
    { name: t('words.fields.entity'), value: entity.type, field: 'entity' },
    { name: t('details.instance'), value: entity.name },
    { name: t('details.instanceId'), value: entity.id, code: true },
    { name: t('details.related'), value: entry.related?.map(relatedText).join('\n') },
    { name: t('details.accessMethod'), value: origin?.accessMethod },
    { name: t('details.ip'), value: origin?.ip, code: true },
    { name: t('details.userAgent'), value: origin?.userAgent },
    { name: t('details.sessionId'), value: origin?.sessionId, code: true },
    { name: t('details.requestId'), value: origin?.requestId, code: true },
    { name: t('details.region'), value: entry.region },
    {
      name: t('details.correlation'),
      value: entry.correlation && `${entry.correlation.type} ${entry.correlation.id}`,
    },
    { name: t('details.comment'), value: entry.comment },
    { name: t('details.metadata'), value: jsonText(entry.metadata), code: true },
    { name: t('details.state'), value: jsonText(entry.state), code: true },
    { name: t('details.source'), value: entry.source && `${entry.source.name} #${entry.source.sequence}` },
    { name: t('details.occurredAt'), value: entry.occurredAt, code: true },
    { name: t('details.occurredOffset'), value: entry.occurredOffset, code: true },
    { name: t('details.recordedAt'), value: entry.recordedAt, code: true },
    { name: t('details.index'), value: String(entry.index), code: true },
    { name: t('details.id'), value: entry.id, code: true },
    { name: t('details.leafHash'), value: entry.leafHash, code: true },
  ]
  return lines.filter(line => line.value !== undefined && line.value !== '')
}

const jsonText = (value: Json | undefined) => (value === undefined ? undefined : JSON.stringify(value))

const personText = (person: { type: string; id: string; name?: string; email?: string }) =>
  [person.name, person.email, person.id].filter(Boolean).join(' · ')

const relatedText = (related: { type: string; id: string; name?: string; role?: string }) =>
  [related.role && `${related.role}:`, related.type, related.name, related.id].filter(Boolean).join(' ')
