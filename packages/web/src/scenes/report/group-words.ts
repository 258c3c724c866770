/** What groups are called: the columns that can be grouped by, and their values. */
import { reports, type ReportId } from '@daybook/query'

import { nameOf } from '../../components/facet.tsx'
import type { Group } from '../../grid/segments.ts'
import type { T } from '../../i18n/use-t.ts'
import { columnLabel } from '../../i18n/words.ts'
import { CELL_KINDS } from './cell-kinds.tsx'

/** Those that no column shows. */
const MORE = ['hour', 'week', 'month', 'actorType', 'session', 'agent', 'source'] as const
const TIMES = new Set(['hour', 'day', 'week', 'month'])

/** What rows of a report can be grouped by. */
export function groupColumns(t: T, report: ReportId): { id: string; label: string }[] {
  const shown = reports[report].columns.flatMap(({ id, label }) => {
    const group = CELL_KINDS[id]?.group
    if (group === undefined) return []
    return [{ id: group, label: group === 'day' ? t('groups.columns.day') : columnLabel(t, id, label) }]
  })
  return [...shown, ...MORE.map(id => ({ id, label: t(`groups.columns.${id}`) }))]
}

export function groupLabel(
  t: T,
  column: string,
  group: Group,
  clock: { locale: string; zone: string },
): string {
  const { value, label, count } = group
  if (value === '') return t('grid.none')
  if (TIMES.has(column)) return timeLabel(column, Date.parse(value), clock)
  if (column === 'outcome' || column === 'category') return nameOf(t, column, { value, count })
  return label || value
}

function timeLabel(column: string, at: number, { locale, zone }: { locale: string; zone: string }): string {
  const options: Intl.DateTimeFormatOptions =
    column === 'month'
      ? { year: 'numeric', month: 'long' }
      : {
          weekday: 'short',
          year: 'numeric',
          month: 'short',
          day: '2-digit',
          ...(column === 'hour' ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {}),
        }
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(at)
}
