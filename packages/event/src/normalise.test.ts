import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalise } from './canonical.ts'
import { LIMITS } from './limits.ts'
import { normaliseEvent, sameContent, type Accepted } from './normalise.ts'
import { PROBLEMS, type Problem } from './problem.ts'
import { readJson } from './read-json.ts'
import { anyEvent } from './testing/arbitraries.ts'
import type { Json, JsonObject } from './types.ts'

const MADE = '01890a5d-ac96-774b-bcce-b302099a8057'
const context = { newId: () => MADE }
const minimal = {
  occurredAt: '2026-05-04T07:00:00.123Z',
  application: 'UserHub',
  activity: 'Change password',
  actor: { id: 'u-1' },
  entity: { type: 'User' },
}

function accept(value: unknown): Accepted {
  const result = normaliseEvent(value as Json, context)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.accepted
}

function refuse(value: unknown): Problem[] {
  const result = normaliseEvent(value as Json, context)
  return result.ok ? [] : result.problems
}

test('an event with the least that it needs gets every default', () => {
  expect(accept(minimal)).toEqual({
    categoryGiven: false,
    text: `{"activity":"Change password","actor":{"id":"u-1","type":"user"},"application":"UserHub","category":"update","entity":{"type":"User"},"id":"${MADE}","occurredAt":"2026-05-04T07:00:00.123Z","outcome":"SUCCESS"}`,
    event: {
      ...minimal,
      id: MADE,
      category: 'update',
      outcome: 'SUCCESS',
      actor: { type: 'user', id: 'u-1' },
    },
  })
})

test('the text of any accepted event is its canonical JSON, and reads back as the event', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      const { event, text } = accept(sent)
      expect(text).toBe(canonicalise(event as unknown as Json))
      expect(text).toBe(canonicalize(event))
      expect(canonicalise(readJson(text))).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('normal form is a fixed point', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      const first = accept(sent)
      expect(accept(first.event).text).toBe(first.text)
      expect(accept(readJson(first.text)).text).toBe(first.text)
    }),
    { numRuns: 500 },
  )
})

test('what the sender said is kept: only id, time, address and empty containers change', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      const { event } = accept(sent)
      for (const key of [
        'application',
        'activity',
        'comment',
        'region',
        'outcomeReason',
        'related',
        'changes',
        'state',
        'metadata',
        'correlation',
        'source',
      ] as const) {
        const said = sent[key]
        const empty =
          key !== 'state' && typeof said === 'object' && said !== null && Object.keys(said).length === 0
        expect(canonicalise((event[key] ?? null) as Json)).toBe(canonicalise(empty ? null : (said ?? null)))
      }
    }),
    { numRuns: 300 },
  )
})

test('the sender’s object is not touched', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      const before = structuredClone(sent)
      accept(sent)
      expect(sent).toEqual(before)
      expect(Object.keys(sent)).toEqual(Object.keys(before))
    }),
  )
})

test('ids are lower case, times are UTC with the offset beside them, addresses have one spelling', () => {
  const { event, categoryGiven } = accept({
    ...minimal,
    id: MADE.toUpperCase(),
    category: 'other',
    occurredAt: '2026-05-04T09:00:00.1239+02:00',
    origin: { ip: '2001:DB8:0:0:0:0:0:1' },
    related: [],
    changes: [],
    metadata: {},
  })
  expect(event).toEqual({
    ...minimal,
    id: MADE,
    category: 'other',
    outcome: 'SUCCESS',
    occurredAt: '2026-05-04T07:00:00.123Z',
    occurredOffset: '+02:00',
    actor: { type: 'user', id: 'u-1' },
    origin: { ip: '2001:db8::1' },
  })
  expect(categoryGiven).toBe(true)
})

test('the catalog’s category goes before the verb’s, and the sender’s before both', () => {
  const catalog = { newId: () => MADE, categoryOf: () => 'grant' as const }
  const category = (value: Json) => {
    const result = normaliseEvent(value, catalog)
    return result.ok ? result.accepted.event.category : undefined
  }
  expect(category(minimal)).toBe('grant')
  expect(category({ ...minimal, category: 'read' })).toBe('read')
})

test('null is a value where any value is one, and absence where it is absent', () => {
  const { event } = accept({
    ...minimal,
    state: null,
    changes: [
      { attribute: 'a', old: null },
      { attribute: 'a', new: 0 },
    ],
  })
  expect(event.state).toBeNull()
  expect(event.changes).toEqual([
    { attribute: 'a', old: null },
    { attribute: 'a', new: 0 },
  ])
  expect('new' in (event.changes?.[0] ?? {})).toBe(false)
})

