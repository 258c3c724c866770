import { describe, expect, it } from 'vitest'

import type { HistoryRow } from '../../api/entities.ts'
import { timelineOf } from './timeline.ts'

const row = (index: number, category: string, occurredAt: string): HistoryRow =>
  ({ index, category, occurredAt, id: String(index) }) as HistoryRow

describe('a timeline', () => {
  it('has the entries under their days, with runs of reads and sign-ins folded', () => {
    const rows = [
      row(5, 'update', '2026-11-20T16:00:00.000Z'),
      row(4, 'login', '2026-11-20T15:00:00.000Z'),
      row(3, 'read', '2026-11-20T14:00:00.000Z'),
      row(2, 'login', '2026-11-19T14:00:00.000Z'),
      row(1, 'create', '2026-11-19T13:00:00.000Z'),
    ]
    const days = timelineOf(rows, instant => instant.slice(0, 10))
    expect(
      days.map(({ day, items }) => [
        day,
        items.map(item => (item.kind === 'entry' ? item.row.index : item.rows.map(one => one.index))),
      ]),
    ).toEqual([
      ['2026-11-20', [5, [4, 3]]],
      ['2026-11-19', [[2], 1]],
    ])
  })
})
