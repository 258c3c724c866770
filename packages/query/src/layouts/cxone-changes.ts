/** NICE CXone, Change Audit Report: one row for each attribute that changed, written `User.userName`. */

import type { Layout } from './layout.ts'

export const cxoneChanges: Layout = {
  id: 'cxone-changes',
  title: 'Change Audit',
  vendor: 'NICE CXone',
  document: 'Audit Reports (prebuilt): Change Audit Report',
  base: 'changes',
  columns: [
    { label: 'Application', kind: 'text', from: 'application', filter: 'application' },
    { label: 'Modified Time (UTC)', kind: 'time', from: 'occurredAt' },
    { label: 'Entity', kind: 'text', from: 'entity.type', filter: 'entity' },
    { label: 'Attribute', kind: 'code', from: 'attribute', as: 'entityAttribute' },
    { label: 'Previous Value', kind: 'json', from: 'old' },
    { label: 'Changed Value', kind: 'json', from: 'new' },
    { label: 'Triggered By', kind: 'person', from: 'actor', as: 'person', filter: 'actor' },
  ],
  filters: [{ label: 'Application', field: 'application' }],
  presets: [{ label: 'Last 30 days', span: 'P30D' }],
  defaultSort: 'newest',
}
