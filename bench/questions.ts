/** The questions of the benchmark: as a path of Daybook's API, as a request of its index, as statements on the audit table. */
import type { RowsRequest } from '@daybook/report'
import type { AUDIT_QUESTIONS } from './audit-table.ts'

const TENANT = 1
const everything = { terms: [], text: [] }
const failedInUserManagement = {
  terms: [
    { field: 'application' as const, values: ['User Management'] },
    { field: 'outcome' as const, values: ['FAILURE'] },
  ],
  text: [],
}
const SEARCHED = 'dalloway'

export interface BenchQuestion {
  path: string
  request: RowsRequest
  kind: 'rows' | 'summary'
  table: keyof typeof AUDIT_QUESTIONS
  values: unknown[]
}

const request = (filter: RowsRequest['filter']): RowsRequest => ({
  tenant: TENANT,
  report: 'activity',
  filter,
  limit: 100,
})

export const QUESTIONS: Record<string, BenchQuestion> = {
  'report page, newest 100': {
    path: '/v1/reports/activity/rows?limit=100',
    request: request(everything),
    kind: 'rows',
    table: 'page',
    values: [],
  },
  'report page, failures of one application': {
    path: '/v1/reports/activity/rows?limit=100&application=User%20Management&outcome=FAILURE',
    request: request(failedInUserManagement),
    kind: 'rows',
    table: 'filteredPage',
    values: ['User Management'],
  },
  'word search, newest 100': {
    path: `/v1/reports/activity/rows?limit=100&search=${SEARCHED}`,
    request: request({ terms: [], text: [SEARCHED] }),
    kind: 'rows',
    table: 'search',
    values: [SEARCHED],
  },
  'summary of everything': {
    path: '/v1/reports/activity/summary',
    request: request(everything),
    kind: 'summary',
    table: 'summary',
    values: [],
  },
}
