/**
 * What one event counts for: one row of the activity report, or as many rows of the change report as it has changes.
 * Totals, histogram and facets use the same weight, so they always add up.
 */

import type { ReportId } from '@daybook/query'

export function weightSql(report: ReportId): string {
  return report === 'activity' ? 'count()' : 'sum(changed)'
}
