/** Reads each field of an event into normal form. */
/** Every object is built with its keys in canonical order: JSON.stringify of the event is its RFC 8785 text. */

import { categoryOf } from './category.ts'
import { normaliseIp } from './ip.ts'
import { LIMITS } from './limits.ts'
import type { NormaliseContext } from './normalise.ts'
import type { FieldReader } from './reader.ts'
import { offsetMinutes, readTime } from './timestamp.ts'
import { ACTOR_TYPES, CATEGORIES, OUTCOMES } from './types.ts'
import type {
  Actor,
  AuditEvent,
  Change,
  EntityRef,
  Json,
  JsonObject,
  Origin,
  Person,
  Related,
} from './types.ts'
import { isUuid } from './uuid.ts'

/** Depth of a value directly below the event, and of one inside a change. */
const FIELD_DEPTH = 2
const CHANGE_VALUE_DEPTH = 4

/** What it returns is an event only if `reader` has nothing to complain. */
export function readEvent(reader: FieldReader, sent: JsonObject, context: NormaliseContext): AuditEvent {
  reader.enter('')
  reader.knownKeys += Object.keys(sent).length
  const activity = reader.requiredText(sent['activity'], 'activity', LIMITS.vocabularyMax)
  const application = reader.requiredText(sent['application'], 'application', LIMITS.vocabularyMax)
  const givenCategory = reader.oneOf(sent['category'], 'category', CATEGORIES)
  const comment = reader.text(sent['comment'], 'comment', LIMITS.commentMax)
  const id = readId(reader, sent['id']) ?? context.newId()
  const metadata = readMetadata(reader, sent['metadata'])
  const time = readOccurred(reader, sent)
  const outcome = reader.oneOf(sent['outcome'], 'outcome', OUTCOMES) ?? 'SUCCESS'
  const outcomeReason = reader.text(sent['outcomeReason'], 'outcomeReason', LIMITS.outcomeReasonMax)
  const region = reader.text(sent['region'], 'region', LIMITS.vocabularyMax)
  const state = readState(reader, sent['state'])
  const changes = readChanges(reader, sent['changes'])
  const related = readRelated(reader, sent['related'])
  const actor = readActor(reader, sent['actor'])
  const correlation = readCorrelation(reader, sent['correlation'])
  const entity = readEntity(reader, sent['entity'])
  const origin = readOrigin(reader, sent['origin'])
  const source = readSource(reader, sent['source'])
  const category =
    givenCategory ?? context.categoryOf?.(application, entity.type, activity) ?? categoryOf(activity)

  const event = { activity, actor, application, category } as AuditEvent
  if (changes !== undefined) event.changes = changes
  if (comment !== undefined) event.comment = comment
  if (correlation !== undefined) event.correlation = correlation
  event.entity = entity
  event.id = id
  if (metadata !== undefined) event.metadata = metadata
  event.occurredAt = time.at
  if (time.offset !== undefined) event.occurredOffset = time.offset
  if (origin !== undefined) event.origin = origin
  event.outcome = outcome
  if (outcomeReason !== undefined) event.outcomeReason = outcomeReason
  if (region !== undefined) event.region = region
  if (related !== undefined) event.related = related
  if (source !== undefined) event.source = source
  if (state !== undefined) event.state = state
  return event
}

function readId(reader: FieldReader, value: Json | undefined): string | undefined {
  const text = reader.text(value, 'id', LIMITS.idMax)
  if (text === undefined) return undefined
  if (!isUuid(text))
    return reader.complain(
      'UUID_INVALID',
      'id',
      'Must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057, not nil.',
    )
  return text.toLowerCase()
}

