/** Every field of an entry as a list. Each can be copied; what can be filtered by carries two more clicks: only this, not this. */
import type { FieldName } from '@daybook/query'
import { Filter, FilterX } from 'lucide-react'

import type { Entry, Json } from '../../api/types.ts'
import { actorName } from '../../components/actor.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Text } from '../../components/text.tsx'
import { useT, type T } from '../../i18n/use-t.ts'
import { categoryLabel, outcomeLabel } from '../../i18n/words.ts'
import type { Picking } from '../../state/picking.ts'
import { clip, visible } from '../../text/visible.ts'

export type PickField = (field: FieldName, value: string, how: Picking) => void

/** Of a value in the name of a button. */
const LABEL_CHARS_MAX = 80

interface Line {
  name: string
  value: string | undefined
  field?: FieldName
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
            <Actions line={line} onPick={onPick} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Actions({ line: { name, value = '', field, filter }, onPick }: { line: Line; onPick: PickField }) {
  const t = useT()
  const shown = visible(clip(value, LABEL_CHARS_MAX))
  return (
    <span className="actions">
      {field && (
        <>
          <IconButton
            small
            label={t('panel.only', { value: shown })}
            onClick={() => onPick(field, filter ?? value, 'only')}
          >
            <Filter size={13} aria-hidden />
          </IconButton>
          <IconButton
            small
            label={t('panel.exclude', { value: shown })}
            onClick={() => onPick(field, filter ?? value, 'exclude')}
          >
            <FilterX size={13} aria-hidden />
          </IconButton>
        </>
      )}
      <CopyButton small label={t('panel.copy', { name })} text={() => filter ?? value} />
    </span>
  )
}

function linesOf(t: T, entry: Entry): Line[] {
  return [
    ...whatLines(t, entry),
    ...whoLines(t, entry),
    ...howLines(t, entry),
    ...recordLines(t, entry),
  ].filter(line => line.value !== undefined && line.value !== '')
}

function whatLines(t: T, entry: Entry): Line[] {
  const { entity } = entry
  return [
    { name: t('words.fields.application'), value: entry.application, field: 'application' },
    { name: t('words.fields.entity'), value: entity.type, field: 'entity' },
    { name: t('details.instance'), value: entity.name, field: 'entityName' },
    { name: t('details.instanceId'), value: entity.id, code: true, field: 'instance' },
    { name: t('words.fields.activity'), value: entry.activity, field: 'activity' },
    {
      name: t('words.fields.category'),
      value: categoryLabel(t, entry.category),
      field: 'category',
      filter: entry.category,
    },
    {
      name: t('words.fields.outcome'),
      value: outcomeLabel(t, entry.outcome),
      field: 'outcome',
      filter: entry.outcome,
    },
    { name: t('details.outcomeReason'), value: entry.outcomeReason, field: 'reason' },
    { name: t('details.comment'), value: entry.comment },
    { name: t('details.related'), value: entry.related?.map(relatedText).join('\n') },
    {
      name: t('details.correlation'),
      value: entry.correlation && `${entry.correlation.type} ${entry.correlation.id}`,
      field: 'correlation',
      ...(entry.correlation ? { filter: entry.correlation.id } : {}),
    },
  ]
}

function whoLines(t: T, { actor }: Entry): Line[] {
  const { impersonator } = actor
  return [
    { name: t('words.fields.actor'), value: actorName(actor), field: 'actor', filter: actor.id },
    { name: t('details.email'), value: actor.email, field: 'actor' },
    { name: t('details.actorId'), value: actor.id, code: true, field: 'actor' },
    { name: t('details.actorType'), value: actor.type, field: 'actorType' },
    {
      name: t('details.impersonator'),
      value: impersonator && personText(impersonator),
      field: 'impersonator',
      ...(impersonator ? { filter: impersonator.id } : {}),
    },
  ]
}

function howLines(t: T, { origin, region, metadata, state }: Entry): Line[] {
  return [
    { name: t('details.accessMethod'), value: origin?.accessMethod, field: 'access' },
    { name: t('details.ip'), value: origin?.ip, code: true, field: 'ip' },
    { name: t('details.region'), value: region, field: 'region' },
    { name: t('details.userAgent'), value: origin?.userAgent, field: 'agent' },
    { name: t('details.sessionId'), value: origin?.sessionId, code: true, field: 'session' },
    { name: t('details.requestId'), value: origin?.requestId, code: true, field: 'request' },
    { name: t('details.metadata'), value: jsonText(metadata), code: true },
    { name: t('details.state'), value: jsonText(state), code: true },
  ]
}

function recordLines(t: T, entry: Entry): Line[] {
  const { source } = entry
  return [
    { name: t('details.occurredAt'), value: entry.occurredAt, code: true },
    { name: t('details.occurredOffset'), value: entry.occurredOffset, code: true },
    { name: t('details.recordedAt'), value: entry.recordedAt, code: true },
    {
      name: t('details.source'),
      value: source && `${source.name} #${source.sequence}`,
      field: 'source',
      ...(source ? { filter: source.name } : {}),
    },
    { name: t('details.index'), value: String(entry.index), code: true },
    { name: t('details.id'), value: entry.id, code: true, field: 'event' },
    { name: t('details.leafHash'), value: entry.leafHash, code: true },
  ]
}

const jsonText = (value: Json | undefined) => (value === undefined ? undefined : JSON.stringify(value))

const personText = (person: { type: string; id: string; name?: string; email?: string }) =>
  [person.name, person.email, person.id].filter(Boolean).join(' · ')

const relatedText = (related: { type: string; id: string; name?: string; role?: string }) =>
  [related.role && `${related.role}:`, related.type, related.name, related.id].filter(Boolean).join(' ')
