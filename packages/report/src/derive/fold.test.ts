import { diffStates, type AuditEvent, type Json, type JsonObject } from '@daybook/event'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { A_DAY, eventAt } from '../testing/events.ts'
import type { ActivityRow } from '../types.ts'
import { Fold } from './fold.ts'

const UPDATE: Partial<AuditEvent> = { category: 'update' }
const CREATE: Partial<AuditEvent> = { category: 'create' }

function entry(index: number, fields: Partial<AuditEvent>): ActivityRow {
  const at = A_DAY + index * 1000
  return { ...eventAt(at, fields), index, recordedAt: new Date(at).toISOString() }
}

function folded(...events: Partial<AuditEvent>[]): Fold {
  const fold = new Fold()
  for (const [index, fields] of events.entries()) fold.take(entry(index, fields))
  return fold
}

const reasons = (fold: Fold) => fold.breaks.map(one => [one.index, one.reason, one.attribute])
const setters = (fold: Fold) =>
  Object.fromEntries([...fold.setters].map(([attribute, { index, how }]) => [attribute, [index, how]]))

const key = fc.constantFrom('role', 'team', 'a.b', 'x[0]', '', '$', '__proto__')
const leaf = fc.constantFrom<Json>(
  1,
  2,
  'x',
  true,
  [],
  ['x'],
  [1, 2, 3],
  [{ id: 7, level: 1 }],
  [{ id: 7, level: 2 }, { id: 8 }],
)
const object = (values: fc.Arbitrary<Json>) =>
  fc.array(fc.tuple(key, values), { maxLength: 4 }).map(fromPairs)
const state = object(fc.oneof(leaf, object(leaf)))
/** How an application tells of its entity's next state. */
const telling = fc.constantFrom('changes', 'state', 'both')

test('a history without gaps gives back the true state, and each attribute the entry that last set it', () => {
  const story = fc.array(fc.tuple(state, telling), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(story, steps => {
      const fold = new Fold()
      let before: Json | undefined
      for (const [index, [after, how]] of steps.entries()) {
        const changes = diffStates(before, after)
        const told = {
          ...(index === 0 ? CREATE : UPDATE),
          ...(how !== 'state' && changes.length > 0 && { changes }),
          ...(how !== 'changes' && { state: after }),
        }
        const previous = new Map(fold.leaves)
        const answer = fold.take(entry(index, told))
        expect(fold.breaks).toEqual([])
        expect(fold.known).toEqual({ state: after, complete: true })
        expect(answer?.changes ?? []).toEqual(told.changes ?? (how === 'changes' ? [] : changes))
        for (const [attribute, value] of fold.leaves) {
          const moved = JSON.stringify(previous.get(attribute)) !== JSON.stringify(value)
          if (moved) expect(fold.setters.get(attribute)?.index, attribute).toBe(index)
        }
        expect([...fold.setters.keys()].toSorted()).toEqual([...fold.leaves.keys()].toSorted())
        before = after
      }
    }),
    { numRuns: 1000 },
  )
})

test('whatever senders write as attributes and values, the fold ends and names what does not fit', () => {
  const attribute = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('$', 'a.b', 'a[0]', 'a[id=1].b', 'a[order]', 'Skills [English]', '__proto__.x'),
  )
  const value = fc.oneof(leaf, state)
  const change = fc.record({ attribute, old: value, new: value }, { requiredKeys: ['attribute'] })
  const event = fc.record(
    {
      category: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      state: fc.oneof(value, leaf),
    },
    { requiredKeys: ['category'] },
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), events => {
      const fold = folded(...events)
      expect([...fold.setters.keys()].toSorted()).toEqual([...fold.leaves.keys()].toSorted())
      expect(({} as { x?: unknown }).x).toBeUndefined()
    }),
    { numRuns: 1000 },
  )
})

