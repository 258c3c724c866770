/** LivePerson Conversational Cloud, Audit trail: one row for each element of an object that was changed. */

import type { Layout } from './layout.ts'

export const livepersonAuditTrail: Layout = {
  id: 'liveperson-audit-trail',
  title: 'Audit trail',
  vendor: 'LivePerson',
  document: 'Audit trail',
  base: 'changes',
  columns: [
    { label: 'Object Type', kind: 'text', from: 'entity.type', filter: 'entity' },
    { label: 'Object name', kind: 'text', from: 'entity.name' },
    {
      label: 'Action type',
      kind: 'category',
      from: 'category',
      words: {
        create: 'add new',
        import: 'add new',
        delete: 'delete',
        update: 'edit',
        enable: 'edit',
        disable: 'edit',
        grant: 'edit',
        revoke: 'edit',
        share: 'edit',
      },
      filter: 'category',
    },
    { label: 'Element', kind: 'code', from: 'attribute' },
    { label: 'Old value', kind: 'json', from: 'old' },
    { label: 'New value', kind: 'json', from: 'new' },
    { label: 'Date', kind: 'time', from: 'occurredAt' },
    { label: 'Originator', kind: 'person', from: 'actor', as: 'person', filter: 'actor' },
  ],
  filters: [],
  presets: [],
  defaultSort: 'newest',
}
