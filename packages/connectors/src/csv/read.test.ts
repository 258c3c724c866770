import type { AuditEvent } from '@daybook/event'
import { describe, expect, test } from 'vitest'
import type { GoodItem } from '../source.ts'
import { REAL_DATA, withoutRealData } from '../testing/real-data.ts'
import { bad, good, normal, readFile, readText } from '../testing/read.ts'
import { parseMapping } from './parse-mapping.ts'
import { csv } from './read.ts'
import { readMapping } from './shipped.ts'

const PLAIN = {
  name: 'plain',
  event: {
    occurredAt: { column: 'when' },
    application: { value: 'CommBox' },
    activity: { column: 'what' },
    outcome: { column: 'result', map: { ok: 'SUCCESS', no: 'FAILURE' } },
    'actor.id': { column: 'who', default: 'unknown' },
    'entity.type': { value: 'User' },
    'entity.id': { column: 'whom' },
  },
  changes: [{ attribute: { column: 'field' }, old: { column: 'old' }, new: { column: 'new' } }],
}
const HEADER = 'when,what,result,who,whom,field,old,new\n'

const STATES = {
  name: 'tickets',
  missing: ['?'],
  time: { format: 'd/m/yyyy H:MM', zone: 'UTC' },
  id: { columns: ['number', 'version'] },
  event: {
    occurredAt: { column: 'updated' },
    application: { value: 'Desk' },
    'actor.id': { column: 'by' },
    'entity.type': { value: 'Ticket' },
    'entity.id': { column: 'number' },
  },
  columns: { opened: 'time', closed_at: 'time', updated: 'time', hops: 'integer', version: 'integer' },
  state: {
    key: 'number',
    ignore: ['version', 'updated', 'by'],
    onlyWhen: [{ columns: ['closed_at'], column: 'state', in: ['Closed'], notLaterThan: 'updated' }],
    activities: [
      { activity: 'Created', first: true, column: 'version', in: ['0'] },
      { activity: 'Closed', column: 'state', becomes: ['Closed'] },
      { activity: 'Updated' },
    ],
  },
}
const TICKETS = `number,version,state,opened,updated,by,hops,closed_at
T1,0,New,1/3/2026 09:00,1/3/2026 09:05,ann,0,3/3/2026 10:00
T1,1,Active,1/3/2026 09:00,2/3/2026 08:00,bob,1,3/3/2026 10:00
T1,1,Active,1/3/2026 09:00,2/3/2026 08:00,bob,1,3/3/2026 10:00
T1,4,Closed,1/3/2026 09:00,3/3/2026 10:00,bob,1,3/3/2026 10:00
T2,2,Active,?,2/3/2026 09:00,ann,0,?
T2,3,Active,?,2/3/2026 09:30,ann,,?
`

async function tickets(text = TICKETS): Promise<AuditEvent[]> {
  return good(await readText(csv, text, { mapping: STATES })).map(normal)
}

test('a plain row becomes an event with its change', async () => {
  const row = '2026-05-04T09:00:00+02:00,Edit,no,u-17,u-42,role,Agent,"Super, visor"\n'
  const [event] = good(await readText(csv, HEADER + row, { mapping: PLAIN })).map(normal)
  expect(event).toMatchObject({
    occurredAt: '2026-05-04T07:00:00.000Z',
    occurredOffset: '+02:00',
    application: 'CommBox',
    activity: 'Edit',
    outcome: 'FAILURE',
    actor: { id: 'u-17' },
    entity: { type: 'User', id: 'u-42' },
    changes: [{ attribute: 'role', old: 'Agent', new: 'Super, visor' }],
  })
})

test('equal rows are different events, and the same ones every time', async () => {
  const row = '2026-05-04T09:00:00Z,Edit,ok,u-17,u-42,,,\n'
  const ids = async () =>
    good(await readText(csv, HEADER + row + row, { mapping: PLAIN })).map(item => item.event.id)
  expect(new Set(await ids()).size).toBe(2)
  expect(await ids()).toEqual(await ids())
})

test('rows that cannot be events are told with their line and column, and the others are read', async () => {
  const good1 = '2026-05-04T09:00:00Z,Edit,ok,u-17,"u-\n42",,,\n'
  const text = `${HEADER}${good1}yesterday,Edit,ok,a,b,,,\n2026-05-04T09:00:00Z,Edit\n2026-05-04T09:00:00Z,,ok,a,b,,,\n${good1}`
  const items = await readText(csv, text, { mapping: PLAIN })
  expect(bad(items).map(item => [item.line, item.problem.code, item.problem.path])).toEqual([
    [4, 'TIME_INVALID', 'when'],
    [5, 'ROW_WIDTH', ''],
    [6, 'VALUE_MISSING', 'what'],
  ])
  expect(items).toHaveLength(5)
})

