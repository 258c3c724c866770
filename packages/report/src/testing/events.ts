/**
 * Events for tests: one by hand, any event there can be, and crowds of similar ones for questions.
 * Arbitrary events have every optional field both present and absent, and texts that try to break a notation.
 */

import { ACTOR_TYPES, CATEGORIES, OUTCOMES, type AuditEvent, type Json, readJson } from '@daybook/event'
import fc from 'fast-check'

import type { StoredRow } from '../types.ts'

/** 15 May 2025, 09:06:40 UTC */
export const A_DAY = 1_747_300_000_000

export function eventAt(at: number, fields: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: crypto.randomUUID(),
    occurredAt: new Date(at).toISOString(),
    application: 'UserHub',
    activity: 'Update user',
    category: 'update',
    outcome: 'SUCCESS',
    actor: { type: 'user', id: 'u-1', name: 'Clarissa Dalloway' },
    entity: { type: 'User', id: 'e-1', name: 'Peter Walsh' },
    ...fields,
  }
}

/** Entries of tenant 1 from index `first` on, a minute apart. */
export function entriesFrom(first: number, count: number, fields: Partial<AuditEvent> = {}): StoredRow[] {
  return Array.from({ length: count }, (_, i) => {
    const index = first + i
    return { tenant: 1, index, recordedAt: A_DAY + index, event: eventAt(A_DAY + index * 60_000, fields) }
  })
}

const AWKWARD = [
  "O'Brien",
  'back\\slash',
  'a\tb\nc',
  '{tenant:UInt32}',
  "'; DROP TABLE entry; --",
  '\u0007bell',
  '',
  ' ',
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(...AWKWARD, 'שלום עולם', 'naïve—dash', '😀 emoji', 'ΣΟΦΟΣ', 'İstanbul', '\u2028', '\uffff'),
)
// JSON has one zero: RFC 8785 writes -0 as 0, so no recorded event holds it.
const json: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map(value => readJson(JSON.stringify(value))),
  fc.constantFrom<Json>(null, 1e21, 1e-7, 0, -1.5, 9007199254740991, '', 'null', 'a\nb', {}, [], deep(30)),
)
const instant = fc
  .oneof(
    fc.integer({ min: A_DAY - 4e9, max: A_DAY + 4e9 }),
    fc.constantFrom(-62135596800000, -1, 0, 253402300799999, 951782400000),
  )
  .map(ms => new Date(ms).toISOString())

const required = [
  'id',
  'occurredAt',
  'application',
  'activity',
  'category',
  'outcome',
  'actor',
  'entity',
] as const
const person = fc.record(
  { type: fc.constantFrom(...ACTOR_TYPES), id: text, name: text, email: text },
  { requiredKeys: ['type', 'id'] },
)
const related = fc.record({ type: text, id: text, name: text, role: text }, { requiredKeys: ['type', 'id'] })
const change = fc.record({ attribute: text, old: json, new: json }, { requiredKeys: ['attribute'] })

/** Any event that a record can hold, and some that it would refuse. */
export const anyEvent: fc.Arbitrary<AuditEvent> = fc.record(
  {
    id: fc.uuid(),
    occurredAt: instant,
    occurredOffset: fc.constantFrom('+02:00', '-11:30'),
    application: text,
    activity: text,
    category: fc.constantFrom(...CATEGORIES),
    outcome: fc.constantFrom(...OUTCOMES),
    outcomeReason: text,
    actor: fc.oneof(
      person,
      fc.tuple(person, person).map(([actor, impersonator]) => ({ ...actor, impersonator })),
    ),
    entity: fc.record({ type: text, id: text, name: text }, { requiredKeys: ['type'] }),
    related: fc.array(related, { maxLength: 3 }),
    changes: fc.array(change, { maxLength: 4 }),
    state: json,
    origin: fc.record(
      { accessMethod: text, ip: text, userAgent: text, sessionId: text, requestId: text },
      { requiredKeys: [] },
    ),
    region: text,
    correlation: fc.record({ type: text, id: text }),
    comment: text,
    metadata: fc.dictionary(text, json, { maxKeys: 3, noNullPrototype: true }).map(noProto),
    source: fc.record({ name: text, sequence: fc.maxSafeNat() }),
  },
  { requiredKeys: [...required] },
)

const WORDS = ['dalloway', 'Walsh', 'role', 'Tier', 'שלום', 'naïve', 'Straße', "O'Brien", 'x_y', '42', 'a\\b']
const few = fc.constantFrom('UserHub', 'Player', "O'Brien's", 'back\\slash', 'שלום', '{x:String}')
const phrase = fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }).map(words => words.join(' '))
const crowdChange = fc.record(
  { attribute: phrase, old: phrase, new: phrase },
  { requiredKeys: ['attribute'] },
)
const crowdActor = fc.constantFrom<AuditEvent['actor']>(
  { type: 'user', id: 'u-1', name: 'Clarissa Dalloway', email: 'clarissa@example.com' },
  { type: 'user', id: 'u-2', name: 'Peter Walsh' },
  { type: 'user', id: 'u-2', name: 'Peter Walsh', impersonator: { type: 'user', id: 'u-1' } },
  { type: 'bot', id: 'Peter Walsh' },
  { type: 'system', id: 'שלום', name: "O'Brien" },
)

/** Events of few values at few moments, so that filters meet and ties occur. */
export const crowdEvent: fc.Arbitrary<AuditEvent> = fc.record(
  {
    id: fc.uuid(),
    occurredAt: fc
      .oneof(fc.integer({ min: 0, max: 90 * 24 }), fc.constantFrom(24, 48))
      .map(hours => new Date(Date.UTC(2025, 0, 30) + hours * 3_600_000).toISOString()),
    application: few,
    activity: fc.constantFrom('Login', 'Update user', 'Export'),
    category: fc.constantFrom(...CATEGORIES.slice(0, 4)),
    outcome: fc.constantFrom(...OUTCOMES),
    actor: crowdActor,
    entity: fc.record({ type: few, name: phrase }),
    changes: fc.array(crowdChange, { maxLength: 3 }),
    comment: phrase,
  },
  { requiredKeys: [...required] },
)

function deep(levels: number): Json {
  let value: Json = 'bottom'
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { in: value }
  return value
}

function noProto<T extends object>(value: T): T {
  return readJson(JSON.stringify(value)) as T
}
