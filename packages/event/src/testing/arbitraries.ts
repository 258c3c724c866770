/** Random events and random JSON for property tests. */
/** Only tests import it; every event that it makes is acceptable. */

import fc from 'fast-check'
import { LIMITS } from '../limits.ts'
import { ACTOR_TYPES, CATEGORIES, type Json, type JsonObject, OUTCOMES } from '../types.ts'

/** Well-formed text without NUL, of any script. */
const anyText = fc.string({ unit: 'binary', maxLength: 20 }).map(text => text.replaceAll('\0', ''))

const filled = anyText.filter(text => text.trim() !== '')
const number = fc
  .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger())
  .filter(value => !Number.isInteger(value) || Number.isSafeInteger(value))

/** JSON that a strict reader accepts, of a depth that fits everywhere in an event. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    anyText,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc
        .oneof(
          anyText,
          fc.constantFrom('id', 'a.b', 'x[0]', '', '$', '7', '10', 'constructor', '\\', 'toJSON'),
        )
        .filter(key => key !== '__proto__'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value

const idText = fc.oneof(filled, fc.uuid(), fc.constantFrom('7', 'u-1'))
const person = {
  type: fc.constantFrom(...ACTOR_TYPES),
  id: idText,
  name: filled,
  email: fc.emailAddress(),
}
const at = fc
  .tuple(
    fc.integer({ min: Date.parse(LIMITS.occurredFrom), max: Date.parse(LIMITS.occurredTo) }),
    fc.integer({ min: -720, max: 840 }),
  )
  .map(([ms, offset]) => withOffset(ms, offset))

/** Any acceptable event, with each optional field present or absent. */
export const anyEvent: fc.Arbitrary<JsonObject> = fc.record(
  {
    id: fc.uuid().filter(id => !/^[0f-]+$/.test(id)),
    occurredAt: at,
    application: filled,
    activity: fc.oneof(filled, fc.constantFrom('Create user', 'login')),
    category: fc.constantFrom(...CATEGORIES),
    outcome: fc.constantFrom(...OUTCOMES),
    outcomeReason: filled,
    actor: fc.record(
      { ...person, impersonator: fc.record(person, { requiredKeys: ['id'], noNullPrototype: true }) },
      { requiredKeys: ['id'], noNullPrototype: true },
    ),
    entity: fc.record(
      { type: filled, id: idText, name: filled },
      { requiredKeys: ['type'], noNullPrototype: true },
    ),
    related: fc.array(
      fc.record(
        { type: filled, id: idText, name: filled, role: filled },
        { requiredKeys: ['type', 'id'], noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    changes: fc.array(
      fc
        .record(
          { attribute: filled, old: anyJson, new: anyJson },
          { requiredKeys: ['attribute'], noNullPrototype: true },
        )
        .filter(change => 'old' in change || 'new' in change),
      { maxLength: 3 },
    ),
    state: anyJson,
    origin: fc.record(
      {
        accessMethod: filled,
        ip: fc.oneof(fc.ipV4(), fc.ipV6()),
        userAgent: filled,
        sessionId: idText,
        requestId: idText,
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    region: filled,
    correlation: fc.record({ type: filled, id: idText }, { noNullPrototype: true }),
    comment: filled,
    metadata: fc.dictionary(
      filled.filter(key => key !== '__proto__'),
      anyJson,
      { maxKeys: 4, noNullPrototype: true },
    ),
    source: fc.record({ name: filled, sequence: fc.maxSafeNat() }, { noNullPrototype: true }),
  },
  { requiredKeys: ['occurredAt', 'application', 'activity', 'actor', 'entity'], noNullPrototype: true },
) as fc.Arbitrary<JsonObject>

function withOffset(ms: number, offset: number): string {
  if (offset === 0) return new Date(ms).toISOString()
  const local = new Date(ms + offset * 60_000)
  // A local year beyond the window still has four digits.
  const total = Math.abs(offset)
  const clock = `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`
  return local.toISOString().slice(0, 23) + (offset < 0 ? '-' : '+') + clock
}
