/** NICE CXone Mpower, Activity Audit Report: its table "Data in this Report", column by column. */

import type { Layout } from './layout.ts'

export const cxoneActivity: Layout = {
  id: 'cxone-activity',
  title: 'Activity Audit',
  vendor: 'NICE CXone',
  document: 'Activity Audit Report (CXone Mpower, Business Intelligence)',
  base: 'activity',
  columns: [
    { label: 'Event Time (UTC)', kind: 'time', from: 'occurredAt' },
    { label: 'Event ID', kind: 'id', from: 'id' },
    { label: 'Triggered By', kind: 'person', from: 'actor', as: 'person', filter: 'actor' },
    { label: 'Entity', kind: 'text', from: 'entity.type', filter: 'entity' },
    { label: 'Instance', kind: 'id', from: 'entity.id' },
    { label: 'Activity', kind: 'text', from: 'activity', filter: 'activity' },
    { label: 'Outcome', kind: 'outcome', from: 'outcome', filter: 'outcome' },
    { label: 'Application', kind: 'text', from: 'application', filter: 'application' },
    { label: 'Comments', kind: 'text', from: 'comment' },
  ],
  filters: [
    { label: 'Application', field: 'application' },
    { label: 'Entity', field: 'entity' },
    { label: 'Activity', field: 'activity' },
  ],
  presets: [],
  defaultSort: 'newest',
}
