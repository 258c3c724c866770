/**
 * Arbitrary questions, texts and events for property tests: from one small world, so that questions find something.
 * Every question has valid values, in no particular form.
 */

import { ACTOR_TYPES, CATEGORIES, OUTCOMES, type AuditEvent, type Json } from '@daybook/event'
import fc from 'fast-check'

import type { Query, TermNode, Value } from '../ast.ts'
import type { AskedEvent } from '../event-texts.ts'
import { QUERY_FIELDS, type QueryField } from '../fields.ts'

const WORDS = [
  'role',
  'Supervisor',
  'agent',
  'Clarissa',
  'DALLOWAY',
  'u-1',
  'a.b@c.de',
  'ΣΟΦΟΣ',
  'שלום',
  "O'Brien",
  '42',
]
const AWKWARD = [
  '',
  ' ',
  'or',
  'AND',
  '-x',
  '"',
  '\\',
  'a"b\\c',
  'x:y',
  '(x)',
  'a,b',
  '*',
  'a*b',
  '\n',
  '😀',
  'İ',
  '%_',
  '-',
]

const word = fc.constantFrom(...WORDS)
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map(words => words.join(' '))

/** Any text that an event or a quoted value can hold. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: phrase },
  { weight: 1, arbitrary: fc.constantFrom(...AWKWARD) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).filter(text => text.isWellFormed()) },
)

const pattern = fc
  .tuple(fc.constantFrom('', '*'), word, fc.constantFrom('', '*'))
  .map(([before, text, after]) => before + text.slice(0, 4) + after)

const ADDRESSES = ['10.0.0.1', '10.1.2.3', '192.0.2.1', '2001:db8::1', '2001:db8:1::', '::1']
const NETWORKS = [
  '10.0.0.0/8',
  '10.0.0.0/31',
  '0.0.0.0/0',
  '2001:db8::/32',
  '::/0',
  '10.1.2.3/9',
  '2001:DB8::1',
]
const IDS = ['0198c0de-0000-7000-8000-000000000001', '0198c0df-0000-7000-8000-000000000002']
const DAYS = ['2026-05-01T00:00:00.000Z', '2026-05-01T09:30:00.500Z', '2026-06-01T00:00:00.000Z']

function valueOf(field: QueryField): fc.Arbitrary<Value> {
  const plain = (texts: fc.Arbitrary<string>) => texts.map((text): Value => ({ text }))
  switch (field.kind) {
    case 'text':
    case 'words':
    case 'json':
      return fc.oneof(
        plain(fc.oneof(word, pattern, phrase)),
        anyText.map((text): Value => ({ text, exact: true })),
      )
    case 'choice':
      return plain(
        fc.constantFrom(...(field.choices ?? []).flatMap(({ name, aliases }) => [name, ...(aliases ?? [])])),
      )
    case 'uuid':
      return plain(fc.constantFrom(...IDS, '0198*', '0198C0DF*'))
    case 'address':
      return plain(fc.constantFrom(...ADDRESSES, ...NETWORKS))
    case 'number':
      return plain(fc.constantFrom('0', '007', '1..3', '2..', '..2', '>=2', '>2', '<=1', '<2'))
    case 'time':
      return plain(
        fc.constantFrom(
          '2026',
          '2026-05',
          '2026-05-01',
          '2026-05-01T09:30Z',
          '2026-05-01t11:30:00.5+02:00',
          ...DAYS,
        ),
      )
  }
}

const term: fc.Arbitrary<Query> = fc
  .constantFrom(...QUERY_FIELDS)
  .chain(field =>
    fc
      .array(valueOf(field), { minLength: 1, maxLength: field.kind === 'time' ? 1 : 3 })
      .map((values): TermNode => ({ kind: 'term', field: field.name, values })),
  )
const changeTerm: fc.Arbitrary<Query> = fc
  .constantFrom(...QUERY_FIELDS.filter(({ ofChange }) => ofChange === true))
  .chain(field =>
    valueOf(field).map((value): TermNode => ({ kind: 'term', field: field.name, values: [value] })),
  )
const searched: fc.Arbitrary<Query> = fc.oneof(
  fc
    .oneof(word, pattern, fc.constantFrom('*', 'or', 'x:y', '-x'))
    .map((text): Query => ({ kind: 'text', text })),
  phrase.map((text): Query => ({ kind: 'text', text, exact: true })),
)

/** Any question, also such as nobody would write: empty and single alternatives, repeated negations. */
export const anyQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>(tie => {
  const items = fc.array(tie('query'), { maxLength: 3 })
  return {
    query: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      term,
      changeTerm,
      searched,
      items.map((items): Query => ({ kind: 'and', items })),
      items.map((items): Query => ({ kind: 'or', items })),
      tie('query').map((item): Query => ({ kind: 'not', item })),
    ),
  }
}).query

