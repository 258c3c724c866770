import { expect, test } from 'vitest'

import { applyCompletion, completeAt, observedProposal } from './complete.ts'
import { isPicked, termsOf, toggleValue, withoutTerm, withTerm } from './edit.ts'
import { explainQuery } from './explain.ts'
import type { FieldName } from './fields.ts'
import { requireQuery } from './parse.ts'
import { printQuery } from './print.ts'
import { widened } from './widen.ts'

test.each([
  ['', 'all events'],
  ['-*', 'no events'],
  [
    'app:UserHub,Player entity:User outcome:failure -category:read dalloway',
    'events in UserHub or Player, on a User, that failed, except reads, containing “dalloway”',
  ],
  ['actor:"Clarissa Dalloway" impersonated:yes', 'events by “Clarissa Dalloway”, impersonated'],
  ['attr:role old:agent new:supervisor', 'events changing role from agent to supervisor'],
  ['attr:role -value:x', 'events changing role, not changing a value from or to x'],
  [
    'app:x value:a (attr:b or attr:c)',
    'events in x, changing a value from or to a and in the same change either changing b or changing c',
  ],
  [
    '(app:a entity:Event) or -"two words"',
    'events either in a and on an Event or not containing the phrase “two words”',
  ],
  ['-(app:a outcome:success)', 'events except those in a and that succeeded'],
  ['-(a or b)', 'events except those either containing “a” or containing “b”'],
  ['has:comment,ip -has:state', 'events with a comment or a source address, without a state'],
  [
    'index:1..5,9 after:2026-05 before:2026-06',
    'events numbered 1 to 5 or 9, from 2026-05 on, before 2026-06',
  ],
  ['ip:10.0.0.0/8 -outcome:failure', 'events from address 10.0.0.0/8, that did not fail'],
])('%s is explained', (text, sentence) => {
  expect(explainQuery(requireQuery(text))).toBe(sentence)
})

test('the parts of the top level are chips', () => {
  const query = requireQuery('app:a,b -category:read (x or y) dalloway')
  expect(termsOf(query).map(({ kind, not, field, text }) => [kind, not, field, text])).toEqual([
    ['term', false, 'application', 'application:a,b'],
    ['term', true, 'category', '-category:read'],
    ['group', false, undefined, 'x or y'],
    ['text', false, undefined, 'dalloway'],
  ])
  expect(termsOf(query)[1]?.span).toEqual({ start: 8, end: 22 })
  expect(termsOf(requireQuery(''))).toEqual([])
  expect(termsOf(requireQuery('a or b')).map(({ kind }) => kind)).toEqual(['group'])
})

test('parts are added once and removed by position', () => {
  const query = requireQuery('app:a or dalloway')
  const narrowed = withTerm(query, requireQuery('outcome:failed'))
  expect(printQuery(narrowed)).toBe('(application:a or dalloway) outcome:failure')
  expect(printQuery(withTerm(narrowed, requireQuery('outcome:failure')))).toBe(printQuery(narrowed))
  expect(printQuery(withoutTerm(narrowed, 0))).toBe('outcome:failure')
  expect(printQuery(withoutTerm(requireQuery('a'), 0))).toBe('')
})

test.each<[string, FieldName, string, 'include' | 'exclude' | 'only', string]>([
  ['', 'application', 'User Hub', 'include', 'application:"User Hub"'],
  ['app:a', 'application', 'b', 'include', 'application:a,"b"'],
  ['app:a,b', 'application', 'b', 'include', 'application:a'],
  ['app:USERHUB', 'application', 'UserHub', 'include', ''],
  ['app:"USERHUB"', 'application', 'UserHub', 'include', 'application:"USERHUB","UserHub"'],
  ['-app:a,b x', 'application', 'a', 'include', '-application:b x application:"a"'],
  ['app:a', 'application', 'a', 'exclude', '-application:"a"'],
  ['-outcome:failure', 'outcome', 'FAILURE', 'exclude', ''],
  ['-category:read', 'category', 'login', 'exclude', '-category:read,login'],
  ['app:a,b -app:c x', 'application', 'b', 'only', 'x application:"b"'],
  ['app:"b" x', 'application', 'b', 'only', 'x'],
  ['a or app:b', 'application', 'b', 'include', '(a or application:b) application:"b"'],
  ['app:user*', 'application', 'UserHub', 'include', 'application:user*,"UserHub"'],
])('%s with %s %s (%s) becomes %s', (text, field, value, mode, result) => {
  expect(printQuery(toggleValue(requireQuery(text), field, value, mode))).toBe(result)
})

