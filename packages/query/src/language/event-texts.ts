/**
 * Which texts of an event a field speaks of, and which are searched.
 * The searched texts are those of the index's word column; who changes one changes both.
 */

import type { AuditEvent, Change, Json, Person } from '@daybook/event'

import type { FieldName, Part } from './fields.ts'
import { wordSequence } from '../tokens.ts'

/** An event as it is asked: with its index once it is recorded. */
export type AskedEvent = AuditEvent & { index?: number }

type Texts = (string | undefined)[]

/** The texts of a field of kind text, words, choice, uuid or address. */
export function textsOf(field: FieldName, event: AskedEvent): Texts {
  return TEXTS[field]?.(event) ?? []
}

const TEXTS: Readonly<Partial<Record<FieldName, (event: AskedEvent) => Texts>>> = {
  application: event => [event.application],
  entity: event => [event.entity.type],
  instance: event => [event.entity.id],
  entityName: event => [event.entity.name],
  activity: event => [event.activity],
  category: event => [event.category],
  outcome: event => [event.outcome],
  reason: event => [event.outcomeReason],
  actor: event => personTexts(event.actor),
  actorType: event => [event.actor.type],
  impersonated: event => [event.actor.impersonator === undefined ? 'no' : 'yes'],
  impersonator: event => personTexts(event.actor.impersonator),
  ip: event => [event.origin?.ip],
  access: event => [event.origin?.accessMethod],
  agent: event => [event.origin?.userAgent],
  region: event => [event.region],
  session: event => [event.origin?.sessionId],
  request: event => [event.origin?.requestId],
  correlation: event => [event.correlation?.id],
  related: event => (event.related ?? []).flatMap(item => [item.id, item.name]),
  source: event => [event.source?.name],
  comment: event => [event.comment],
  event: event => [event.id],
}

/** A string of a change is its own text; any other value is its JSON text. */
export function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The values of a change that a field speaks of. */
export function valuesOf(field: FieldName, change: Change): Json[] {
  const { old, new: now } = change
  const asked = field === 'old' ? [old] : field === 'new' ? [now] : [old, now]
  return asked.filter(value => value !== undefined)
}

/** The words of a JSON value in order: those of its strings, numbers, names of properties, `true`, `false` and `null`. */
export function valueWords(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(valueWords)
  if (value === null || typeof value !== 'object') return wordSequence(String(value))
  return Object.entries(value).flatMap(([key, inner]) => [...wordSequence(key), ...valueWords(inner)])
}

/** The words of an event in order, one list for each searched text: what free text and phrases are sought in. */
export function searchedTexts(event: AuditEvent): string[][] {
  const { actor, entity, origin, correlation } = event
  const texts: Texts = [
    event.application,
    event.activity,
    entity.type,
    entity.id,
    entity.name,
    ...personTexts(actor),
    ...personTexts(actor.impersonator),
    event.outcomeReason,
    origin?.accessMethod,
    origin?.ip,
    event.region,
    correlation?.id,
    event.comment,
    ...(event.related ?? []).flatMap(item => [item.id, item.name]),
    ...(event.changes ?? []).map(change => change.attribute),
  ]
  const values = (event.changes ?? []).flatMap(change => valuesOf('value', change))
  return [...texts.map(text => wordSequence(text ?? '')), ...values.map(valueWords)]
}

export function hasPart(event: AuditEvent, part: Part): boolean {
  const { actor, entity, origin } = event
  switch (part) {
    case 'changes':
      return (event.changes ?? []).length > 0
    case 'related':
      return (event.related ?? []).length > 0
    case 'state':
      return event.state !== undefined
    case 'metadata':
      return event.metadata !== undefined
    case 'impersonator':
      return actor.impersonator !== undefined
    case 'correlation':
      return event.correlation !== undefined
    case 'source':
      return event.source !== undefined
    case 'comment':
      return isGiven(event.comment)
    case 'instance':
      return isGiven(entity.id)
    case 'entityName':
      return isGiven(entity.name)
    case 'reason':
      return isGiven(event.outcomeReason)
    case 'ip':
      return isGiven(origin?.ip)
    case 'session':
      return isGiven(origin?.sessionId)
    case 'request':
      return isGiven(origin?.requestId)
    case 'access':
      return isGiven(origin?.accessMethod)
    case 'region':
      return isGiven(event.region)
  }
}

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text !== ''
}

function personTexts(person: Person | undefined): Texts {
  return person === undefined ? [] : [person.id, person.name, person.email]
}
