/**
 * The reports as data: which columns they have, which filters they take, how they are sorted.
 * API, web and command line read the same definitions, so a column is named in one place only.
 */

import { FIELDS, type Field } from './filter.ts'

export type ReportId = 'activity' | 'changes'

export type ColumnKind =
  'time' | 'person' | 'text' | 'category' | 'outcome' | 'json' | 'count' | 'id' | 'code'

export interface ColumnDefinition {
  id: string
  label: string
  kind: ColumnKind
  /** Where the value stands in a row of the report, as a dotted path. */
  path: string
  /** Shown unless the reader hides it. */
  visible: boolean
  /** The filter that a value of this column can be put into. */
  filter?: Field
}

export interface ReportDefinition {
  id: ReportId
  title: string
  /** One row per event, or one row per changed attribute. */
  grain: 'event' | 'change'
  columns: readonly ColumnDefinition[]
  filters: readonly Field[]
  defaultSort: 'newest' | 'oldest'
}

const time: ColumnDefinition = col('occurredAt', 'Event time', 'time', 'occurredAt', true)
const actor: ColumnDefinition = { ...col('actor', 'Triggered by', 'person', 'actor', true), filter: 'actor' }
const activity: ColumnDefinition = {
  ...col('activity', 'Activity', 'text', 'activity', true),
  filter: 'activity',
}
const entity: ColumnDefinition = { ...col('entity', 'Entity', 'text', 'entity.type', true), filter: 'entity' }
const instance = col('instance', 'Instance', 'text', 'entity', true)
const application: ColumnDefinition = {
  ...col('application', 'Application', 'text', 'application', true),
  filter: 'application',
}
const outcome: ColumnDefinition = {
  ...col('outcome', 'Outcome', 'outcome', 'outcome', true),
  filter: 'outcome',
}
const category: ColumnDefinition = {
  ...col('category', 'Category', 'category', 'category', false),
  filter: 'category',
}
const eventId = col('id', 'Event ID', 'id', 'id', false)
const sequence = col('index', 'Sequence', 'count', 'index', false)
const correlation = col('correlation', 'Correlation', 'id', 'correlation', false)

export const reports: Readonly<Record<ReportId, ReportDefinition>> = {
  activity: {
    id: 'activity',
    title: 'Activity',
    grain: 'event',
    columns: [
      time,
      actor,
      activity,
      entity,
      instance,
      application,
      outcome,
      col('changes', 'Changes', 'count', 'changes', true),
      category,
      col('impersonator', 'Impersonated by', 'person', 'actor.impersonator', false),
      col('accessMethod', 'Access method', 'text', 'origin.accessMethod', false),
      col('ip', 'Source IP', 'code', 'origin.ip', false),
      col('comment', 'Comments', 'text', 'comment', false),
      col('outcomeReason', 'Reason', 'text', 'outcomeReason', false),
      col('region', 'Region', 'text', 'region', false),
      col('requestId', 'Request', 'id', 'origin.requestId', false),
      correlation,
      eventId,
      sequence,
      col('recordedAt', 'Recorded at', 'time', 'recordedAt', false),
    ],
    filters: FIELDS,
    defaultSort: 'newest',
  },
  changes: {
    id: 'changes',
    title: 'Changes',
    grain: 'change',
    columns: [
      time,
      actor,
      entity,
      instance,
      col('attribute', 'Attribute', 'code', 'attribute', true),
      col('old', 'Previous value', 'json', 'old', true),
      col('new', 'Changed value', 'json', 'new', true),
      activity,
      application,
      category,
      { ...outcome, visible: false },
      correlation,
      eventId,
      sequence,
    ],
    filters: FIELDS,
    defaultSort: 'newest',
  },
}

export function isReportId(id: string): id is ReportId {
  return id === 'activity' || id === 'changes'
}

function col(id: string, label: string, kind: ColumnKind, path: string, visible: boolean): ColumnDefinition {
  return { id, label, kind, path, visible }
}
