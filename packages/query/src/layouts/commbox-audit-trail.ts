/**
 * CommBox, Audit Trail Report. At event grain, because sign-ins and sign-outs are in it and change nothing.
 * The document describes the action categories without quoting them; the words here are its verbs.
 */

import type { Layout } from './layout.ts'

export const commboxAuditTrail: Layout = {
  id: 'commbox-audit-trail',
  title: 'Audit Trail',
  vendor: 'CommBox',
  document: 'Audit Trail Report',
  base: 'activity',
  columns: [
    { label: 'Modified By', kind: 'person', from: 'actor', as: 'person', filter: 'actor' },
    {
      label: 'Action Category',
      kind: 'category',
      from: 'category',
      as: 'action',
      words: {
        create: 'Add',
        update: 'Edit',
        'update of Setting': 'Set',
        'update of Settings': 'Set',
        delete: 'Delete',
        login: 'Log in',
        'login FAILURE': 'Failed to log in',
        logout: 'Log out',
        enable: 'Activate',
        disable: 'Block',
      },
      filter: 'category',
    },
    { label: 'Modified Entity Type', kind: 'text', from: 'entity.type', filter: 'entity' },
    { label: 'Modified Entity Name', kind: 'text', from: 'entity.name' },
    { label: 'Previous value', kind: 'json', from: 'changes', as: 'oldValues' },
    { label: 'Updated value', kind: 'json', from: 'changes', as: 'newValues' },
    { label: 'Date of Modification', kind: 'time', from: 'occurredAt' },
  ],
  filters: [
    { label: 'Modifier(s)', field: 'actor' },
    { label: 'Action Category', field: 'category' },
  ],
  presets: [],
  defaultSort: 'newest',
}