describe('a history that does not fit together', () => {
  test('names the entry whose old value is not the one before, and goes on from what it says', () => {
    const fold = folded(
      { ...CREATE, changes: [{ attribute: 'role', new: 'agent' }] },
      { ...UPDATE, changes: [{ attribute: 'role', old: 'admin', new: 'supervisor' }] },
    )
    expect(fold.breaks).toMatchObject([
      { reason: 'old-differs', index: 1, attribute: 'role', known: 'agent', said: 'admin' },
    ])
    expect(fold.known.state).toEqual({ role: 'supervisor' })
  })

  test('names the first change of an entity that nobody created', () => {
    const fold = folded(
      { ...UPDATE, changes: [{ attribute: 'profile.role', old: 'agent', new: 'admin' }] },
      { ...UPDATE, changes: [{ attribute: 'team', old: 'EMEA', new: 'APAC' }] },
    )
    expect(reasons(fold)).toEqual([[0, 'no-beginning', undefined]])
    expect(fold.known).toEqual({ state: { profile: { role: 'admin' }, team: 'APAC' }, complete: false })
  })

  test('names the entry whose state shows what no entry told', () => {
    const fold = folded(
      { ...CREATE, state: { role: 'agent', team: 'EMEA' } },
      {
        ...UPDATE,
        changes: [{ attribute: 'role', old: 'agent', new: 'admin' }],
        state: { role: 'admin', team: 'APAC' },
      },
    )
    expect(fold.breaks).toMatchObject([
      { reason: 'state-differs', index: 1, attribute: 'team', known: 'EMEA', said: 'APAC' },
    ])
    expect(setters(fold)).toEqual({ role: [1, 'changed'], team: [1, 'seen'] })
  })

  test('names the change inside a value that nobody knows', () => {
    const fold = folded(
      { ...CREATE, changes: [{ attribute: 'role', new: 'agent' }] },
      { ...UPDATE, changes: [{ attribute: 'role.level', new: 3 }] },
    )
    expect(reasons(fold)).toEqual([[1, 'path-unknown', 'role.level']])
    expect(fold.known.state).toEqual({ role: 'agent' })
  })
})

test('what failed changes nothing', () => {
  const fold = folded(
    { ...CREATE, state: { role: 'agent' } },
    { ...UPDATE, outcome: 'FAILURE', changes: [{ attribute: 'role', old: 'agent', new: 'admin' }] },
  )
  expect([fold.known.state, fold.breaks]).toEqual([{ role: 'agent' }, []])
})

test('a deletion ends the entity and a creation begins it anew', () => {
  const fold = folded({ ...CREATE, state: { role: 'agent' } }, { category: 'delete' })
  expect(fold.known).toEqual({ state: undefined, complete: true })
  fold.take(entry(2, { ...CREATE, changes: [{ attribute: 'role', new: 'admin' }] }))
  expect([fold.known.state, fold.breaks]).toEqual([{ role: 'admin' }, []])
})

test('deleting a part of an entity leaves the entity', () => {
  const fold = folded(
    { ...CREATE, state: { role: 'agent', skills: ['English'] } },
    { category: 'delete', changes: [{ attribute: 'skills', old: ['English'] }] },
  )
  expect(fold.known.state).toEqual({ role: 'agent' })
})

test('an attribute that an entry names twice goes on from its first change', () => {
  const fold = folded(
    { ...CREATE, state: { role: 'agent' } },
    {
      ...UPDATE,
      changes: [
        { attribute: 'role', old: 'agent', new: 'lead' },
        { attribute: 'role', old: 'lead', new: 'admin' },
      ],
    },
  )
  expect([fold.known.state, fold.breaks]).toEqual([{ role: 'admin' }, []])
})

test('a null value and none agree, as senders write either', () => {
  const fold = folded(
    { ...CREATE, state: { role: null } },
    {
      ...UPDATE,
      changes: [
        { attribute: 'role', new: 'agent' },
        { attribute: 'team', old: null, new: 'EMEA' },
      ],
    },
  )
  expect(fold.breaks).toEqual([])
})

test('a name with a dot that is a key of the state is that key', () => {
  const fold = folded(
    { ...CREATE, state: { 'user.role': 'agent' } },
    { ...UPDATE, changes: [{ attribute: 'user.role', old: 'agent', new: 'admin' }] },
  )
  expect([fold.known.state, fold.breaks]).toEqual([{ 'user.role': 'admin' }, []])
})

test('a first state that nobody created is seen, not set', () => {
  expect(setters(folded({ ...UPDATE, state: { role: 'agent' } }))).toEqual({ role: [0, 'seen'] })
})

function fromPairs(pairs: [string, Json][]): JsonObject {
  const made: JsonObject = {}
  for (const [name, value] of pairs) {
    Object.defineProperty(made, name, { value, writable: true, enumerable: true, configurable: true })
  }
  return made
}
