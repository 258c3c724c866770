import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptText } from './accept.ts'
import { LIMITS } from './limits.ts'
import { normaliseEvent } from './normalise.ts'
import { readJson } from './read-json.ts'
import { countColons, parseJson } from './strict.ts'
import { anyEvent } from './testing/arbitraries.ts'
import type { Json } from './types.ts'

const context = { newId: () => '01890a5d-ac96-774b-bcce-b302099a8057' }
const event = (more: object = {}) => ({
  occurredAt: '2026-05-04T07:00:00.123Z',
  application: 'UserHub',
  activity: 'Create user',
  actor: { id: 'u-1' },
  entity: { type: 'User' },
  ...more,
})

function refused(text: string): unknown {
  const answer = acceptText(text, context)
  if (answer.ok) return 'accepted'
  return answer.problem
    ? `${answer.problem.code} ${answer.problem.path}`
    : answer.refused.map(one => [one.position, ...one.problems.map(found => `${found.code} ${found.path}`)])
}

test('a text is accepted exactly as its parts are: parseJson and then normaliseEvent', () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(undefined, 1),
      (events, space) => {
        const answer = acceptText(JSON.stringify({ events }, undefined, space), context)
        const single = events.map(one => {
          const parsed = parseJson(JSON.stringify(one, undefined, space))
          return parsed.ok ? normaliseEvent(parsed.value, context) : parsed
        })
        expect(answer).toEqual({
          ok: true,
          batch: true,
          accepted: single.map(one => (one.ok ? (one as { accepted?: unknown }).accepted : one)),
        })
        const alone = acceptText(JSON.stringify(events[0], undefined, space), context)
        expect(alone).toMatchObject({
          ok: true,
          batch: false,
          accepted: [{ text: answer.ok ? answer.accepted[0]?.text : '' }],
        })
      },
    ),
    { numRuns: 300 },
  )
})

test('the keys that are counted while reading are the colons of the text, so that the slow scan never runs in vain', () => {
  fc.assert(
    fc.property(anyEvent, sent => {
      const text = JSON.stringify(sent)
      expect(normaliseEvent(readJson(text), context)).toMatchObject({
        ok: true,
        keys: countColons(text),
      })
    }),
    { numRuns: 500 },
  )
})

test('one bad event does not hide another, and good ones are not named', () => {
  const texts = [
    JSON.stringify(event()),
    JSON.stringify(event({ colour: 1, category: 'x' })),
    JSON.stringify(event({ comment: 'a' })).replace('"comment"', '"comment":"b","comment"'),
    JSON.stringify(event({ state: { a: 0 } })).replace('"a":0', '"a":1e999'),
    JSON.stringify(event({ state: '@' })).replace('@', String.raw`\ud800`),
    JSON.stringify(event({ state: { list: [{ k: 1 }] } })).replace('"k":1', '"k":1,"k":1'),
    '7',
    JSON.stringify(event({ comment: '":"__proto__": {"a":1,"a":2}' })),
  ]
  expect(refused(`{"events":[${texts.join(',')}]}`)).toEqual([
    [1, 'UNKNOWN_FIELD /colour', 'VALUE_UNKNOWN /category'],
    [2, 'DUPLICATE_KEY /comment'],
    [3, 'NUMBER_NOT_FINITE /state/a'],
    [4, 'LONE_SURROGATE /state'],
    [5, 'DUPLICATE_KEY /state/list/0/k'],
    [6, 'EVENT_NOT_OBJECT '],
  ])
})

test('a repeated key is found beside other problems of the same event', () => {
  const text = JSON.stringify(event({ colour: 1, region: '' })).replace(
    '"colour":1',
    '"colour":1,"application":"Other"',
  )
  expect(refused(text)).toEqual([
    [0, 'DUPLICATE_KEY /application', 'UNKNOWN_FIELD /colour', 'EMPTY_TEXT /region'],
  ])
})

test.each([
  ['{"events":[]}', 'BATCH_EMPTY /events'],
  ['{"events":{}}', 'WRONG_TYPE /events'],
  ['{"events":[{}],"event":1}', 'UNKNOWN_FIELD /event'],
  ['{"events":[{}],"events":[{}]}', 'DUPLICATE_KEY /events'],
  [`{"events":[${'0,'.repeat(LIMITS.batchMax)}0]}`, 'BATCH_TOO_LARGE /events'],
  ['{"events":[{"state":NaN}]}', 'NUMBER_NOT_FINITE /events/0/state'],
  ['{"events":[{},{"actor":{"name":"x}}]}', 'JSON_SYNTAX /events/1/actor/name'],
  ['', 'JSON_SYNTAX '],
])('%s is refused as a whole', (text, expected) => {
  expect(refused(text)).toBe(expected)
})

test('a batch of one event is a batch; an event is none; a list is neither', () => {
  expect(acceptText(JSON.stringify({ events: [event()] }), context)).toMatchObject({ ok: true, batch: true })
  expect(acceptText(JSON.stringify(event()), context)).toMatchObject({ ok: true, batch: false })
  expect(refused(JSON.stringify([event()]))).toEqual([[0, 'EVENT_NOT_OBJECT ']])
})

test('in a batch, an event may be as deep as alone', () => {
  const state = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Json
  const text = (depth: number) =>
    JSON.stringify({ events: [event({ state: state(depth) }), event({ colour: 1 })] })
  expect(refused(text(LIMITS.depthMax - 1))).toEqual([[1, 'UNKNOWN_FIELD /colour']])
  expect(refused(text(LIMITS.depthMax))).toEqual([
    [0, `TOO_DEEP /state${'/0'.repeat(31)}`],
    [1, 'UNKNOWN_FIELD /colour'],
  ])
})