test('undefined in memory is the same as absent', () => {
  expect(accept({ ...minimal, comment: undefined, unheardOf: undefined }).text).toBe(accept(minimal).text)
})

const changesOf = (length: number) => Array.from({ length }, () => ({ attribute: 'a', new: 1 }))
const long = (length: number) => 'é'.repeat(length)
const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Json

// Every row: what is sent instead, the code, the path.
const REFUSED: [what: string, sent: unknown, code: keyof typeof PROBLEMS, path: string][] = [
  ['a list', [], 'EVENT_NOT_OBJECT', ''],
  ['null', null, 'EVENT_NOT_OBJECT', ''],
  ['a text', 'x', 'EVENT_NOT_OBJECT', ''],
  ['no time', { ...minimal, occurredAt: undefined }, 'MISSING_FIELD', '/occurredAt'],
  ['no application', { ...minimal, application: undefined }, 'MISSING_FIELD', '/application'],
  ['no actor', { ...minimal, actor: undefined }, 'MISSING_FIELD', '/actor'],
  ['no id of the actor', { ...minimal, actor: { type: 'bot' } }, 'MISSING_FIELD', '/actor/id'],
  ['no entity', { ...minimal, entity: undefined }, 'MISSING_FIELD', '/entity'],
  ['no type of the entity', { ...minimal, entity: {} }, 'MISSING_FIELD', '/entity/type'],
  ['no sequence', { ...minimal, source: { name: 'x' } }, 'MISSING_FIELD', '/source/sequence'],
  [
    'no id of a related entity',
    { ...minimal, related: [{ type: 'Team' }] },
    'MISSING_FIELD',
    '/related/0/id',
  ],
  ['no attribute', { ...minimal, changes: [{ new: 1 }] }, 'MISSING_FIELD', '/changes/0/attribute'],
  ['an unknown field', { ...minimal, colour: 1 }, 'UNKNOWN_FIELD', '/colour'],
  ['a field that we add', { ...minimal, leafHash: 'x' }, 'UNKNOWN_FIELD', '/leafHash'],
  [
    'an unknown field of a change',
    { ...minimal, changes: [{ attribute: 'a', new: 1, from: 2 }] },
    'UNKNOWN_FIELD',
    '/changes/0/from',
  ],
  [
    'an unknown field of the impersonator',
    { ...minimal, actor: { id: 'a', impersonator: { id: 'b', impersonator: {} } } },
    'UNKNOWN_FIELD',
    '/actor/impersonator/impersonator',
  ],
  ['an unknown field with a slash', { ...minimal, 'a/b~': 1 }, 'UNKNOWN_FIELD', '/a~1b~0'],
  ['a number for a text', { ...minimal, application: 7 }, 'WRONG_TYPE', '/application'],
  ['null for a text', { ...minimal, comment: null }, 'WRONG_TYPE', '/comment'],
  ['a text for an object', { ...minimal, actor: 'me' }, 'WRONG_TYPE', '/actor'],
  ['a list for an object', { ...minimal, metadata: [] }, 'WRONG_TYPE', '/metadata'],
  ['an object for a list', { ...minimal, changes: {} }, 'WRONG_TYPE', '/changes'],
  [
    'a text for a change',
    { ...minimal, changes: [{ attribute: 'a', old: 1 }, 'x'] },
    'WRONG_TYPE',
    '/changes/1',
  ],
  ['a date object', { ...minimal, metadata: new Date(0) }, 'WRONG_TYPE', '/metadata'],
  ['an empty text', { ...minimal, activity: '' }, 'EMPTY_TEXT', '/activity'],
  ['a blank name', { ...minimal, entity: { type: 'User', name: ' \t\u00a0' } }, 'BLANK_TEXT', '/entity/name'],
  ['a long activity', { ...minimal, activity: long(201) }, 'TEXT_TOO_LONG', '/activity'],
  ['a long comment', { ...minimal, comment: long(8193) }, 'TEXT_TOO_LONG', '/comment'],
  ['too many changes', { ...minimal, changes: changesOf(1001) }, 'LIST_TOO_LONG', '/changes'],
  [
    'too many related',
    { ...minimal, related: Array.from({ length: 51 }, () => ({ type: 'a', id: '1' })) },
    'LIST_TOO_LONG',
    '/related',
  ],
  ['no UUID', { ...minimal, id: 'abc' }, 'UUID_INVALID', '/id'],
  ['the nil UUID', { ...minimal, id: '00000000-0000-0000-0000-000000000000' }, 'UUID_INVALID', '/id'],
  ['a local time', { ...minimal, occurredAt: '2026-05-04T07:00:00' }, 'TIMESTAMP_INVALID', '/occurredAt'],
  ['year 0001', { ...minimal, occurredAt: '0001-01-01T00:00:00Z' }, 'TIMESTAMP_OUT_OF_RANGE', '/occurredAt'],
  [
    'year 9999',
    { ...minimal, occurredAt: '9999-12-31T23:59:59.999Z' },
    'TIMESTAMP_OUT_OF_RANGE',
    '/occurredAt',
  ],
  [
    'two offsets',
    { ...minimal, occurredAt: '2026-05-04T07:00:00+02:00', occurredOffset: '+03:00' },
    'OFFSET_INVALID',
    '/occurredOffset',
  ],
  ['no offset', { ...minimal, occurredOffset: '2h' }, 'OFFSET_INVALID', '/occurredOffset'],
  ['an unknown category', { ...minimal, category: 'edit' }, 'VALUE_UNKNOWN', '/category'],
  ['an outcome in lower case', { ...minimal, outcome: 'success' }, 'VALUE_UNKNOWN', '/outcome'],
  [
    'an unknown actor type',
    { ...minimal, actor: { id: 'x', type: 'human' } },
    'VALUE_UNKNOWN',
    '/actor/type',
  ],
  ['no address', { ...minimal, origin: { ip: 'ec2.amazonaws.com' } }, 'IP_INVALID', '/origin/ip'],
  [
    'a negative sequence',
    { ...minimal, source: { name: 'x', sequence: -1 } },
    'SEQUENCE_INVALID',
    '/source/sequence',
  ],
  [
    'half a sequence',
    { ...minimal, source: { name: 'x', sequence: 0.5 } },
    'SEQUENCE_INVALID',
    '/source/sequence',
  ],
  ['a change of nothing', { ...minimal, changes: [{ attribute: 'a' }] }, 'CHANGE_EMPTY', '/changes/0'],
  ['a lone surrogate', { ...minimal, actor: { id: 'x', name: 'a\ud800' } }, 'LONE_SURROGATE', '/actor/name'],
  ['a lone surrogate in a key', { ...minimal, state: { 'k\udc00': 1 } }, 'LONE_SURROGATE', '/state/k\ufffd'],
  ['NUL', { ...minimal, state: [{ a: '\0' }] }, 'NUL_CHARACTER', '/state/0/a'],
  ['NaN', { ...minimal, state: { a: Number.NaN } }, 'NUMBER_NOT_FINITE', '/state/a'],
  [
    'an infinite sequence',
    { ...minimal, source: { name: 'x', sequence: Number.POSITIVE_INFINITY } },
    'NUMBER_NOT_FINITE',
    '/source/sequence',
  ],
  [
    'a large integer',
    { ...minimal, changes: [{ attribute: 'a', new: 2 ** 53 }] },
    'INTEGER_UNSAFE',
    '/changes/0/new',
  ],
  [
    '__proto__',
    JSON.parse(`{"metadata":{"__proto__":1},${JSON.stringify(minimal).slice(1)}`),
    'FORBIDDEN_KEY',
    '/metadata/__proto__',
  ],
  [
    '__proto__ as a field',
    JSON.parse(`{"__proto__":{"id":1},${JSON.stringify(minimal).slice(1)}`),
    'FORBIDDEN_KEY',
    '/__proto__',
  ],
  ['nesting', { ...minimal, state: nested(32) }, 'TOO_DEEP', '/state' + '/0'.repeat(31)],
  ['a function', { ...minimal, state: { toJSON: () => 1 } }, 'NOT_JSON', '/state/toJSON'],
  ['a map', { ...minimal, state: [new Map()] }, 'NOT_JSON', '/state/0'],
  ['undefined inside a value', { ...minimal, state: [undefined] }, 'NOT_JSON', '/state/0'],
  ['a large event', { ...minimal, state: 'x'.repeat(32 * 1024) }, 'EVENT_TOO_LARGE', ''],
  ['a large event of long characters', { ...minimal, state: '\u20ac'.repeat(11_000) }, 'EVENT_TOO_LARGE', ''],
]

