import { describe, expect, test } from 'vitest'

import { fromFilter } from './combine.ts'
import { matches, matchesChange } from './match.ts'
import { requireQuery } from './parse.ts'
import { eventWith } from './testing/arbitrary.ts'

const event = eventWith({
  index: 150,
  outcomeReason: 'Password expired',
  actor: {
    type: 'user',
    id: 'u-17',
    name: 'Clarissa Dalloway',
    email: 'clarissa@classics.example',
    impersonator: { type: 'bot', id: 'b-1', name: 'Septimus' },
  },
  related: [{ type: 'Team', id: 't-9', name: 'Tier 1 EMEA' }],
  changes: [
    { attribute: 'profile.role', old: 'Agent', new: 'Team Supervisor' },
    { attribute: 'title', old: 'Supervisor', new: null },
    { attribute: 'limits', new: { 'per day': [10, true], note: 'a\nb' } },
  ],
  origin: {
    ip: '10.1.2.3',
    accessMethod: 'UI',
    userAgent: 'Mozilla Firefox/140',
    sessionId: 's-1',
    requestId: 'R-1',
  },
  region: 'eu-west-1',
  correlation: { type: 'Import', id: 'c-9' },
  comment: 'Ticket 42: ΣΟΦΟΣ',
  source: { name: 'hub-3', sequence: 7 },
})

const YES = [
  // text: whole, any case; quoted to the letter; wildcards
  ['app:userhub', 'app:UserHub', 'app:"UserHub"', 'app:user*', 'app:*hub', 'app:u*h*b', 'app:Player,UserHub'],
  [
    'entity:user',
    'instance:U-42',
    'activity:"Change password"',
    'activity:*password',
    'access:ui',
    'region:EU*',
  ],
  ['session:s-1', 'request:r-1', 'correlation:c-9', 'source:hub-3'],
  // words: all of them in one text
  ['actor:clarissa', 'actor:DALLOWAY', 'actor:u-17', 'actor:clarissa.classics', 'actor:"Clarissa Dalloway"'],
  [
    'actor:*@classics.example',
    'name:walsh',
    'reason:expired',
    'comment:ticket',
    'comment:σοφος',
    'agent:firefox',
  ],
  ['impersonator:septimus', 'related:emea', 'related:"t-9"'],
  // closed lists
  ['category:update', 'outcome:success', 'actorType:user', 'impersonated:yes', '-impersonated:no'],
  ['has:changes', 'has:comment', 'has:impersonator', '-has:state', '-has:metadata', 'has:state,ip'],
  // changes
  [
    'attr:profile.role',
    'attr:PROFILE.ROLE',
    'attr:profile.*',
    'attr:*.role',
    'attr:role,title',
    '-attr:role',
  ],
  ['value:supervisor', 'value:agent', 'old:"Agent"', 'new:supervisor', 'new:"Team Supervisor"', 'new:team*'],
  ['new:null', 'new:"null"', 'new:true', 'new:10', 'new:day', 'value:b', '-new:"Supervisor"', '-old:10'],
  // one conjunction speaks of one change; a conjunction in parentheses of its own one
  ['attr:profile.role new:supervisor', 'attr:title old:supervisor', '-(attr:title new:supervisor)'],
  ['(attr:profile.role new:supervisor) (attr:title old:supervisor)'],
  ['attr:title (old:agent or old:supervisor)', 'attr:profile.role (new:x or app:userhub)'],
  // addresses, numbers, times, ids
  ['ip:10.1.2.3', 'ip:10.0.0.0/8', 'ip:0.0.0.0/0', '-ip:::/0', 'ip:192.0.2.1,10.1.0.0/16'],
  ['index:150', 'index:100..200', 'index:>=150', 'index:<151', 'index:1,150'],
  [
    'after:2026-05-01',
    'before:2026-05-02',
    'after:2026-05-01T09:30Z',
    '-before:2026-05-01T09:30:00Z',
    'after:2026',
  ],
  ['id:0198c0de-0000-7000-8000-000000000001', 'id:0198*'],
  // free text
  ['dalloway', 'DALLOWAY password', 'classics', '10.1.2.3', 'supervisor', 'per', 'septimus', 'emea', 'c-9'],
  [
    '"change password"',
    '"Team supervisor"',
    '"clarissa@classics"',
    '"per day 10"',
    'dall*',
    '*way',
    't* dal*y',
  ],
  ['-nobody', 'nobody or dalloway', '(nobody or dalloway) walsh', ''],
].flat()

