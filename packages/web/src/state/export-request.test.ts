import { expect, it } from 'vitest'

import { exportRequest, searchOfExport } from './export-request.ts'
import { EMPTY, parseState } from './report-state.ts'

const now = Date.UTC(2026, 10, 25, 17, 30, 20)
const state = {
  ...EMPTY,
  range: { preset: 'today' as const },
  q: ' application:Player -category:read ',
  sort: [{ column: 'actor', descending: true }],
  zone: 'America/New_York',
}

it('asks for what the page shows: its question, order, columns and clock, with the range as it is now', () => {
  expect(
    exportRequest(
      'activity',
      state,
      { format: 'csv', columns: ['occurredAt', 'actor'], csv: { bom: false } },
      now,
    ),
  ).toEqual({
    report: 'activity',
    format: 'csv',
    from: '2026-11-25T05:00:00.000Z',
    to: '2026-11-25T17:31:00.000Z',
    q: 'application:Player -category:read',
    sort: '-actor',
    columns: ['occurredAt', 'actor'],
    zone: 'America/New_York',
    csv: { bom: false },
  })
})

it('asks a layout for its own columns, and leaves out what says nothing', () => {
  const all = { ...EMPTY, range: { preset: 'all' as const }, layout: 'cxone-activity' }
  expect(exportRequest('activity', all, { format: 'xlsx', columns: undefined, csv: {} }, now)).toEqual({
    report: 'cxone-activity',
    format: 'xlsx',
  })
})

it('finds the way back to the page', () => {
  const request = exportRequest('activity', state, { format: 'pdf', columns: undefined, csv: {} }, now)
  const back = parseState(searchOfExport(request))
  expect(back.ignored).toEqual([])
  expect(back.state).toMatchObject({
    range: { from: Date.parse('2026-11-25T05:00:00Z'), to: Date.parse('2026-11-25T17:31:00Z') },
    q: 'application:Player -category:read',
    sort: state.sort,
    zone: state.zone,
  })
})
