/** The shape of a mapping file: which column becomes which field. See the README of this room for a walk through it. */
import type { Category } from '@daybook/event'

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'time' | 'json'

/** Where one field comes from. Exactly one of `column`, `value` and `template` is there. */
export interface Rule {
  column?: string
  value?: string
  /** Text with `{column}` in it; missing when one of its columns is missing. */
  template?: string
  /** Value in the file → value in the event. Others stay as they are. */
  map?: Record<string, string>
  /** Used when the column is missing. */
  default?: string
}

/** Fields of an event that a rule may fill. */
export const FIELDS = [
  'occurredAt',
  'application',
  'activity',
  'category',
  'outcome',
  'outcomeReason',
  'actor.type',
  'actor.id',
  'actor.name',
  'actor.email',
  'actor.impersonator.type',
  'actor.impersonator.id',
  'actor.impersonator.name',
  'entity.type',
  'entity.id',
  'entity.name',
  'origin.accessMethod',
  'origin.ip',
  'origin.userAgent',
  'origin.sessionId',
  'origin.requestId',
  'region',
  'correlation.type',
  'correlation.id',
  'comment',
  'source.name',
  'source.sequence',
] as const
export type FieldName = (typeof FIELDS)[number]

/** A row that is one change (or several) already. */
export interface ChangeRule {
  attribute: Rule
  old?: Rule
  new?: Rule
}

/** Columns that the source filled in afterwards: each keeps what it had until a row fulfils the condition. */
export interface OnlyWhen {
  columns: string[]
  column: string
  in: string[]
  /** A time in one of `columns` that lies after the time of this column was not known yet. */
  notLaterThan?: string
}

/** The first rule that fits names the activity. Without a condition it always fits. */
export interface ActivityRule {
  activity: string
  category?: Category
  /** Only the first row of an entity (true) or only the others (false). */
  first?: boolean
  column?: string
  /** The column has one of these values in this row. */
  in?: string[]
  /** The column has one of these values in this row and had another in the row before. */
  becomes?: string[]
  /** The column had one of these values in the row before and has another in this row. */
  leaves?: string[]
}

/** Rows that hold the state of an entity after each update: what changed is found by comparing them. */
export interface StateRules {
  /** The column that tells entities apart. */
  key: string
  /** Columns that are no attributes of the entity. */
  ignore: string[]
  onlyWhen: OnlyWhen[]
  activities: ActivityRule[]
}

export interface Mapping {
  name: string
  delimiter: string
  encoding: string
  /** Values that stand for "nothing". */
  missing: string[]
  time: { format: string; zone: string }
  /** Columns whose values tell rows apart; all columns when absent. Rows that share them are counted. */
  id?: { columns: string[] }
  event: Partial<Record<FieldName, Rule>>
  /** Types of columns, for changes, metadata and states; text when not named. */
  columns: Record<string, ColumnType>
  /** Columns that are kept as they are beside the event. */
  metadata: string[]
  changes: ChangeRule[]
  state?: StateRules
}