test.each(REFUSED)('%s is refused by its own code at its own place', (_what, sent, code, path) => {
  expect(refuse(sent).map(one => [one.code, one.path])).toEqual([[code, path]])
})

test('every code of a single event is shown by a row above', () => {
  const textual = new Set(['JSON_SYNTAX', 'UTF8_INVALID', 'DUPLICATE_KEY', 'BATCH_EMPTY', 'BATCH_TOO_LARGE'])
  const shown = new Set<string>(REFUSED.map(row => row[2]))
  expect(Object.keys(PROBLEMS).filter(code => !shown.has(code) && !textual.has(code))).toEqual([])
})

test('what lies exactly at a limit is accepted', () => {
  const astral = '\u{1f600}'
  accept({ ...minimal, activity: astral.repeat(LIMITS.vocabularyMax), comment: long(LIMITS.commentMax) })
  accept({ ...minimal, changes: changesOf(LIMITS.changesMax) })
  accept({ ...minimal, state: nested(LIMITS.depthMax - 1) })
  accept({ ...minimal, changes: [{ attribute: 'a', new: nested(LIMITS.depthMax - 3) }] })
  const bytes = accept({ ...minimal, state: 'x' }).text.length
  const fits = accept({ ...minimal, state: 'x'.repeat(LIMITS.eventBytesMax - bytes + 1) })
  expect(new TextEncoder().encode(fits.text).length).toBe(LIMITS.eventBytesMax)
})

