import { diffStates, LIMITS, type AuditEvent } from '@daybook/event'
import { expect, test } from 'vitest'

import { A_DAY, eventAt } from '../testing/events.ts'
import { deriveChanges } from './derive-changes.ts'
import { NOTHING_KNOWN } from './known.ts'

const event = (fields: Partial<AuditEvent>) => eventAt(A_DAY, { category: 'update', ...fields })
const agent = { role: 'agent', team: 'EMEA' }

test('an event with changes of its own keeps them, whatever its state says', () => {
  const changes = [{ attribute: 'role', new: 'x' }]
  const given = event({ changes, state: { role: 'y' } })
  expect(deriveChanges({ state: agent, complete: true }, given)).toEqual({
    changes,
    derived: false,
    omitted: 0,
  })
})

test('an event with neither changes nor a state has none', () => {
  expect(deriveChanges(NOTHING_KNOWN, event({}))).toEqual({ changes: [], derived: false, omitted: 0 })
})

test('a state is compared with the one before', () => {
  const state = { role: 'admin', skills: [] }
  const derived = deriveChanges({ state: agent, complete: true }, event({ state }))
  expect(derived).toEqual({ changes: diffStates(agent, state), derived: true, omitted: 0 })
})

test('the changes of a first state cannot be told unless it is a creation', () => {
  expect(deriveChanges(NOTHING_KNOWN, event({ state: agent }))).toBeUndefined()
  expect(deriveChanges(NOTHING_KNOWN, event({ state: agent, category: 'create' }))?.changes).toEqual([
    { attribute: 'role', new: 'agent' },
    { attribute: 'team', new: 'EMEA' },
  ])
})

test('an attribute that nobody had mentioned before is not called new', () => {
  const partly = { state: { role: 'agent' }, complete: false }
  expect(deriveChanges(partly, event({ state: { role: 'admin', team: 'EMEA' } }))?.changes).toEqual([
    { attribute: 'role', old: 'agent', new: 'admin' },
  ])
})

test('derived changes are bounded and say how many were left out', () => {
  const state = Object.fromEntries(Array.from({ length: LIMITS.changesMax + 5 }, (_, i) => [`k${i}`, i]))
  const derived = deriveChanges({ state: {}, complete: true }, event({ state }))
  expect([derived?.changes.length, derived?.omitted]).toEqual([LIMITS.changesMax, 5])
})
