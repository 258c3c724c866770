/** Guarantees of the layouts: the vendor's columns in the vendor's order and spelling, and a text in every cell. */
import type { AuditEvent } from '@daybook/event'
import { describe, expect, test } from 'vitest'

import { findLayout, layoutDefinition, layouts, presentRow, reports } from '../index.ts'

const EVENT: AuditEvent & { index: number; recordedAt: string; tenant: string } = {
  id: '018f0000-0000-7000-8000-000000000001',
  index: 7,
  recordedAt: '2026-05-12T09:30:01.000Z',
  tenant: 'classics',
  occurredAt: '2026-05-12T09:30:00.000Z',
  application: 'User Management',
  activity: 'Update user',
  category: 'update',
  outcome: 'SUCCESS',
  actor: {
    type: 'user',
    id: 'u-1',
    name: 'Clarissa Dalloway',
    impersonator: { type: 'user', id: 's-9', name: 'Support' },
  },
  entity: { type: 'User', id: 'u-2', name: 'Septimus Smith' },
  changes: [
    { attribute: 'role', old: 'Agent', new: 'Supervisor' },
    { attribute: 'skills', new: ['Chat'] },
    { attribute: 'team', old: 'North' },
  ],
  origin: { accessMethod: 'web' },
  correlation: { type: 'Team', id: 't-1' },
  comment: 'asked for by HR',
}
const { changes: _, ...WITHOUT_CHANGES } = EVENT
const CHANGE = { ...WITHOUT_CHANGES, position: 0, attribute: 'userName', old: 'septimus', new: null }

function cells(id: string, row: object): Record<string, string> {
  const layout = findLayout(id)
  if (layout === undefined) throw new Error(`no layout ${id}`)
  const texts = presentRow(layout, row as Record<string, unknown>)
  return Object.fromEntries(layout.columns.map(({ label }, i) => [label, texts[i] ?? '']))
}

test('CXone, Activity Audit', () => {
  expect(Object.entries(cells('cxone-activity', EVENT))).toEqual([
    ['Event Time (UTC)', '2026-05-12T09:30:00.000Z'],
    ['Event ID', '018f0000-0000-7000-8000-000000000001'],
    ['Triggered By', 'Clarissa Dalloway'],
    ['Entity', 'User'],
    ['Instance', 'u-2'],
    ['Activity', 'Update user'],
    ['Outcome', 'SUCCESS'],
    ['Application', 'User Management'],
    ['Comments', 'asked for by HR'],
  ])
})

test('CXone, Change Audit', () => {
  expect(Object.entries(cells('cxone-changes', CHANGE))).toEqual([
    ['Application', 'User Management'],
    ['Modified Time (UTC)', '2026-05-12T09:30:00.000Z'],
    ['Entity', 'User'],
    ['Attribute', 'User.userName'],
    ['Previous Value', 'septimus'],
    ['Changed Value', ''],
    ['Triggered By', 'Clarissa Dalloway'],
  ])
})

describe('CommBox, Audit Trail', () => {
  test('its columns', () => {
    expect(Object.entries(cells('commbox-audit-trail', EVENT))).toEqual([
      ['Modified By', 'Clarissa Dalloway'],
      ['Action Category', 'Edit'],
      ['Modified Entity Type', 'User'],
      ['Modified Entity Name', 'Septimus Smith'],
      ['Previous value', '{"role":"Agent","team":"North"}'],
      ['Updated value', '{"role":"Supervisor","skills":["Chat"]}'],
      ['Date of Modification', '2026-05-12T09:30:00.000Z'],
    ])
  })

  test.each([
    [{ category: 'create' }, 'Add'],
    [{ category: 'update' }, 'Edit'],
    [{ category: 'update', entity: { type: 'Setting' } }, 'Set'],
    [{ category: 'delete' }, 'Delete'],
    [{ category: 'login' }, 'Log in'],
    [{ category: 'login', outcome: 'FAILURE' }, 'Failed to log in'],
    [{ category: 'logout' }, 'Log out'],
    [{ category: 'enable' }, 'Activate'],
    [{ category: 'disable' }, 'Block'],
    [{ category: 'other', activity: 'Merge conversations' }, 'Merge conversations'],
  ])('%o is "%s"', (more, word) => {
    expect(cells('commbox-audit-trail', { ...EVENT, ...more })['Action Category']).toBe(word)
  })

  test('a single change is shown by its values, an event without changes by none', () => {
    const one = cells('commbox-audit-trail', { ...EVENT, changes: [{ attribute: 'a', old: 1, new: 'two' }] })
    expect([one['Previous value'], one['Updated value']]).toEqual(['1', 'two'])
    const none = cells('commbox-audit-trail', WITHOUT_CHANGES)
    expect([none['Previous value'], none['Updated value']]).toEqual(['', ''])
  })
})

