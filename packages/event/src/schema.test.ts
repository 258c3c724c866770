import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toEntry } from './entry.ts'
import { normaliseEvent } from './normalise.ts'
import type { ProblemCode } from './problem.ts'
import { entrySchema, eventSchema } from './schema.ts'
import { FIELDS } from './shape.ts'
import { anyEvent, anyJson } from './testing/arbitraries.ts'
import { ACTOR_TYPES, type Json, type JsonObject } from './types.ts'

const ajv = new Ajv2020({ strict: true, strictRequired: false, validateFormats: false, allErrors: true })
const validEvent = ajv.compile(eventSchema)
const validEntry = ajv.compile(entrySchema)
const context = { newId: () => '01890a5d-ac96-774b-bcce-b302099a8057' }

/** What JSON Schema cannot say: an event may be refused for these alone and still satisfy the schema. */
const BEYOND_SCHEMA = new Set<ProblemCode>([
  'FORBIDDEN_KEY',
  'NUMBER_NOT_FINITE',
  'INTEGER_UNSAFE',
  'LONE_SURROGATE',
  'NUL_CHARACTER',
  'TOO_DEEP',
  'EVENT_TOO_LARGE',
  // The grammar is in the schema; the calendar, the window, the contradiction and the groups of an address are not.
  'TIMESTAMP_INVALID',
  'TIMESTAMP_OUT_OF_RANGE',
  'OFFSET_INVALID',
  'IP_INVALID',
])

function compare(sent: Json): void {
  const result = normaliseEvent(sent, context)
  const valid = validEvent(sent)
  if (result.ok) {
    expect(validEvent.errors ?? []).toEqual([])
  } else if (valid) {
    const codes = result.problems.map(one => one.code)
    expect(codes.filter(code => !BEYOND_SCHEMA.has(code))).toEqual([])
  }
}

test('every acceptable event satisfies the schema', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      expect(normaliseEvent(sent, context).ok).toBe(true)
      expect(validEvent(sent) || (validEvent.errors as ErrorObject[])).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

/** One place of an acceptable event put wrong: a value replaced, a key added or taken away. */
const spoilt = fc
  .tuple(
    anyEvent,
    fc.nat(),
    fc.oneof(anyJson, odd()),
    fc.constantFrom('replace', 'remove', 'add'),
    fc.constantFrom(...FIELDS.event, 'nam', 'x'),
  )
  .map(([event, place, value, how, key]) => {
    const copy = structuredClone(event)
    const holders = holdersOf(copy)
    const holder = holders[place % holders.length] as JsonObject
    const keys = Object.keys(holder)
    const at = keys[place % Math.max(1, keys.length)] ?? key
    if (how === 'add') holder[Array.isArray(holder) ? String(keys.length) : key] = value
    else if (how === 'replace') holder[at] = value
    else if (Array.isArray(holder)) holder.splice(Number(at), 1)
    else delete holder[at]
    return copy
  })

function odd(): fc.Arbitrary<Json> {
  const texts = [
    '',
    ' ',
    'x'.repeat(201),
    'é'.repeat(257),
    '😀'.repeat(200),
    '😀'.repeat(513),
    'SUCCESS',
    'user',
    '2026-05-04T07:00:00Z',
    '2026-02-30T07:00:00Z',
    '+02:00',
    '+25:00',
    '10.0.0.1',
    '::1',
    'a\0',
    '\ufeff',
  ]
  const others: Json[] = [
    null,
    -1,
    0.5,
    2 ** 53 - 1,
    7,
    true,
    {},
    [],
    [{}],
    { id: 'x' },
    { type: 'user', id: 'x' },
    Array.from({ length: 51 }, () => ({ type: 'T', id: '1' })),
    Array.from({ length: 1001 }, () => ({ attribute: 'a', new: 1 })),
  ]
  return fc.constantFrom<Json>(
    ...texts,
    ...ACTOR_TYPES,
    ...others,
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-ffff-ffff-ffff-ffffffffffff',
  )
}

function holdersOf(value: Json): (JsonObject | Json[])[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(holdersOf)]
}

test('the schema and the validator agree on spoilt events, but for the codes that no schema can say', () => {
  fc.assert(fc.property(spoilt, compare), { numRuns: 5000 })
})

test('the schema and the validator agree on any JSON', () => {
  fc.assert(fc.property(anyJson, compare))
})

test('every entry satisfies the schema of entries', () => {
  fc.assert(
    fc.property(anyEvent, fc.nat(), (sent, index) => {
      const result = normaliseEvent(sent, context)
      if (!result.ok) throw new Error('not acceptable')
      const recorded = {
        tenant: 'default',
        index,
        recordedAt: '2026-05-04T07:00:01.000Z',
        secret: new Uint8Array(16),
      }
      const entry = toEntry({ ...recorded, event: result.accepted.event }, () => new Uint8Array(32))
      expect(validEntry(entry) || (validEntry.errors as ErrorObject[])).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('the schema lists the fields of the event in their order, and nothing else', () => {
  expect(Object.keys(eventSchema['properties'] as object)).toEqual([...FIELDS.event])
})
