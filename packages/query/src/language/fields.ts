/**
 * The fields of the filter language as data: names, meaning, examples, and how their values are read.
 * Parser, evaluator, completion and documentation read this one table; a field that is not here does not exist.
 */

import { ACTOR_TYPES, CATEGORIES, nearest } from '@daybook/event'

/**
 * How a field's values are read and compared:
 * `text` whole text · `words` every word, in any order · `json` words of a JSON value · `choice` one of a closed list ·
 * `uuid` id or its beginning · `address` IP address or network · `number` whole number or range · `time` instant.
 */
export type FieldKind = 'text' | 'words' | 'json' | 'choice' | 'uuid' | 'address' | 'number' | 'time'

/** One value of a closed list: how it is written, and other ways that people write it. */
export interface Choice {
  name: string
  aliases?: readonly string[]
  description: string
}

interface FieldRow {
  label: string
  kind: FieldKind
  aliases: readonly string[]
  description: string
  examples: readonly string[]
  /** It speaks of one change of an event rather than of the event. */
  ofChange?: true
  choices?: readonly Choice[]
}

const categories: readonly Choice[] = CATEGORIES.map(name => ({ name, description: `Category ${name}` }))
const actorTypes: readonly Choice[] = ACTOR_TYPES.map(name => ({ name, description: `Actor type ${name}` }))

/** What `has:` can ask for. A text or a list counts when it is not empty. */
export const PARTS = {
  changes: 'At least one changed attribute',
  state: 'The resulting state of the entity',
  comment: 'A comment',
  related: 'Other entities involved',
  impersonator: 'Someone acted as the actor',
  instance: 'The id of the entity',
  entityName: 'The name of the entity',
  reason: 'A reason for the outcome',
  ip: 'The source address',
  session: 'A session',
  request: 'A request',
  access: 'The method of access',
  region: 'A region',
  correlation: 'A parent entity',
  source: 'The name of the emitter',
  metadata: 'Metadata',
} as const
export type Part = keyof typeof PARTS