const NO = [
  ['app:User', 'app:"userhub"', 'app:"user*"', '-app:UserHub', 'app:Player', 'region:""', 'instance:42'],
  ['actor:"clarissa dalloway"', 'actor:clariss', 'actor:dall*', 'actor:clarissa.17', 'name:clarissa'],
  ['category:read', 'outcome:failure', 'impersonated:no', 'has:state', '-has:changes', 'has:metadata'],
  [
    'attr:role',
    'attr:profile',
    'attr:"Profile.role"',
    '-attr:title',
    'old:"agent"',
    'new:agent',
    'old:"Super*"',
  ],
  ['attr:title new:supervisor', 'attr:profile.role old:supervisor', 'attr:title -old:supervisor'],
  ['(attr:title new:supervisor) attr:limits', '(attr:x or attr:title) new:true'],
  ['ip:10.1.2.4', 'ip:11.0.0.0/8', 'ip:::/0', 'index:151', 'index:>150', 'index:<150', 'index:151..'],
  ['after:2026-05-02', 'before:2026-05-01', 'before:2026-05-01T09:30Z', 'id:0199*'],
  [
    'nobody',
    'dallo',
    's-1',
    'firefox',
    'success',
    '"password change"',
    '"change pass"',
    '"dalloway userhub"',
  ],
  ['"agent team"', '-*', '-dalloway', 'dalloway -walsh', 'hub-3'],
].flat()

test.each(YES)('%s finds the event', text => {
  expect(matches(requireQuery(text), event)).toBe(true)
})

test.each(NO)('%s does not find the event', text => {
  expect(matches(requireQuery(text), event)).toBe(false)
})

describe('an event without optional parts', () => {
  const bare = eventWith({ actor: { type: 'system', id: 'cron' }, entity: { type: 'Job' } })

  test.each(['region:""', 'comment:""', 'ip:1.2.3.4', 'index:0', 'region:*', 'attr:*', 'value:""', 'old:*'])(
    '%s',
    text => {
      const empty = text === 'region:""' || text === 'comment:""'
      expect(matches(requireQuery(text), bare)).toBe(empty)
      expect(matches(requireQuery(`-${text}`), bare)).toBe(!empty)
    },
  )
})

test('at the change grain the terms of a change speak of this change only', () => {
  const [role, title, limits] = event.changes ?? []
  const found = (text: string) =>
    [role, title, limits].map(
      change => change !== undefined && matchesChange(requireQuery(text), event, change),
    )
  expect(found('attr:profile.*')).toEqual([true, false, false])
  expect(found('-attr:title')).toEqual([true, false, true])
  expect(found('value:supervisor')).toEqual([true, true, false])
  expect(found('attr:title -new:supervisor')).toEqual([false, true, false])
  expect(found('app:userhub dalloway')).toEqual([true, true, true])
  expect(found('attr:title or new:supervisor')).toEqual([true, true, false])
  expect(found('old:*')).toEqual([true, true, false])
})

test('an empty text as a value is found by quotation marks, a missing value is not', () => {
  const emptied = eventWith({ changes: [{ attribute: 'a', old: '' }] })
  expect(matches(requireQuery('old:""'), emptied)).toBe(true)
  expect(matches(requireQuery('new:""'), emptied)).toBe(false)
})

test('a value of a tree made by hand that its field cannot have is an error', () => {
  const byHand = { kind: 'term' as const, field: 'ip' as const, values: [{ text: 'here' }] }
  expect(() => matches(byHand, event)).toThrow(expect.objectContaining({ code: 'QUERY_INVALID_ADDRESS' }))
})

test('a filter finds as a question what it found as a filter', () => {
  const found = (filter: Parameters<typeof fromFilter>[0]) => matches(fromFilter(filter), event)
  expect(
    found({ terms: [{ field: 'actor', values: ['clarissa@classics.example'] }], text: ['dalloway'] }),
  ).toBe(true)
  expect(found({ terms: [{ field: 'actor', values: ['Clarissa'] }], text: [] })).toBe(false)
  expect(found({ terms: [{ field: 'outcome', values: ['SUCCESS'], not: true }], text: [] })).toBe(false)
  expect(found({ terms: [{ field: 'category', values: ['read'], not: true }], text: [] })).toBe(true)
})
