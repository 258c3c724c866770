import { expect, test } from 'vitest'

import { QUERY_ERRORS, QueryError } from '../errors.ts'
import { withoutSpans } from './ast.ts'
import { fromFilter } from './combine.ts'
import { QUERY_LIMITS } from './limits.ts'
import { parseQuery, requireQuery } from './parse.ts'
import { printQuery } from './print.ts'
import { QueryTextError } from './problems.ts'

const FULL =
  'app:UserHub,Player entity:User activity:"Change password" actor:clarissa outcome:failure attr:role value:supervisor -category:read impersonated:yes ip:10.0.0.0/8 dalloway'

test('the sentence of the design is read and printed with full names', () => {
  const { query, errors } = parseQuery(FULL)
  expect(errors).toEqual([])
  expect(printQuery(query)).toBe(FULL.replace('app:', 'application:'))
})

test('every node and value says where it stands', () => {
  expect(parseQuery('-app:"a b",c x').query).toEqual({
    kind: 'and',
    items: [
      {
        kind: 'not',
        item: {
          kind: 'term',
          field: 'application',
          values: [
            { text: 'a b', exact: true, span: { start: 5, end: 10 } },
            { text: 'c', span: { start: 11, end: 12 } },
          ],
          span: { start: 1, end: 12 },
        },
        span: { start: 0, end: 12 },
      },
      { kind: 'text', text: 'x', span: { start: 13, end: 14 } },
    ],
  })
})

test.each([
  // "and" binds tighter than "or"; the word "and" says nothing; case of the words does not count.
  ['a b or c', 'a b or c'],
  ['(a b) OR c', 'a b or c'],
  ['a (b or c)', 'a (b or c)'],
  ['a AND b', 'a b'],
  ['"or" "AND"', '"or" "AND"'],
  ['--a ---b', 'a -b'],
  ['-(a or b)', '-(a or b)'],
  ['-(a)', '-a'],
  ['((a))', 'a'],
  ['* a', 'a'],
  ['* or a', ''],
  ['-*', '-*'],
  ['', ''],
  [' \u00a0\n\t', ''],
  // Names: aliases, any case, with or without separators.
  ['APP:x', 'application:x'],
  ['entity_type:User entity.id:7 actor-type:APIKEY', 'entity:User instance:7 actorType:apiKey'],
  ['by:x who:y', 'actor:x actor:y'],
  // Values: colons and signs are part of them; quotation marks take anything, a backslash before others is itself.
  ['activity:s3:PutObject', 'activity:s3:PutObject'],
  ['app:-x', 'application:-x'],
  [String.raw`actor:"CORP\user"`, String.raw`actor:"CORP\\user"`],
  [String.raw`app:"a \"b\" \\c"`, String.raw`application:"a \"b\" \\c"`],
  ['app:a,a,"a",b', 'application:a,"a",b'],
  ['region:""', 'region:""'],
  // Kinds with one spelling.
  ['outcome:FAILED', 'outcome:failure'],
  ['impersonated:true', 'impersonated:yes'],
  ['ip:10.1.2.3/8,2001:DB8:0:0::1,::ffff:10.0.0.1/104', 'ip:10.0.0.0/8,2001:db8::1'],
  ['index:007,1..2,5..,..9,>=3', 'index:7,1..2,>=5,<=9,>=3'],
  ['after:2026-05-01T11:30+02:00 before:2026-06', 'after:2026-05-01T09:30:00Z before:2026-06'],
  ['id:0198C0DE*', 'event:0198c0de*'],
  // Free text with signs in it is free text.
  ["o'brien a.b@c.de 12:30 a,b a-b", "o'brien a.b@c.de 12:30 a,b a-b"],
  // A conjunction in parentheses that speaks of a change keeps its own change.
  ['(attr:role new:a) (attr:team new:b)', '(attr:role new:a) (attr:team new:b)'],
  ['(attr:role new:a) app:x', 'attr:role new:a application:x'],
])('%s is read as %s', (text, canonical) => {
  const { query, errors } = parseQuery(text)
  expect(errors).toEqual([])
  expect(printQuery(query)).toBe(canonical)
  expect(withoutSpans(parseQuery(canonical).query)).toEqual(withoutSpans(query))
})