/** occurredOffset may stand beside a time in UTC; beside a time with an offset it can only repeat it. */
function readOccurred(reader: FieldReader, sent: JsonObject): { at: string; offset: string | undefined } {
  const written = reader.requiredText(sent['occurredAt'], 'occurredAt', LIMITS.idMax)
  const time = written === '' ? undefined : readTime(written)
  if (time?.ok === false) reader.complain(time.code, 'occurredAt', time.message)
  const read = time?.ok === true ? time : undefined
  const given = reader.text(sent['occurredOffset'], 'occurredOffset', LIMITS.idMax)
  if (given === undefined) return { at: read?.utc ?? '', offset: read?.offset }
  const minutes = offsetMinutes(given)
  if (minutes === undefined)
    reader.complain('OFFSET_INVALID', 'occurredOffset', 'Must be ±HH:MM, within ±18:00.')
  else if (read?.offset !== undefined && read.offset !== given)
    reader.complain('OFFSET_INVALID', 'occurredOffset', `occurredAt already says ${read.offset}.`)
  return { at: read?.utc ?? '', offset: minutes === 0 ? undefined : given }
}

function readState(reader: FieldReader, value: Json | undefined): Json | undefined {
  if (value === undefined) return undefined
  reader.present++
  return reader.free(value, FIELD_DEPTH)
}

/** Absent when empty: it says nothing. */
function readMetadata(reader: FieldReader, value: Json | undefined): JsonObject | undefined {
  const before = reader.knownKeys
  const object = reader.object(value, 'metadata')
  if (object === undefined) return undefined
  // Its keys are the sender's own, not fields.
  reader.knownKeys = before
  return Object.keys(object).length === 0 ? undefined : reader.freeObject(object, FIELD_DEPTH)
}

function readPerson(reader: FieldReader, object: JsonObject): Person {
  const email = reader.text(object['email'], 'email', LIMITS.emailMax)
  const id = reader.requiredText(object['id'], 'id', LIMITS.idMax)
  const name = reader.text(object['name'], 'name', LIMITS.nameMax)
  const type = reader.oneOf(object['type'], 'type', ACTOR_TYPES) ?? 'user'
  const person = (email === undefined ? { id } : { email, id }) as Person
  if (name !== undefined) person.name = name
  person.type = type
  return person
}

function readActor(reader: FieldReader, value: Json | undefined): Actor {
  reader.enter('')
  if (value === undefined) reader.complain('MISSING_FIELD', 'actor')
  const object = reader.object(value, 'actor')
  if (object === undefined) return { id: '', type: 'user' }
  reader.enter('/actor')
  const impersonator = reader.object(object['impersonator'], 'impersonator')
  const { email, id, name, type } = readPerson(reader, object)
  const actor = (email === undefined ? { id } : { email, id }) as Actor
  if (impersonator !== undefined) {
    reader.enter('/actor/impersonator')
    actor.impersonator = readPerson(reader, impersonator)
  }
  if (name !== undefined) actor.name = name
  actor.type = type
  return actor
}

function readEntity(reader: FieldReader, value: Json | undefined): EntityRef {
  reader.enter('')
  if (value === undefined) reader.complain('MISSING_FIELD', 'entity')
  const object = reader.object(value, 'entity')
  if (object === undefined) return { type: '' }
  reader.enter('/entity')
  const id = reader.text(object['id'], 'id', LIMITS.idMax)
  const name = reader.text(object['name'], 'name', LIMITS.nameMax)
  const type = reader.requiredText(object['type'], 'type', LIMITS.vocabularyMax)
  const entity = (id === undefined ? {} : { id }) as EntityRef
  if (name !== undefined) entity.name = name
  entity.type = type
  return entity
}

function readRelated(reader: FieldReader, value: Json | undefined): Related[] | undefined {
  reader.enter('')
  const list = reader.list(value, 'related', LIMITS.relatedMax)
  if (list === undefined || list.length === 0) return undefined
  // Not map: a hole in a list must not slip through.
  return Array.from(list, (item, i) => {
    reader.enter('/related', i)
    const object = reader.item(item)
    if (object === undefined) return { id: '', type: '' }
    const related = { id: reader.requiredText(object['id'], 'id', LIMITS.idMax) } as Related
    const name = reader.text(object['name'], 'name', LIMITS.nameMax)
    const role = reader.text(object['role'], 'role', LIMITS.vocabularyMax)
    if (name !== undefined) related.name = name
    if (role !== undefined) related.role = role
    related.type = reader.requiredText(object['type'], 'type', LIMITS.vocabularyMax)
    return related
  })
}

