import { FIELDS } from '@daybook/query'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { questionOf } from './question.ts'
import { parseInstant, PRESET_IDS } from './range.ts'
import { EMPTY, parseState, printState, type ReportState, type Terms } from './report-state.ts'
import { drop, exclude, only, toggle } from './terms.ts'
import { parseQuery, printQuery } from './url.ts'

const throughUrl = (state: ReportState) => parseState(parseQuery(printQuery(printState(state))))

const value = fc.string({ unit: 'binary', minLength: 1 }).filter(text => text.isWellFormed())
const values = fc.uniqueArray(value, { maxLength: 4 })
const instant = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) })
const terms = fc
  .record(Object.fromEntries(FIELDS.map(field => [field, fc.record({ only: values, not: values })])))
  .map(
    all =>
      Object.fromEntries(Object.entries(all).filter(([, t]) => t.only.length + t.not.length > 0)) as Terms,
  )
const range: fc.Arbitrary<ReportState['range']> = fc.oneof(
  fc.constantFrom(...PRESET_IDS).map(preset => ({ preset })),
  fc.record({ from: instant, to: instant }),
  fc.record({ from: instant }),
  fc.record({ to: instant }),
)
const states: fc.Arbitrary<ReportState> = fc.record(
  {
    range,
    terms,
    search: fc.oneof(fc.constant(''), value),
    order: fc.constantFrom('newest', 'oldest'),
    open: value,
  },
  { requiredKeys: ['range', 'terms', 'search', 'order'] },
)

describe('the URL of a report', () => {
  it('gives back every state that was printed into it, whatever the values hold', () => {
    fc.assert(
      fc.property(states, state => {
        expect(throughUrl(state)).toEqual({ state, ignored: [] })
      }),
    )
  })

  it('is empty for the state that a reader starts with', () => {
    expect(printQuery(printState(EMPTY))).toBe('')
    expect(parseState({})).toEqual({ state: EMPTY, ignored: [] })
  })

  it('is readable', () => {
    const state: ReportState = {
      range: { from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 20, 16, 40) },
      terms: {
        application: { only: ['User Management', 'Player'], not: [] },
        category: { only: [], not: ['read'] },
      },
      search: 'mina@example.com',
      order: 'oldest',
    }
    expect(printQuery(printState(state))).toBe(
      '?from=2026-11-20T00:00:00Z&to=2026-11-20T16:40:00Z&application=User+Management&application=Player' +
        '&-category=read&search=mina@example.com&order=oldest',
    )
  })

  it('names what it does not understand and guesses nothing from it', () => {
    const { state, ignored } = parseState(
      parseQuery('?aplication=Player&r=8d&order=up&from=2026-02-31&__proto__=x'),
    )
    expect(state).toEqual(EMPTY)
    expect(ignored.sort()).toEqual(['__proto__', 'aplication', 'from', 'order', 'r'])
  })
})

describe('what the API is asked', () => {
  const now = Date.UTC(2026, 10, 20, 16, 41, 7, 5)

  it('ends with the current minute, so that asking twice asks the same', () => {
    const asked = questionOf({ ...EMPTY, range: { preset: '1h' } }, now)
    expect(new URLSearchParams(asked).get('from')).toBe('2026-11-20T15:42:00.000Z')
    expect(new URLSearchParams(asked).get('to')).toBe('2026-11-20T16:42:00.000Z')
    expect(questionOf({ ...EMPTY, range: { preset: '1h' } }, now + 20_000)).toBe(asked)
  })

  it('has no ends for all time and does not depend on the open panel', () => {
    expect(questionOf({ ...EMPTY, range: { preset: 'all' }, open: 'x' }, now)).toBe('')
  })
})

describe('a typed time', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    [' 2026-11-20 16:40 ', '2026-11-20T16:40:00.000Z'],
    ['2026-11-20T16:40:07.5Z', '2026-11-20T16:40:07.500Z'],
    ['2026-11-20 16:40:07 UTC', '2026-11-20T16:40:07.000Z'],
  ])('%s is %s', (text, iso) => expect(parseInstant(text)).toBe(Date.parse(iso)))

  it.each(['', 'yesterday', '2026-02-31', '2026-11-20 25:00', '2026-11-20T16:40+02:00', '20.11.2026'])(
    '%j is refused, not guessed',
    text => expect(parseInstant(text)).toBeUndefined(),
  )
})

describe('a click on a filter value', () => {
  const chosen: Terms = {
    application: { only: ['Player'], not: [] },
    entity: { only: ['User'], not: ['Role'] },
    activity: { only: ['Login'], not: [] },
  }

  it('in an application clears the entities and activities chosen within the old one, and keeps exclusions', () => {
    expect(only(chosen, 'application', 'Search')).toEqual({
      application: { only: ['Search'], not: [] },
      entity: { only: [], not: ['Role'] },
    })
  })

  it('adds a value, and a second one takes it away again', () => {
    const added = toggle({}, 'outcome', 'FAILURE')
    expect(added).toEqual({ outcome: { only: ['FAILURE'], not: [] } })
    expect(toggle(added, 'outcome', 'FAILURE')).toEqual({})
  })

  it('never leaves a value both wanted and excluded', () => {
    const excluded = exclude(chosen, 'application', 'Player')
    expect(excluded.application).toEqual({ only: [], not: ['Player'] })
    expect(toggle(excluded, 'application', 'Player').application).toBeUndefined()
    expect(drop(excluded, 'application', 'not').application).toBeUndefined()
  })
})
