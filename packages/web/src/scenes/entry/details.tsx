/** Every field of an entry as a list. What can be filtered by carries the two clicks: only this, not this. */
import type { Field } from '@daybook/query'
import { Filter, FilterX } from 'lucide-react'

import type { Entry, Json } from '../../api/types.ts'
import { actorName } from '../../components/actor.tsx'
import type { Picking } from '../../components/facets.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Text } from '../../components/text.tsx'
import { messages } from '../../messages.ts'
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
  return (
    <dl className="details">
      {linesOf(entry).map(line => (
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
  const value = line.filter ?? line.value ?? ''
  const shown = visible(line.value ?? '')
  return (
    <span className="actions">
      <IconButton small label={messages.panel.only(shown)} onClick={() => onPick(field, value, 'only')}>
        <Filter size={13} aria-hidden />
      </IconButton>
      <IconButton small label={messages.panel.exclude(shown)} onClick={() => onPick(field, value, 'exclude')}>
        <FilterX size={13} aria-hidden />
      </IconButton>
    </span>
  )
}

function linesOf(entry: Entry): Line[] {
  const { details, fields } = messages
  const { actor, entity, origin } = entry
  const lines: Line[] = [
    { name: fields.application, value: entry.application, field: 'application' },
    { name: fields.activity, value: entry.activity, field: 'activity' },
    { name: fields.category, value: entry.category, field: 'category' },
    {
      name: fields.outcome,
      value: messages.outcomes[entry.outcome],
      field: 'outcome',
      filter: entry.outcome,
    },
    { name: details.outcomeReason, value: entry.outcomeReason },
    { name: fields.actor, value: actorName(actor), field: 'actor', filter: actor.id },
    { name: details.actorType, value: actor.type },
    { name: details.actorId, value: actor.id, code: true },
    { name: details.email, value: actor.email },
    { name: details.impersonator, value: actor.impersonator && personText(actor.impersonator) },
    { name: fields.entity, value: entity.type, field: 'entity' },
    { name: details.instance, value: entity.name },
    { name: details.instanceId, value: entity.id, code: true },
    { name: details.related, value: entry.related?.map(relatedText).join('\n') },
    { name: details.accessMethod, value: origin?.accessMethod },
    { name: details.ip, value: origin?.ip, code: true },
    { name: details.userAgent, value: origin?.userAgent },
    { name: details.sessionId, value: origin?.sessionId, code: true },
    { name: details.requestId, value: origin?.requestId, code: true },
    { name: details.region, value: entry.region },
    {
      name: details.correlation,
      value: entry.correlation && `${entry.correlation.type} ${entry.correlation.id}`,
    },
    { name: details.comment, value: entry.comment },
    { name: details.metadata, value: jsonText(entry.metadata), code: true },
    { name: details.state, value: jsonText(entry.state), code: true },
    { name: details.source, value: entry.source && `${entry.source.name} #${entry.source.sequence}` },
    { name: details.occurredAt, value: entry.occurredAt, code: true },
    { name: details.occurredOffset, value: entry.occurredOffset, code: true },
    { name: details.recordedAt, value: entry.recordedAt, code: true },
    { name: details.index, value: String(entry.index), code: true },
    { name: details.id, value: entry.id, code: true },
    { name: details.leafHash, value: entry.leafHash, code: true },
  ]
  return lines.filter(line => line.value !== undefined && line.value !== '')
}

const jsonText = (value: Json | undefined) => (value === undefined ? undefined : JSON.stringify(value))

const personText = (person: { type: string; id: string; name?: string; email?: string }) =>
  [person.name, person.email, person.id].filter(Boolean).join(' · ')

const relatedText = (related: { type: string; id: string; name?: string; role?: string }) =>
  [related.role && `${related.role}:`, related.type, related.name, related.id].filter(Boolean).join(' ')
