import { expect, test } from 'vitest'

import type { StoredEntry } from '@daybook/record'

import { buildEvents } from '../follow/testing/events.ts'
import { checkEntry } from './check-entry.ts'
import { Findings } from './findings.ts'

const RECORDED_AT = Date.UTC(2026, 4, 4)

function storedEntry(): StoredEntry {
  const [accepted] = buildEvents(1, { seed: 60 })
  if (accepted === undefined) throw new Error('no event')
  const { event, text } = accepted
  return {
    tenant: 1,
    index: 60,
    recordedAt: RECORDED_AT,
    secret: new Uint8Array(16),
    event,
    text,
    size: text.length,
  }
}

function findingsOf(entry: StoredEntry, before = 0) {
  const findings = new Findings()
  checkEntry(entry, before, findings)
  return findings.list
}

test('an entry as it was recorded is whole', () => {
  expect(findingsOf(storedEntry(), RECORDED_AT)).toEqual([])
})

test('an entry whose stored text is not that of its event is named', () => {
  const entry = storedEntry()

  const found = findingsOf({
    ...entry,
    text: entry.text.replace('SUCCESS', 'FAILURE').replace('Entity 60', 'x'),
  })

  expect(found).toMatchObject([{ kind: 'RECORD_TEXT', tenant: 1, index: 60, id: entry.event.id }])
})

test('an entry that was recorded before its predecessor is named', () => {
  expect(findingsOf(storedEntry(), RECORDED_AT + 1)).toMatchObject([
    { kind: 'RECORD_ORDER', field: 'recordedAt' },
  ])
})

test('an entry whose leaf cannot be computed is named', () => {
  const found = findingsOf({ ...storedEntry(), secret: new Uint8Array(3) })

  expect(found).toMatchObject([{ kind: 'RECORD_LEAF', tenant: 1, index: 60 }])
})