test('all problems of one event are told together, with a suggestion where one is near', () => {
  const problems = refuse({
    aplication: 'x',
    activity: ' ',
    actor: { id: '', tpye: 'bot' },
    entity: { type: 5 },
    occurredAt: 'yesterday',
    category: 'creat',
    state: { a: '\0' },
  })
  expect(problems.map(one => `${one.code} ${one.path}`).toSorted()).toEqual([
    'BLANK_TEXT /activity',
    'EMPTY_TEXT /actor/id',
    'MISSING_FIELD /application',
    'NUL_CHARACTER /state/a',
    'TIMESTAMP_INVALID /occurredAt',
    'UNKNOWN_FIELD /actor/tpye',
    'UNKNOWN_FIELD /aplication',
    'VALUE_UNKNOWN /category',
    'WRONG_TYPE /entity/type',
  ])
  const message = (path: string) => problems.find(one => one.path === path)?.message
  expect(message('/aplication')).toContain('Did you mean "application"?')
  expect(message('/actor/tpye')).toContain('Did you mean "type"?')
  expect(message('/category')).toContain('Did you mean "create"?')
})

test('of very many problems the first are told', () => {
  const problems = refuse({ ...minimal, changes: Array.from({ length: 500 }, () => ({})) })
  expect(problems).toHaveLength(LIMITS.problemsMax)
})

test('no value whatever makes it throw, and what it accepts is canonical', () => {
  const field = fc.constantFrom(
    ...Object.keys({
      ...minimal,
      id: 1,
      changes: 1,
      related: 1,
      state: 1,
      origin: 1,
      source: 1,
      metadata: 1,
      category: 1,
    }),
  )
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  fc.assert(
    fc.property(field, anything, anything, (key, value, inner) => {
      for (const sent of [
        { ...minimal, [key]: value },
        { ...minimal, [key]: [inner] },
        { ...minimal, [key]: { id: inner, type: value, name: inner } },
      ]) {
        const result = normaliseEvent(sent, context)
        if (result.ok)
          expect(canonicalise(result.accepted.event as unknown as Json)).toBe(result.accepted.text)
        else expect(result.problems.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a derived category does not make a difference, a given one does', () => {
  const stored = accept({ ...minimal, category: 'other' })
  expect(sameContent(stored, accept({ ...minimal, category: 'other' }))).toBe(true)
  expect(sameContent(stored, accept(minimal))).toBe(true)
  expect(sameContent(stored, accept({ ...minimal, category: 'update' }))).toBe(false)
  expect(sameContent(stored, accept({ ...minimal, comment: 'x' }))).toBe(false)
  const derived = accept(minimal)
  expect(sameContent(derived, accept({ ...minimal, category: 'update' }))).toBe(true)
})

test('a Windows path is not mistaken for an escape', () => {
  const path: JsonObject = { path: 'C:\\users\\u0000\\ud800' }
  expect(accept({ ...minimal, state: path }).event.state).toEqual(path)
})
