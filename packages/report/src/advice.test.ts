import { NO_FILTER, parseQuery } from '@daybook/query'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { adviceFor, withAdvice } from './advice.ts'
import { ReportError, type ReportIndex } from './index.ts'
import { A_DAY, entriesFrom } from './testing/events.ts'
import { worldOn, type World } from './testing/worlds.ts'

const DAY = 86_400_000

test.each([
  [{}, 'ask for a stretch of time (from and to), or add a filter'],
  [{ from: 0, to: 30 * DAY }, 'ask for less than 30 days, or add a filter'],
  [
    { from: 0, to: 30 * DAY, q: parseQuery('dall*').query, by: 'instance' },
    'ask for less than 30 days, or search for whole words, which the index knows, instead of * and phrases, or choose a group of fewer values before "instance"',
  ],
  [
    { q: parseQuery('app:x').query, sort: [{ column: 'comment', descending: false }] },
    'ask for a stretch of time (from and to), or keep the order of time',
  ],
])('a question that costs too much learns what to narrow', async (request, advice) => {
  const refused = withAdvice(request, Promise.reject(new ReportError('QUERY_TOO_EXPENSIVE')))
  await expect(refused).rejects.toThrow(`: ${advice}`)
})

test('the advice is also given in parts, for other languages', () => {
  expect(adviceFor({ from: 0, to: 30 * DAY, by: 'instance' })).toEqual([
    { code: 'FEWER_DAYS', days: 30 },
    { code: 'FEWER_VALUES', by: 'instance' },
    { code: 'A_FILTER' },
  ])
})

test('only a refusal for the cost gets advice', async () => {
  const expensive = new ReportError('QUERY_TOO_EXPENSIVE')
  await expect(withAdvice({}, Promise.reject(expensive))).rejects.toThrow(/stretch of time/)
  const other = new ReportError('INDEX_UNAVAILABLE')
  await expect(withAdvice({}, Promise.reject(other))).rejects.toBe(other)
})

describe('questions of the largest size that can be written', () => {
  let world: World
  let index: ReportIndex
  beforeAll(async () => {
    world = await worldOn('chdb')
    index = await world.open()
    const agents = entriesFrom(0, 600).map((entry, i) => ({
      ...entry,
      event: { ...entry.event, origin: { userAgent: `${'(;) '.repeat(250)}${i}` } },
    }))
    await index.load(agents, 'block')
  })
  afterAll(async () => world.close())

  test.each([
    ['phrases', Array.from({ length: 99 }, (_, i) => `"a${i} b"`).join(' or ')],
    ['values of changes', Array.from({ length: 20 }, () => `value:${'a*b,'.repeat(80)}c`).join(' or ')],
    [
      'words of values',
      Array.from({ length: 90 }, (_, i) => `old:"a${i}","b${i}",c${i}-d-e-f-g-h`).join(' '),
    ],
    [
      'patterns of applications',
      `app:${Array.from({ length: 99 }, (_, i) => `a${i}*b*c`).join(',')} `.repeat(8),
    ],
    ['networks', `-ip:${Array.from({ length: 99 }, (_, i) => `10.${i}.0.0/16`).join(',')}`],
    ['parentheses', `${'-(a or '.repeat(19)}b${')'.repeat(19)}`],
  ])('%s are answered, or refused for their cost', { timeout: 60_000 }, async (_, text) => {
    const { query: q, errors } = parseQuery(text)
    expect(errors).toEqual([])
    for (const report of ['activity', 'changes'] as const) {
      const asked = { tenant: 1, report, filter: NO_FILTER, q, limit: 100 }
      const answers = await Promise.allSettled([
        index.rows(asked),
        index.summary(asked),
        index.groups({ ...asked, by: 'actor' }),
      ])
      for (const answer of answers) {
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE' })
      }
    }
  })

  test('the most and longest groups are answered', async () => {
    const asked = { tenant: 1, report: 'activity' as const, filter: NO_FILTER, limit: 500 }
    const agents = await index.groups({ ...asked, by: 'agent' })
    expect([agents.groups.length, agents.total]).toEqual([500, 600])
    const year = { from: A_DAY - 400 * DAY, to: A_DAY + 10 * DAY, zone: 'Europe/Lisbon' }
    const hours = await index.groups({ ...asked, ...year, by: 'hour' })
    expect(hours.groups.reduce((sum, group) => sum + group.count, 0)).toBe(600)
  })
})
