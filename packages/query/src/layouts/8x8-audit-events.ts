/**
 * 8x8, Audit events: the columns of its CSV report, with `details` as JSON of `old` and `new`.
 * Categories that 8x8 does not record (login, impersonate …) keep their own names in `eventType`.
 */

import type { Layout } from './layout.ts'

export const eightByEightAuditEvents: Layout = {
  id: '8x8-audit-events',
  title: 'Audit events',
  vendor: '8x8',
  document: 'Audit events',
  base: 'activity',
  columns: [
    { label: 'displayName', kind: 'text', from: 'entity.name' },
    { label: 'customerID', kind: 'id', from: 'tenant' },
    { label: 'auditTimestamp', kind: 'time', from: 'occurredAt' },
    {
      label: 'eventType',
      kind: 'category',
      from: 'category',
      words: {
        import: 'create',
        search: 'read',
        enable: 'update',
        disable: 'update',
        grant: 'update',
        revoke: 'update',
        share: 'update',
      },
      filter: 'category',
    },
    { label: 'service', kind: 'text', from: 'application', filter: 'application' },
    { label: 'entityKey', kind: 'id', from: 'entity.id' },
    { label: 'entityType', kind: 'text', from: 'entity.type', filter: 'entity' },
    { label: 'auditUserId', kind: 'id', from: 'actor.id', filter: 'actor' },
    { label: 'impersonator', kind: 'id', from: 'actor.impersonator.id' },
    { label: 'details', kind: 'json', from: 'changes', as: 'details' },
    { label: 'correlationType', kind: 'text', from: 'correlation.type' },
    { label: 'correlationID', kind: 'id', from: 'correlation.id' },
    { label: 'accessMethod', kind: 'text', from: 'origin.accessMethod' },
  ],
  filters: [
    { label: 'Applications', field: 'application' },
    { label: 'Who', field: 'actor' },
    { label: 'Operations', field: 'category' },
    { label: 'Impacted Entity', field: 'entity' },
  ],
  presets: [
    { label: 'Today', span: 'today' },
    { label: 'Last 24 hours', span: 'PT24H' },
    { label: '7 days', span: 'P7D' },
    { label: '30 days', span: 'P30D' },
  ],
  defaultSort: 'newest',
}