/** Two changes may name the same attribute: some systems write each step of a change. Their order is kept. */
function readChanges(reader: FieldReader, value: Json | undefined): Change[] | undefined {
  reader.enter('')
  const list = reader.list(value, 'changes', LIMITS.changesMax)
  if (list === undefined || list.length === 0) return undefined
  return Array.from(list, (item, i) => {
    reader.enter('/changes', i)
    const object = reader.item(item)
    if (object === undefined) return { attribute: '' }
    const change: Change = {
      attribute: reader.requiredText(object['attribute'], 'attribute', LIMITS.attributeMax),
    }
    const after = object['new']
    const before = object['old']
    if (after === undefined && before === undefined) reader.complain('CHANGE_EMPTY', '')
    if (after !== undefined) {
      reader.present++
      change.new = reader.free(after, CHANGE_VALUE_DEPTH)
    }
    if (before !== undefined) {
      reader.present++
      change.old = reader.free(before, CHANGE_VALUE_DEPTH)
    }
    return change
  })
}

/** Absent when empty: it says nothing. */
function readOrigin(reader: FieldReader, value: Json | undefined): Origin | undefined {
  reader.enter('')
  const object = reader.object(value, 'origin')
  if (object === undefined) return undefined
  reader.enter('/origin')
  const accessMethod = reader.text(object['accessMethod'], 'accessMethod', LIMITS.vocabularyMax)
  const address = reader.text(object['ip'], 'ip', LIMITS.idMax)
  const requestId = reader.text(object['requestId'], 'requestId', LIMITS.idMax)
  const sessionId = reader.text(object['sessionId'], 'sessionId', LIMITS.idMax)
  const userAgent = reader.text(object['userAgent'], 'userAgent', LIMITS.userAgentMax)
  const ip = address === undefined ? undefined : normaliseIp(address)
  if (address !== undefined && ip === undefined) reader.complain('IP_INVALID', 'ip')
  const origin: Origin = {}
  if (accessMethod !== undefined) origin.accessMethod = accessMethod
  if (ip !== undefined) origin.ip = ip
  if (requestId !== undefined) origin.requestId = requestId
  if (sessionId !== undefined) origin.sessionId = sessionId
  if (userAgent !== undefined) origin.userAgent = userAgent
  for (const _ in origin) return origin
  return undefined
}

function readCorrelation(reader: FieldReader, value: Json | undefined): AuditEvent['correlation'] {
  reader.enter('')
  const object = reader.object(value, 'correlation')
  if (object === undefined) return undefined
  reader.enter('/correlation')
  const id = reader.requiredText(object['id'], 'id', LIMITS.idMax)
  return { id, type: reader.requiredText(object['type'], 'type', LIMITS.vocabularyMax) }
}

function readSource(reader: FieldReader, value: Json | undefined): AuditEvent['source'] {
  reader.enter('')
  const object = reader.object(value, 'source')
  if (object === undefined) return undefined
  reader.enter('/source')
  const name = reader.requiredText(object['name'], 'name', LIMITS.vocabularyMax)
  const sequence = object['sequence']
  if (sequence === undefined) {
    reader.complain('MISSING_FIELD', 'sequence')
    return { name, sequence: 0 }
  }
  reader.present++
  if (typeof sequence === 'number' && Number.isSafeInteger(sequence) && sequence >= 0)
    return { name, sequence }
  reader.complain('SEQUENCE_INVALID', 'sequence')
  return { name, sequence: 0 }
}