const SIGNS = ['(', ')', '-', ' ', ' or ', ' and ', '"', ',', ':', '*', '\\']
const PIECES = [
  'app:',
  '-category:read',
  'actor:"a b"',
  'zz:x',
  'outcome:failed',
  'ip:10.0.0.0/8',
  'index:>5',
  'after:2026',
  'attr:role',
  'new:x',
  'has:state',
  '"un',
]

/** Texts that people might type, right and wrong. */
export const anyTyped: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...SIGNS, ...PIECES), word, fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 12,
  })
  .map(parts => parts.join(''))

const optional = { requiredKeys: [] }
const json: fc.Arbitrary<Json> = fc.oneof(
  anyText,
  fc.constantFrom<Json>(null, true, 42, 1e21, [], {}, ['agent', 'Supervisor'], {
    role: 'agent',
    'a b': [1, 'x\ny'],
  }),
)
const person = fc.record(
  { type: fc.constantFrom(...ACTOR_TYPES), id: anyText, name: anyText, email: anyText },
  { requiredKeys: ['type', 'id'] },
)
const change = fc.record({ attribute: anyText, old: json, new: json }, { requiredKeys: ['attribute'] })

export const anyEvent: fc.Arbitrary<AskedEvent> = fc.record(
  {
    id: fc.constantFrom(...IDS),
    occurredAt: fc.constantFrom(...DAYS),
    application: anyText,
    activity: anyText,
    category: fc.constantFrom(...CATEGORIES),
    outcome: fc.constantFrom(...OUTCOMES),
    outcomeReason: anyText,
    actor: fc
      .tuple(person, fc.option(person, { nil: undefined }))
      .map(([who, behind]) => (behind === undefined ? who : { ...who, impersonator: behind })),
    entity: fc.record({ type: anyText, id: anyText, name: anyText }, { requiredKeys: ['type'] }),
    related: fc.array(
      fc.record({ type: anyText, id: anyText, name: anyText }, { requiredKeys: ['type', 'id'] }),
      {
        maxLength: 2,
      },
    ),
    changes: fc.array(change, { maxLength: 3 }),
    state: json,
    origin: fc.record(
      {
        accessMethod: anyText,
        ip: fc.constantFrom(...ADDRESSES),
        userAgent: anyText,
        sessionId: anyText,
        requestId: anyText,
      },
      optional,
    ),
    region: anyText,
    correlation: fc.record({ type: anyText, id: anyText }),
    comment: anyText,
    metadata: fc.constant({}),
    source: fc.record({ name: anyText, sequence: fc.nat() }),
    index: fc.nat({ max: 4 }),
  },
  { requiredKeys: ['id', 'occurredAt', 'application', 'activity', 'category', 'outcome', 'actor', 'entity'] },
)

/** One event by hand. */
export function eventWith(fields: Partial<AuditEvent> & { index?: number } = {}): AskedEvent {
  return {
    id: IDS[0] as string,
    occurredAt: '2026-05-01T09:30:00.000Z',
    application: 'UserHub',
    activity: 'Change password',
    category: 'update',
    outcome: 'SUCCESS',
    actor: { type: 'user', id: 'u-17', name: 'Clarissa Dalloway', email: 'clarissa@classics.example' },
    entity: { type: 'User', id: 'u-42', name: 'Peter Walsh' },
    ...fields,
  }
}