test('states become changes: created, updated, closed, with the attributes that differ', async () => {
  const events = await tickets()
  expect(events.map(event => [event.entity.id, event.activity, event.actor.id, event.changes ?? []])).toEqual(
    [
      [
        'T1',
        'Created',
        'ann',
        [
          { attribute: 'hops', new: 0 },
          { attribute: 'opened', new: '2026-03-01T09:00:00.000Z' },
          { attribute: 'state', new: 'New' },
        ],
      ],
      [
        'T1',
        'Updated',
        'bob',
        [
          { attribute: 'hops', old: 0, new: 1 },
          { attribute: 'state', old: 'New', new: 'Active' },
        ],
      ],
      ['T1', 'Updated', 'bob', []],
      [
        'T1',
        'Closed',
        'bob',
        [
          { attribute: 'closed_at', new: '2026-03-03T10:00:00.000Z' },
          { attribute: 'state', old: 'Active', new: 'Closed' },
        ],
      ],
      ['T2', 'Updated', 'ann', []],
      ['T2', 'Updated', 'ann', [{ attribute: 'hops', old: 0 }]],
    ],
  )
})

test('a back-filled time that lies after its row was not known yet', async () => {
  const events = await tickets(
    TICKETS.replace('T1,4,Closed,1/3/2026 09:00,3/3/2026 10:00', 'T1,4,Closed,1/3/2026 09:00,3/3/2026 09:59'),
  )
  expect(events[3]?.changes).toEqual([{ attribute: 'state', old: 'Active', new: 'Closed' }])
})

test('an entity whose beginning is not in the file is not said to be created, and the entry tells why', async () => {
  const [, , , , first] = await tickets()
  expect(first?.changes).toBeUndefined()
  expect(first?.metadata).toEqual({ note: 'The file has no earlier row of this entity.' })
})

test('entities that are mixed in order of time keep their own past', async () => {
  const [header = '', a = '', b = '', , c = '', d = '', e = ''] = TICKETS.split('\n')
  const mixed = await tickets([header, a, d, b, e, c].join('\n'))
  const grouped = (await tickets([header, a, b, c, d, e].join('\n'))).toSorted((x, y) =>
    x.id.localeCompare(y.id),
  )
  expect(mixed.toSorted((x, y) => x.id.localeCompare(y.id))).toEqual(grouped)
})

test('local times are read in the zone that the mapping names', async () => {
  const mapping = { ...STATES, time: { format: 'd/m/yyyy H:MM', zone: 'Europe/Warsaw' } }
  const times = ['29/3/2026 01:59', '29/3/2026 03:00', '25/10/2026 02:30', '1/7/2026 12:00']
  const rows = times.map((time, at) => `Z${at},0,New,?,${time},ann,0,?\n`).join('')
  const events = good(
    await readText(csv, `number,version,state,opened,updated,by,hops,closed_at\n${rows}`, { mapping }),
  )
  expect(events.map(item => normal(item).occurredAt)).toEqual([
    '2026-03-29T00:59:00.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-07-01T10:00:00.000Z',
  ])
})

test.each([
  ['31/4/2026 10:00'],
  ['1/13/2026 10:00'],
  ['1/3/2026 24:00'],
  ['1/3/26 10:00'],
  ['1/3/2026 10:00:00'],
])('%s is no time in d/m/yyyy H:MM', async time => {
  const text = TICKETS.split('\n').slice(0, 2).join('\n').replace('1/3/2026 09:05', time)
  expect(bad(await readText(csv, text, { mapping: STATES }))[0]?.problem.code).toBe('TIME_INVALID')
})

test.each([
  [{ ...PLAIN, evnt: {} }, '/: there is no "evnt" Did you mean "event"?'],
  [{ ...PLAIN, event: { ...PLAIN.event, actor: { value: 'x' } } }, '/event: there is no "actor"'],
  [
    { ...PLAIN, event: { ...PLAIN.event, region: { column: 'a', value: 'b' } } },
    '/event/region: exactly one of',
  ],
  [{ ...PLAIN, event: { ...PLAIN.event, activity: undefined } }, 'object is expected'],
  [{ ...PLAIN, columns: { a: 'date' } }, '/columns/a: one of text, integer'],
  [{ ...STATES, changes: PLAIN.changes }, '/changes: with "state"'],
  [
    { ...STATES, state: { ...STATES.state, activities: [{ activity: 'A', in: ['x'] }] } },
    '/state/activities/0: "column"',
  ],
  ['mapping', 'an object is expected'],
])('a mapping with a mistake names the place (%#)', (mapping, message) => {
  expect(() => parseMapping(mapping)).toThrow(message)
})

