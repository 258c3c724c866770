/**
 * What one event counts for: one row of the activity report, or as many rows of the change report as it has fitting changes.
 * Totals, histogram and facets use the same weight, so they always add up.
 */

import type { ReportId } from '@daybook/query'

import type { Conditions } from '../conditions.ts'

export function weightSql(report: ReportId, { fits }: Pick<Conditions, 'fits'>): string {
  if (report === 'activity') return 'count()'
  return fits === undefined ? 'sum(changed)' : `sum(arraySum(${fits}))`
}

/** The same of those that failed. */
export function failedSql(report: ReportId, { fits }: Pick<Conditions, 'fits'>): string {
  if (report === 'activity') return "countIf(outcome = 'FAILURE')"
  return `sumIf(${fits === undefined ? 'changed' : `arraySum(${fits})`}, outcome = 'FAILURE')`
}

/** When the last event that counts for rows occurred; without one, any moment. */
export function latestSql(report: ReportId): string {
  return report === 'activity' ? 'max(occurred_at)' : 'maxIf(occurred_at, changed > 0)'
}