test('a picked value is known as picked, in any case when it was typed bare', () => {
  const query = requireQuery('app:userhub -outcome:failed')
  expect(isPicked(query, 'application', 'UserHub')).toBe(true)
  expect(isPicked(query, 'outcome', 'FAILURE')).toBe(false)
  expect(isPicked(query, 'outcome', 'FAILURE', true)).toBe(true)
})

/** The text with the cursor at `|`. */
function at(marked: string) {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  return { text, completion: completeAt(text, cursor) }
}

test.each([
  ['|', 'field', undefined, '', ''],
  ['app:x |', 'field', undefined, '', ''],
  ['-|', 'field', undefined, '', ''],
  ['(|', 'field', undefined, '', ''],
  ['ac|', 'word', undefined, 'ac', 'ac'],
  ['-ac|tor', 'word', undefined, 'ac', 'actor'],
  ['ac|tor:x', 'field', undefined, 'ac', 'actor:'],
  ['app:|', 'value', 'application', '', ''],
  ['app:Us|', 'value', 'application', 'Us', 'Us'],
  ['app:a,U|s,c', 'value', 'application', 'U', 'Us'],
  ['app:a,|', 'value', 'application', '', ''],
  ['app:"User M|', 'value', 'application', 'User M', '"User M'],
  ['app:"User| M" x', 'value', 'application', 'User', '"User M"'],
  ['app:"|', 'value', 'application', '', '"'],
  [String.raw`app:"a\"b|`, 'value', 'application', 'a"b', String.raw`"a\"b`],
  ['zz:x|', 'none', undefined, '', ''],
  ['"two wo|', 'word', undefined, 'two wo', '"two wo'],
  ['or|', 'word', undefined, 'or', 'or'],
])('at %s a %s is typed', (marked, kind, field, prefix, range) => {
  const { text, completion } = at(marked)
  expect(completion).toMatchObject({ kind, prefix })
  expect(completion.field).toBe(field)
  expect(text.slice(completion.start, completion.end)).toBe(range)
})

test('a value knows the others of its term and whether it leaves events out', () => {
  expect(at('-app:a,"b c",x|').completion).toMatchObject({ not: true, others: ['a', 'b c'] })
})

test('fields are proposed by name, alias and label; values of closed lists by name and alias', () => {
  const labels = (marked: string) => at(marked).completion.proposals.map(({ insert }) => insert)
  expect(labels('act|')).toEqual(['activity:', 'actor:', 'actorType:', 'impersonator:'])
  expect(labels('trig|')).toEqual(['actor:'])
  expect(labels('app|')).toEqual(['application:'])
  expect(labels('outcome:|')).toEqual(['success', 'failure'])
  expect(labels('outcome:den|')).toEqual(['failure'])
  expect(labels('outcome:failed,|')).toEqual(['success'])
  expect(labels('app:|')).toEqual([])
  expect(labels('zzz|')).toEqual([])
})

test('a proposal goes into its place and the cursor behind it', () => {
  const apply = (marked: string, insert: string) => {
    const { text, completion } = at(marked)
    const applied = applyCompletion(text, completion, { insert })
    return `${applied.text.slice(0, applied.cursor)}|${applied.text.slice(applied.cursor)}`
  }
  expect(apply('x ac|', 'actor:')).toBe('x actor:|')
  expect(apply('ac|t:x y', 'actor:')).toBe('actor:|x y')
  expect(apply('app:Us|', 'UserHub')).toBe('app:UserHub |')
  expect(apply('app:Us|,b', 'UserHub')).toBe('app:UserHub|,b')
  expect(apply('app:"User M|', '"User Management"')).toBe('app:"User Management" |')
})

test('an observed value is proposed so that it is read as itself', () => {
  const insert = (field: FieldName, value: string) => observedProposal(field, value).insert
  expect(insert('application', 'UserHub')).toBe('UserHub')
  expect(insert('application', 'User Management')).toBe('"User Management"')
  expect(insert('activity', 'a*')).toBe('"a*"')
  expect(insert('actor', 'u-1')).toBe('"u-1"')
  expect(insert('outcome', 'failure')).toBe('failure')
})

test.each([
  ['actor:han', 'actor:*han*'],
  ['han app:Play -actor:x outcome:failure', '*han* application:*Play* -actor:x outcome:failure'],
  ['actor:a.b@c.de "han" app:x*', undefined],
])('%s is widened to %s', (text, wide) => {
  const query = widened(requireQuery(text))
  expect(query && printQuery(query)).toBe(wide)
})