test('a file without a column that the mapping names is refused as a whole', async () => {
  await expect(readText(csv, 'a,b\n1,2\n', { mapping: PLAIN })).rejects.toMatchObject({
    code: 'COLUMN_MISSING',
  })
})

test('a file in another encoding is refused, and read when the mapping names it', async () => {
  const latin = Buffer.from(`${HEADER}2026-05-04T09:00:00Z,Edit,ok,u-17,Ren\u00e9,,,\n`, 'latin1')
  await expect(readText(csv, latin, { mapping: PLAIN })).rejects.toMatchObject({ code: 'INPUT_NOT_TEXT' })
  const [event] = good(await readText(csv, latin, { mapping: { ...PLAIN, encoding: 'windows-1252' } })).map(
    normal,
  )
  expect(event?.entity.id).toBe('René')
})

describe.skipIf(withoutRealData)(
  'the real incident log (skipped where DAYBOOK_SHARED_DATA names no folder)',
  () => {
    let read: Promise<GoodItem[]> | undefined
    const incidents = () =>
      (read ??= readMapping('servicenow-incident').then(async mapping =>
        good(await readFile(csv, REAL_DATA.incidents, { mapping })),
      ))
    const LATE = new Set(['closed_at', 'resolved_at', 'closed_code', 'resolved_by'])

    test('119,998 rows of 20,769 incidents become as many entries, and nothing is told before it was known', async () => {
      const ids = new Set<string>()
      const closed = new Map<string, boolean>()
      const activities = new Map<string, number>()
      let [unchanged, early, future] = [0, 0, 0]
      for (const item of await incidents()) {
        const event = normal(item)
        const incident = event.entity.id ?? ''
        const isFirst = !closed.has(incident)
        const isClosed = event.changes?.find(change => change.attribute === 'incident_state')?.new
        closed.set(incident, isClosed === undefined ? closed.get(incident) === true : isClosed === 'Closed')
        ids.add(event.id)
        activities.set(event.activity, (activities.get(event.activity) ?? 0) + 1)
        if (!isFirst && event.changes === undefined) unchanged++
        for (const change of event.changes ?? []) {
          if (!LATE.has(change.attribute)) continue
          if (closed.get(incident) !== true) early++
          if (
            change.attribute.endsWith('_at') &&
            Date.parse(change.new as string) > Date.parse(event.occurredAt)
          )
            future++
        }
      }
      expect(ids.size).toBe(119_998)
      expect(closed.size).toBe(20_769)
      // Five incidents begin in the middle of their story.
      expect(activities.get('Created')).toBe(20_764)
      expect([...activities.keys()].toSorted()).toEqual(['Closed', 'Created', 'Updated'])
      expect({ early, future }).toEqual({ early: 0, future: 0 })
      expect(unchanged).toBeGreaterThan(20_000)
    })

    test('the entries of one incident read like its history, in UTC', async () => {
      const events = (await incidents()).filter(item => item.event.entity.id === 'INC0000045').map(normal)
      expect(events.map(event => [event.occurredAt, event.activity, event.actor.id])).toEqual([
        ['2016-02-29T01:23:00.000Z', 'Created', 'Updated by 21'],
        ['2016-02-29T08:53:00.000Z', 'Updated', 'Updated by 642'],
        ['2016-02-29T11:29:00.000Z', 'Updated', 'Updated by 804'],
        ['2016-03-05T12:00:00.000Z', 'Closed', 'Updated by 908'],
      ])
      expect(events.map(event => event.source?.sequence)).toEqual([0, 2, 3, 4])
      expect(events[0]?.changes).toHaveLength(20)
      expect(events.slice(1).map(event => event.changes ?? [])).toEqual([
        [{ attribute: 'incident_state', old: 'New', new: 'Resolved' }],
        [],
        [
          { attribute: 'active', old: true, new: false },
          { attribute: 'closed_at', new: '2016-03-05T12:00:00.000Z' },
          { attribute: 'closed_code', new: 'code 5' },
          { attribute: 'incident_state', old: 'Resolved', new: 'Closed' },
          { attribute: 'resolved_at', new: '2016-02-29T11:29:00.000Z' },
          { attribute: 'resolved_by', new: 'Resolved by 149' },
        ],
      ])
    })
  },
)
