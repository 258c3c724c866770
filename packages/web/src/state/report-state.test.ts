import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { questionOf } from './question.ts'
import { parseInstant, PRESET_IDS } from './range.ts'
import { EMPTY, parseState, printState, type ReportState } from './report-state.ts'
import { parseSearch, printSearch } from './url.ts'

const throughUrl = (state: ReportState) => parseState(parseSearch(printSearch(printState(state))))

const text = fc.string({ unit: 'binary', minLength: 1 }).filter(value => value.isWellFormed())
const name = text.filter(value => !value.startsWith('-'))
const instant = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) })
const range: fc.Arbitrary<ReportState['range']> = fc.oneof(
  fc.constantFrom(...PRESET_IDS).map(preset => ({ preset })),
  fc.record({ from: instant, to: instant }),
  fc.record({ from: instant }),
  fc.record({ to: instant }),
)
const sort = fc.uniqueArray(fc.record({ column: name, descending: fc.boolean() }), {
  maxLength: 3,
  selector: key => key.column,
})
const states: fc.Arbitrary<ReportState> = fc.record(
  {
    range,
    q: fc.oneof(fc.constant(''), text),
    sort,
    groups: fc.uniqueArray(name, { maxLength: 4 }),
    columns: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
    zone: fc.constantFrom('UTC', 'local', 'Europe/Lisbon'),
    layout: text,
    open: text,
  },
  { requiredKeys: ['range', 'q', 'sort', 'groups', 'zone'] },
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
    expect(printSearch(printState(EMPTY))).toBe('')
    expect(parseState({})).toEqual({ state: EMPTY, ignored: [] })
  })

  it('is readable', () => {
    const state: ReportState = {
      ...EMPTY,
      range: { from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 20, 16, 40) },
      q: 'application:Player,Search -category:read mina@example.com',
      sort: [{ column: 'actor', descending: true }],
      groups: ['application', 'actor'],
      columns: ['occurredAt', 'activity'],
    }
    expect(printSearch(printState(state))).toBe(
      '?from=2026-11-20T00:00:00Z&to=2026-11-20T16:40:00Z&q=application:Player,Search+-category:read+mina@example.com' +
        '&s=-actor&g=application,actor&cols=occurredAt,activity',
    )
  })

  it('names what it does not understand and guesses nothing from it', () => {
    const { state, ignored } = parseState(
      parseSearch('?aplication=Player&r=8d&tz=Mars/Olympus&from=2026-02-31&__proto__=x'),
    )
    expect(state).toEqual(EMPTY)
    expect(ignored.sort()).toEqual(['__proto__', 'aplication', 'from', 'r', 'tz'])
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

  it('has no ends for all time, and the filter text as it is', () => {
    expect(questionOf({ ...EMPTY, range: { preset: 'all' } }, now)).toBe('')
    const asked = questionOf({ zone: 'UTC', range: { preset: 'all' }, q: ' actor:"Mina Park" & 50%' }, now)
    expect(new URLSearchParams(asked).get('q')).toBe('actor:"Mina Park" & 50%')
  })
})

describe('a typed time', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    [' 2026-11-20 16:40 ', '2026-11-20T16:40:00.000Z'],
    ['2026-11-20T16:40:07.5Z', '2026-11-20T16:40:07.500Z'],
    ['2026-11-20 16:40:07 UTC', '2026-11-20T16:40:07.000Z'],
  ])('%s is %s', (written, iso) => expect(parseInstant(written)).toBe(Date.parse(iso)))

  it.each(['', 'yesterday', '2026-02-31', '2026-11-20 25:00', '2026-11-20T16:40+02:00', '20.11.2026'])(
    '%j is refused, not guessed',
    written => expect(parseInstant(written)).toBeUndefined(),
  )
})
