/**
 * An entry of the record as the rows that a report shows of it, without asking the index.
 * The rows are those that the index will answer for the same question.
 */
import type { Matcher, ReportId } from '@daybook/query'
import type { StoredEntry } from '@daybook/record'
import type { ActivityRow, ChangeRow } from '@daybook/report'

import type { Sight } from '../../masking.ts'

/** None when the question is not about this entry. */
export function rowsOfEntry(
  report: ReportId,
  matcher: Matcher,
  sight: Sight,
  { index, recordedAt, event }: StoredEntry,
): (ActivityRow | ChangeRow)[] {
  const asked = { ...sight.asked(event), index }
  if (report === 'activity') {
    if (!matcher.event(asked)) return []
    return [sight.row({ index, recordedAt: new Date(recordedAt).toISOString(), ...event })]
  }
  const { id, occurredAt, application, activity, category, outcome, actor, entity, correlation } = event
  const shared = { id, occurredAt, application, activity, category, outcome, actor, entity }
  return (event.changes ?? []).flatMap((change, position): ChangeRow[] => {
    if (!matcher.change(asked, asked.changes?.[position] ?? change)) return []
    const rest = correlation === undefined ? {} : { correlation }
    return [sight.row({ index, position, ...shared, ...rest, ...change })]
  })
}