const FIELD_TABLE = {
  application: {
    label: 'Application',
    kind: 'text',
    aliases: ['app', 'service'],
    description: 'Where it happened',
    examples: ['UserHub', '"User Management"'],
  },
  entity: {
    label: 'Entity',
    kind: 'text',
    aliases: ['type', 'entityType', 'object'],
    description: 'The type of what it happened to',
    examples: ['User', '"Evaluation Form"'],
  },
  instance: {
    label: 'Instance',
    kind: 'text',
    aliases: ['entityId', 'entityKey'],
    description: 'The id of what it happened to',
    examples: ['u-42', 'arn:*'],
  },
  entityName: {
    label: 'Name',
    kind: 'words',
    aliases: ['name', 'displayName'],
    description: 'Words of the name of what it happened to',
    examples: ['walsh', '"Peter Walsh"'],
  },
  activity: {
    label: 'Activity',
    kind: 'text',
    aliases: ['action', 'operation', 'verb'],
    description: 'What was done',
    examples: ['Login', '"Change password"', 'delete*'],
  },
  category: {
    label: 'Category',
    kind: 'choice',
    aliases: ['kind'],
    description: 'The kind of activity',
    examples: ['update', 'login'],
    choices: categories,
  },
  outcome: {
    label: 'Outcome',
    kind: 'choice',
    aliases: ['result', 'status'],
    description: 'Whether it worked',
    examples: ['success', 'failure'],
    choices: [
      { name: 'success', aliases: ['succeeded', 'successful', 'ok'], description: 'It worked' },
      { name: 'failure', aliases: ['failed', 'fail', 'error', 'denied'], description: 'It did not work' },
    ],
  },
  reason: {
    label: 'Reason',
    kind: 'words',
    aliases: ['outcomeReason'],
    description: 'Words of the reason for the outcome',
    examples: ['expired', '"wrong password"'],
  },
  actor: {
    label: 'Triggered by',
    kind: 'words',
    aliases: ['by', 'who', 'user', 'actor.id', 'actor.name', 'actor.email', 'originator'],
    description: 'Who did it: words of the id, name or e-mail address',
    examples: ['clarissa', '"Clarissa Dalloway"', '*@classics.example'],
  },
  actorType: {
    label: 'Actor type',
    kind: 'choice',
    aliases: [],
    description: 'What kind of actor did it',
    examples: ['user', 'apiKey'],
    choices: actorTypes,
  },
  impersonated: {
    label: 'Impersonated',
    kind: 'choice',
    aliases: [],
    description: 'Whether someone acted as the actor',
    examples: ['yes', 'no'],
    choices: [
      { name: 'yes', aliases: ['true', 'y'], description: 'Someone acted as the actor' },
      { name: 'no', aliases: ['false', 'n'], description: 'The actor acted in person' },
    ],
  },
  impersonator: {
    label: 'Impersonated by',
    kind: 'words',
    aliases: ['actor.impersonator'],
    description: 'Who acted as the actor: words of the id, name or e-mail address',
    examples: ['septimus', '"admin@classics.example"'],
  },
  attr: {
    label: 'Attribute',
    kind: 'text',
    aliases: ['attribute', 'element'],
    description: 'The attribute that changed',
    examples: ['role', 'profile.*', '*.role'],
    ofChange: true,
  },
  value: {
    label: 'Value',
    kind: 'json',
    aliases: [],
    description: 'Words of the old or the new value of a change',
    examples: ['supervisor', '"Supervisor"'],
    ofChange: true,
  },
  old: {
    label: 'Previous value',
    kind: 'json',
    aliases: ['previous', 'oldValue'],
    description: 'Words of the value before a change',
    examples: ['agent', '"Agent"'],
    ofChange: true,
  },
  new: {
    label: 'Changed value',
    kind: 'json',
    aliases: ['changed', 'newValue', 'updated'],
    description: 'Words of the value after a change',
    examples: ['supervisor', 'true'],
    ofChange: true,
  },
  ip: {
    label: 'Source IP',
    kind: 'address',
    aliases: ['address', 'origin.ip', 'cidr'],
    description: 'The source address, or the network that it is in',
    examples: ['192.0.2.1', '10.0.0.0/8', '2001:db8::/32'],
  },
  access: {
    label: 'Access method',
    kind: 'text',
    aliases: ['accessMethod', 'origin.accessMethod'],
    description: 'How the actor came in',
    examples: ['UI', 'API'],
  },
  agent: {
    label: 'User agent',
    kind: 'words',
    aliases: ['userAgent', 'browser', 'origin.userAgent'],
    description: 'Words of the user agent',
    examples: ['firefox'],
  },
  region: {
    label: 'Region',
    kind: 'text',
    aliases: [],
    description: 'Where in the world it happened',
    examples: ['eu-west-1', 'eu*'],
  },
  session: {
    label: 'Session',
    kind: 'text',
    aliases: ['sessionId', 'origin.sessionId'],
    description: 'The session of the actor',
    examples: ['s-77'],
  },
  request: {
    label: 'Request',
    kind: 'text',
    aliases: ['requestId', 'origin.requestId'],
    description: 'The request that did it',
    examples: ['r-1204'],
  },
  correlation: {
    label: 'Correlation',
    kind: 'text',
    aliases: ['correlationId', 'parent'],
    description: 'The id of the parent entity of a set of changes',
    examples: ['c-9'],
  },
  related: {
    label: 'Related',
    kind: 'words',
    aliases: [],
    description: 'Words of the id or the name of another entity involved',
    examples: ['u-42', '"Tier 1 EMEA"'],
  },
  source: {
    label: 'Source',
    kind: 'text',
    aliases: ['emitter', 'source.name'],
    description: 'Which emitter sent it',
    examples: ['userhub-prod-3'],
  },
  comment: {
    label: 'Comment',
    kind: 'words',
    aliases: ['comments', 'note'],
    description: 'Words of the comment',
    examples: ['ticket', '"on request of"'],
  },
  has: {
    label: 'Has',
    kind: 'choice',
    aliases: ['with'],
    description: 'Whether the event has a part at all',
    examples: ['changes', 'comment'],
    choices: Object.entries(PARTS).map(([name, description]) => ({ name, description })),
  },
  event: {
    label: 'Event ID',
    kind: 'uuid',
    aliases: ['id', 'eventId'],
    description: 'The id of the event, or its beginning',
    examples: ['0198c0de-0000-7000-8000-000000000001', '0198c0de*'],
  },
  index: {
    label: 'Sequence',
    kind: 'number',
    aliases: ['sequence', 'seq'],
    description: 'The number of the entry in the record',
    examples: ['100', '100..200', '>=100'],
  },
  after: {
    label: 'After',
    kind: 'time',
    aliases: ['since', 'from'],
    description: 'It happened at this time or later (UTC)',
    examples: ['2026-05-01', '2026-05-01T09:30:00Z'],
  },
  before: {
    label: 'Before',
    kind: 'time',
    aliases: ['until', 'to'],
    description: 'It happened before this time (UTC)',
    examples: ['2026-06-01', '2026-05-01T09:30:00Z'],
  },
} as const satisfies Readonly<Record<string, FieldRow>>

export type FieldName = keyof typeof FIELD_TABLE

export interface QueryField extends FieldRow {
  name: FieldName
}

/** Every field in the order in which it is proposed and documented. */
export const QUERY_FIELDS: readonly QueryField[] = Object.entries<FieldRow>(FIELD_TABLE).map(
  ([name, row]) => ({ name: name as FieldName, ...row }),
)

const BY_NAME = new Map<FieldName, QueryField>(QUERY_FIELDS.map(field => [field.name, field]))
const BY_WRITTEN = new Map<string, QueryField>(
  QUERY_FIELDS.flatMap(field => [field.name, ...field.aliases].map(name => [plain(name), field] as const)),
)

export function fieldOf(name: FieldName): QueryField {
  const field = BY_NAME.get(name)
  if (field === undefined) throw new RangeError(`there is no field "${name}"`)
  return field
}

/** The field that is written so; case, `_`, `-` and `.` do not count. */
export function findField(written: string): QueryField | undefined {
  return BY_WRITTEN.get(plain(written))
}

/** The name or alias nearest to one that does not exist. */
export function suggestField(written: string): string | undefined {
  const names = QUERY_FIELDS.flatMap(field => [field.name, ...field.aliases])
  return nearest(written, names)
}

/** The choice of a field of a closed list that is written so, in any case. */
export function choiceOf(field: QueryField, written: string): Choice | undefined {
  const sought = written.toLowerCase()
  return field.choices?.find(
    choice => choice.name.toLowerCase() === sought || choice.aliases?.includes(sought) === true,
  )
}

/** A field that speaks of one change: its terms in one conjunction speak of the same change. */
export function isOfChange(name: FieldName): boolean {
  return fieldOf(name).ofChange === true
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '')
}