test.each([
  ['create', 'add new'],
  ['update', 'edit'],
  ['delete', 'delete'],
  ['grant', 'edit'],
])('LivePerson, Audit trail: %s is "%s"', (category, word) => {
  expect(Object.entries(cells('liveperson-audit-trail', { ...CHANGE, category }))).toEqual([
    ['Object Type', 'User'],
    ['Object name', 'Septimus Smith'],
    ['Action type', word],
    ['Element', 'userName'],
    ['Old value', 'septimus'],
    ['New value', ''],
    ['Date', '2026-05-12T09:30:00.000Z'],
    ['Originator', 'Clarissa Dalloway'],
  ])
})

describe('8x8, Audit events', () => {
  test('its columns', () => {
    expect(Object.entries(cells('8x8-audit-events', EVENT))).toEqual([
      ['displayName', 'Septimus Smith'],
      ['customerID', 'classics'],
      ['auditTimestamp', '2026-05-12T09:30:00.000Z'],
      ['eventType', 'update'],
      ['service', 'User Management'],
      ['entityKey', 'u-2'],
      ['entityType', 'User'],
      ['auditUserId', 'u-1'],
      ['impersonator', 's-9'],
      ['details', '{"old":{"role":"Agent","team":"North"},"new":{"role":"Supervisor","skills":["Chat"]}}'],
      ['correlationType', 'Team'],
      ['correlationID', 't-1'],
      ['accessMethod', 'web'],
    ])
  })

  test('where only the final state is known, details are that state', () => {
    const row = { ...WITHOUT_CHANGES, state: { queue: 'Sales' } }
    expect(cells('8x8-audit-events', row)['details']).toBe('{"queue":"Sales"}')
    expect(cells('8x8-audit-events', WITHOUT_CHANGES)['details']).toBe('')
  })

  test('an attribute of any name is a key of details like any other', () => {
    const changes = [
      { attribute: '__proto__', old: 1 },
      { attribute: 'constructor', new: 2 },
    ]
    expect(cells('8x8-audit-events', { ...EVENT, changes })['details']).toBe(
      '{"old":{"__proto__":1},"new":{"constructor":2}}',
    )
  })
})

describe.each(layouts)('$id', layout => {
  test('has a text in every cell of the barest row', () => {
    const row = { id: 'x', occurredAt: 'y', actor: { id: 'u-1' }, entity: { type: 'T' } }
    const texts = presentRow(layout, row)
    expect(texts).toHaveLength(layout.columns.length)
    for (const text of texts) expect(text).toBeTypeOf('string')
  })

  test('is listed like a report: its own columns, the filters and grain of its base', () => {
    const definition = layoutDefinition(layout)
    const base = reports[layout.base]
    expect(definition).toMatchObject({
      layout: true,
      base: base.id,
      grain: base.grain,
      filters: base.filters,
    })
    expect(definition.columns.map(({ label }) => label)).toEqual(layout.columns.map(({ label }) => label))
    expect(new Set(definition.columns.map(({ id }) => id)).size).toBe(layout.columns.length)
  })
})