const UUID = '0198c0de-0000-7000-8000-000000000001'

test.each([
  // text, code, what is wrong, what to write instead
  ['aplication:x', 'QUERY_UNKNOWN_FIELD', 'aplication', 'application'],
  ['a http://x', 'QUERY_UNKNOWN_FIELD', 'http', undefined],
  ['app:', 'QUERY_EMPTY_VALUE', ':', undefined],
  ['app: x', 'QUERY_EMPTY_VALUE', ':', undefined],
  ['app:a,,b', 'QUERY_EMPTY_VALUE', ',', undefined],
  ['app:a, b', 'QUERY_EMPTY_VALUE', ',', undefined],
  ['app:"a b', 'QUERY_UNTERMINATED_QUOTE', '"a b', '"a b"'],
  ['x "a', 'QUERY_UNTERMINATED_QUOTE', '"a', '"a"'],
  ['(a', 'QUERY_UNBALANCED_PARENTHESIS', '(', undefined],
  ['a)', 'QUERY_UNBALANCED_PARENTHESIS', ')', undefined],
  ['()', 'QUERY_MISSING_TERM', '(', undefined],
  ['or a', 'QUERY_MISSING_TERM', 'or', undefined],
  ['a or', 'QUERY_MISSING_TERM', 'or', undefined],
  ['a or or b', 'QUERY_MISSING_TERM', 'or', undefined],
  ['a and', 'QUERY_MISSING_TERM', 'and', undefined],
  ['a -', 'QUERY_MISSING_TERM', '-', undefined],
  ['a - b', 'QUERY_MISSING_TERM', '-', undefined],
  ['"a""b"', 'QUERY_UNEXPECTED_CHARACTER', '"', undefined],
  ['app:Data(ALL)', 'QUERY_UNEXPECTED_CHARACTER', '(', undefined],
  ['outcome:sucess', 'QUERY_UNKNOWN_VALUE', 'sucess', 'success'],
  ['category:updat', 'QUERY_UNKNOWN_VALUE', 'updat', 'update'],
  ['has:coment', 'QUERY_UNKNOWN_VALUE', 'coment', 'comment'],
  ['ip:10.0.0.300', 'QUERY_INVALID_ADDRESS', '10.0.0.300', undefined],
  ['ip:10.0.0.0/33', 'QUERY_INVALID_ADDRESS', '10.0.0.0/33', undefined],
  ['ip:10.0.*', 'QUERY_INVALID_ADDRESS', '10.0.*', '10.0.0.0/16'],
  ['index:-1', 'QUERY_INVALID_NUMBER', '-1', undefined],
  ['index:9..1', 'QUERY_INVALID_NUMBER', '9..1', '1..9'],
  ['index:9007199254740992', 'QUERY_INVALID_NUMBER', '9007199254740992', undefined],
  ['index:<0', 'QUERY_INVALID_NUMBER', '<0', undefined],
  ['after:2026-02-30', 'QUERY_INVALID_TIME', '2026-02-30', undefined],
  ['before:yesterday', 'QUERY_INVALID_TIME', 'yesterday', undefined],
  ['after:2026,2027', 'QUERY_TOO_MANY_VALUES', ',2027', undefined],
  [`id:${UUID}0`, 'QUERY_INVALID_ID', `${UUID}0`, undefined],
  ['id:0198c0de', 'QUERY_INVALID_ID', '0198c0de', '0198c0de*'],
  ['--- --', 'QUERY_MISSING_TERM', '-', undefined],
  ['a "--"', 'QUERY_NO_WORDS', '"--"', undefined],
  ['a @', 'QUERY_NO_WORDS', '@', undefined],
  [`app:a*b*c*d*e*f*g`, 'QUERY_INVALID_VALUE', 'a*b*c*d*e*f*g', undefined],
  [`app:${'x'.repeat(1025)}`, 'QUERY_INVALID_VALUE', 'x'.repeat(1025), undefined],
  [`"${'x '.repeat(21)}"`, 'QUERY_INVALID_VALUE', `"${'x '.repeat(21)}"`, undefined],
  ['a \ud800', 'QUERY_NOT_UNICODE', '\ud800', undefined],
  ['x'.repeat(8193), 'QUERY_TOO_LONG', 'x', undefined],
  ['x '.repeat(101), 'QUERY_TOO_MANY_TERMS', 'x', undefined],
  [`app:${'a,'.repeat(100)}a`, 'QUERY_TOO_MANY_VALUES', ',a', undefined],
  ['('.repeat(21) + 'a' + ')'.repeat(21), 'QUERY_TOO_DEEP', '(', undefined],
])('%# the first thing wrong with %s is %s', (text, code, wrong, suggestion) => {
  const [problem] = parseQuery(text).errors
  expect(problem?.code).toBe(code)
  expect(text.slice(problem?.start, problem?.end)).toBe(wrong)
  expect(problem?.suggestion).toBe(suggestion)
  expect(Object.keys(QUERY_ERRORS)).toContain(problem?.code)
  expect(problem?.message.length).toBeLessThan(300)
})

