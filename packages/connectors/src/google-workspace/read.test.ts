import { describe, expect, test } from 'vitest'
import { REAL_DATA, withoutRealData } from '../testing/real-data.ts'
import { bad, good, normal, readFile, readText } from '../testing/read.ts'
import { googleWorkspace } from './read.ts'

function activity(applicationName: string, events: object[], more: object = {}): object {
  return {
    kind: 'admin#reports#activity',
    id: { time: '2026-05-04T07:00:00.123Z', uniqueQualifier: '-42', applicationName, customerId: 'C1' },
    actor: { email: 'clarissa@example.com', profileId: '1001' },
    ipAddress: '192.0.2.7',
    events,
    ...more,
  }
}

function parameters(values: Record<string, string>): object[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }))
}

async function read(one: object) {
  return good(await readText(googleWorkspace, JSON.stringify({ items: [one] }))).map(normal)
}

test('a changed setting becomes a change with its old and new value', async () => {
  const values = {
    SETTING_NAME: 'WHO_CAN_POST',
    GROUP_EMAIL: 'sales@example.com',
    OLD_VALUE: 'ANYONE',
    NEW_VALUE: 'MEMBERS',
  }
  const [event] = await read(
    activity('admin', [
      { type: 'GROUP_SETTINGS', name: 'CHANGE_GROUP_SETTING', parameters: parameters(values) },
    ]),
  )
  expect(event).toMatchObject({
    application: 'Google Admin',
    activity: 'CHANGE_GROUP_SETTING',
    category: 'update',
    actor: { type: 'user', id: '1001', name: 'clarissa@example.com', email: 'clarissa@example.com' },
    entity: { type: 'Group', id: 'sales@example.com' },
    changes: [{ attribute: 'WHO_CAN_POST', old: 'ANYONE', new: 'MEMBERS' }],
    origin: { ip: '192.0.2.7' },
  })
  expect(Object.keys(event?.metadata ?? {})).not.toContain('OLD_VALUE')
})

test('every event inside an activity is an entry of its own, tied together', async () => {
  const rename = {
    type: 'U',
    name: 'RENAME_USER',
    parameters: parameters({ USER_EMAIL: 'a@example.com', NEW_VALUE: 'b@example.com' }),
  }
  const name = {
    type: 'U',
    name: 'CHANGE_FIRST_NAME',
    parameters: parameters({ USER_EMAIL: 'a@example.com', OLD_VALUE: 'A', NEW_VALUE: 'B' }),
  }
  const events = await read(activity('admin', [rename, name]))
  expect(events.map(event => event.changes)).toEqual([
    [{ attribute: 'email', old: 'a@example.com', new: 'b@example.com' }],
    [{ attribute: 'first_name', old: 'A', new: 'B' }],
  ])
  expect(events.map(event => event.correlation)).toEqual([
    { type: 'activity', id: '-42' },
    { type: 'activity', id: '-42' },
  ])
})

test('a sign-in and its second factor, which share Google’s qualifier and time, are two entries', async () => {
  const success = activity('login', [{ type: 'login', name: 'login_success' }])
  const factor = activity('login', [{ type: 'login', name: 'login_verification' }])
  const ids = [...(await read(success)), ...(await read(factor))].map(event => event.id)
  expect(new Set(ids).size).toBe(2)
  expect((await read(success))[0]?.id).toBe(ids[0])
})

test('a failed sign-in is a failure of the user who tried', async () => {
  const [event] = await read(activity('login', [{ type: 'login', name: 'login_failure' }]))
  expect(event).toMatchObject({
    category: 'login',
    outcome: 'FAILURE',
    entity: { type: 'User', id: 'clarissa@example.com' },
  })
})

test('a key that acts is told apart from people', async () => {
  const [event] = await read(
    activity('admin', [{ name: 'CREATE_USER' }], { actor: { callerType: 'KEY', key: 'SYSTEM' } }),
  )
  expect(event?.actor).toEqual({ type: 'apiKey', id: 'SYSTEM', name: 'SYSTEM' })
})

test.each([
  ['an array', (one: object) => JSON.stringify([one], null, 2)],
  ['one per line', (one: object) => JSON.stringify(one)],
  ['under activities', (one: object) => JSON.stringify({ activities: [one] })],
])('activities in %s give the same events', async (_layout, write) => {
  const one = activity('login', [{ type: 'login', name: 'logout' }])
  expect(good(await readText(googleWorkspace, write(one))).map(normal)).toEqual(await read(one))
})

test('an activity without events is a problem of its own', async () => {
  const items = await readText(
    googleWorkspace,
    JSON.stringify({ items: [activity('login', []), activity('login', [{ name: 'logout' }])] }),
  )
  expect(bad(items).map(item => [item.line, item.problem.code])).toEqual([[1, 'RECORD_INCOMPLETE']])
  expect(items).toHaveLength(2)
})

describe.skipIf(withoutRealData)(
  'real activities (skipped where DAYBOOK_SHARED_DATA names no folder)',
  () => {
    test('325 activities become 371 events that a server accepts, each with an id of its own', async () => {
      const items = (
        await Promise.all(REAL_DATA.workspace.map(async path => good(await readFile(googleWorkspace, path))))
      ).flat()
      const events = items.map(normal)
      expect(new Set(items.map(item => item.original)).size).toBe(325)
      expect(events).toHaveLength(371)
      expect(new Set(events.map(event => event.id)).size).toBe(371)
      expect(
        events.filter(event => event.activity === 'login_failure' && event.outcome === 'FAILURE'),
      ).toHaveLength(5)
      const changed = events.filter(event => event.changes !== undefined)
      expect(changed.map(event => event.activity)).toContain('CHANGE_GROUP_SETTING')
      expect(changed.length).toBeGreaterThanOrEqual(30)
    })
  },
)
