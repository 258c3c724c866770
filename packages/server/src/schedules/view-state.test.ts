/** Guarantees of a view's state: read as the page reads it, and refused where it is not understood. */
import { describe, expect, it } from 'vitest'

import { readViewState } from './view-state.ts'

const at = Date.UTC(2026, 4, 4, 5)
const read = (query: string, report = 'activity') =>
  readViewState({ report, query }, { at, zone: 'Europe/Warsaw' })

describe('a view', () => {
  it('gives its question, order, columns, zone and layout; what is of the page alone stays there', () => {
    expect(
      read(
        'q=outcome:failure&s=-occurredAt,actor&cols=actor,a%252Cb&tz=Europe/Lisbon&g=actor&ev=1&layout=cxone-activity&r=all',
      ),
    ).toEqual({
      report: 'cxone-activity',
      q: 'outcome:failure',
      sort: '-occurredAt,actor',
      columns: ['actor', 'a,b'],
      zone: 'Europe/Lisbon',
    })
  })

  it.each([
    ['', { from: '2026-04-04T05:00:00.000Z', to: '2026-05-04T05:00:00.000Z' }],
    ['r=24h', { from: '2026-05-03T05:00:00.000Z', to: '2026-05-04T05:00:00.000Z' }],
    ['r=today', { from: '2026-05-03T22:00:00.000Z', to: '2026-05-04T05:00:00.000Z' }],
    ['r=today&tz=UTC', { from: '2026-05-04T00:00:00.000Z', to: '2026-05-04T05:00:00.000Z', zone: 'UTC' }],
    ['r=all', {}],
    ['from=2026-05-01T00:00:00Z', { from: '2026-05-01T00:00:00Z' }],
    ['r=7d&to=2026-05-01', { to: '2026-05-01' }],
  ])('of the range %j asks for it as of the time it is due', (query, range) => {
    expect(read(query)).toEqual({ report: 'activity', ...range })
  })

  it('gives plain filters, excluding ones too', () => {
    expect(read('r=all&application=A&application=B&-category=read&search=x')).toEqual({
      report: 'activity',
      filter: { application: ['A', 'B'], '-category': ['read'], search: ['x'] },
    })
  })

  it.each(['aplication=A', 'r=2y', '__proto__=1', 'r=constructor'])(
    'with %j is refused: a filter that fell away would send more',
    query => {
      expect(() => read(query)).toThrow(expect.objectContaining({ code: 'INVALID_BODY' }) as Error)
    },
  )
})