test('several problems are told in the order of the text, and the rest is understood', () => {
  const { query, errors } = parseQuery('aplication:x ok:1 app:UserHub outcome:maybe (dalloway')
  expect(errors.map(({ code, start }) => [code, start])).toEqual([
    ['QUERY_UNKNOWN_FIELD', 0],
    ['QUERY_UNKNOWN_FIELD', 13],
    ['QUERY_UNKNOWN_VALUE', 38],
    ['QUERY_UNBALANCED_PARENTHESIS', 44],
  ])
  expect(printQuery(query)).toBe('application:UserHub dalloway')
})

test('no more problems are told than help', () => {
  expect(parseQuery('zz:1 '.repeat(90)).errors).toHaveLength(QUERY_LIMITS.problemsMax)
})

test('a long row of signs is read without deep recursion', () => {
  expect(printQuery(parseQuery(`${'-'.repeat(8001)}a`).query)).toBe('-a')
  expect(parseQuery('('.repeat(8000)).errors.map(({ code }) => code)).toEqual(['QUERY_TOO_DEEP'])
  expect(parseQuery(')'.repeat(8000)).errors).toHaveLength(QUERY_LIMITS.problemsMax)
  expect(parseQuery('a or '.repeat(1600)).errors[0]?.code).toBe('QUERY_TOO_MANY_TERMS')
})

test('a text that must be right throws its first problem with all of them', () => {
  const asked = () => requireQuery('outcome:sucess zz:1')
  expect(asked).toThrow(QueryTextError)
  expect(asked).toThrow(QueryError)
  expect(asked).toThrow(
    expect.objectContaining({
      code: 'QUERY_UNKNOWN_VALUE',
      status: 400,
      parameter: 'q',
      suggestion: 'success',
      problems: [expect.anything(), expect.anything()],
    }),
  )
})

test('the filter of the parameters is a question with exact values', () => {
  const query = fromFilter({
    terms: [
      { field: 'application', values: ['User Hub', 'Player'] },
      { field: 'category', values: ['read'], not: true },
      { field: 'outcome', values: ['FAILURE'] },
      { field: 'actor', values: ['u-1'] },
    ],
    text: ['clarissa', 'or'],
  })
  expect(printQuery(query)).toBe(
    'application:"User Hub","Player" -category:read outcome:failure actor:"u-1" clarissa "or"',
  )
})
