import { expect, test } from 'vitest'

import { QueryError } from './errors.ts'
import { FIELDS } from './filter.ts'
import { filterFromParams } from './params.ts'
import { reports } from './reports.ts'

test('repeated parameters are alternatives, a leading minus excludes, search gives words', () => {
  const filter = filterFromParams({
    application: ['UserHub', 'Player', 'UserHub'],
    '-category': 'Read',
    outcome: 'failure',
    search: 'Clarissa  Dalloway, clarissa',
    from: '2025-01-01',
    limit: '10',
  })
  expect(filter).toEqual({
    terms: [
      { field: 'application', values: ['UserHub', 'Player'] },
      { field: 'category', values: ['read'], not: true },
      { field: 'outcome', values: ['FAILURE'] },
    ],
    text: ['clarissa', 'dalloway'],
  })
})

test('a URL and its parsed record give the same filter', () => {
  const url = new URLSearchParams('actor=u-1&actor=u-2&-entity=User&search=a%20b')
  const record = { actor: ['u-1', 'u-2'], '-entity': 'User', search: 'a b' }
  expect(filterFromParams(url)).toEqual(filterFromParams(record))
})

test.each([
  [{ aplication: 'x' }, 'UNKNOWN_PARAMETER', 'application'],
  [{ '-catgory': 'read' }, 'UNKNOWN_PARAMETER', '-category'],
  [{ serach: 'x' }, 'UNKNOWN_PARAMETER', 'search'],
  [{ zzzzzzzzz: 'x' }, 'UNKNOWN_PARAMETER', undefined],
  [{ outcome: 'sucess' }, 'INVALID_PARAMETER', 'SUCCESS'],
  [{ category: 'updat' }, 'INVALID_PARAMETER', 'update'],
  [{ application: '' }, 'INVALID_PARAMETER', undefined],
  [{ application: 'x'.repeat(2000) }, 'INVALID_PARAMETER', undefined],
  [{ application: '\ud800' }, 'INVALID_PARAMETER', undefined],
  [{ application: Array.from({ length: 101 }, String) }, 'INVALID_PARAMETER', undefined],
  [{ search: 'word '.repeat(200) }, 'INVALID_PARAMETER', undefined],
])('%o is refused with a code and, when one is near, a suggestion', (params, code, suggestion) => {
  const asked = () => filterFromParams(params)
  expect(asked).toThrow(QueryError)
  expect(asked).toThrow(expect.objectContaining({ code, status: 400, suggestion }))
})

test('parameters of the page alone narrow nothing', () => {
  expect(filterFromParams({ from: '1', to: '2', limit: '3', cursor: 'x', order: 'newest' })).toEqual({
    terms: [],
    text: [],
  })
})

test('every column of a report has its own id, and every filter a column of the activity report', () => {
  for (const report of Object.values(reports)) {
    const ids = report.columns.map(column => column.id)
    expect(new Set(ids).size).toBe(ids.length)
  }
  const filters = reports.activity.columns.flatMap(column => column.filter ?? [])
  expect(filters.toSorted()).toEqual([...FIELDS].toSorted())
})
