/**
 * Where the fields of the filter language stand in the index.
 * A column holds '' for an absent text, so emptiness and absence are one in SQL as they are in the language.
 */

import type { FieldName, Part } from '@daybook/query'

import { GIVEN } from '../row.ts'

export interface TextPlaces {
  columns: readonly string[]
  lists?: readonly string[]
  /**
   * Its words are in the word index and select few events: worth asking the index first.
   * Values of vocabulary columns are frequent; reading the column itself is cheaper.
   */
  selective?: true
}

export const TEXT_PLACES: Readonly<Partial<Record<FieldName, TextPlaces>>> = {
  application: { columns: ['application'] },
  entity: { columns: ['entity_type'] },
  instance: { columns: ['entity_id'], selective: true },
  entityName: { columns: ['entity_name'], selective: true },
  activity: { columns: ['activity'] },
  category: { columns: ['category'] },
  outcome: { columns: ['outcome'] },
  reason: { columns: ['outcome_reason'], selective: true },
  actor: { columns: ['actor_id', 'actor_name', 'actor_email'], selective: true },
  actorType: { columns: ['actor_type'] },
  impersonator: {
    columns: ['impersonator_id', 'impersonator_name', 'impersonator_email'],
    selective: true,
  },
  access: { columns: ['access_method'] },
  agent: { columns: ['user_agent'] },
  region: { columns: ['region'] },
  session: { columns: ['session_id'] },
  request: { columns: ['request_id'] },
  correlation: { columns: ['correlation_id'], selective: true },
  related: { columns: [], lists: ['related.id', 'related.name'], selective: true },
  source: { columns: ['source_name'] },
  comment: { columns: ['comment'], selective: true },
}

const PART_CONDITIONS: Readonly<Record<Part, string>> = {
  changes: 'changed > 0',
  state: given('state'),
  comment: "comment != ''",
  related: 'notEmpty(related.id)',
  impersonator: given('impersonator'),
  instance: "entity_id != ''",
  entityName: "entity_name != ''",
  reason: "outcome_reason != ''",
  ip: "ip != ''",
  session: "session_id != ''",
  request: "request_id != ''",
  access: "access_method != ''",
  region: "region != ''",
  correlation: given('correlation'),
  source: given('source'),
  metadata: given('metadata'),
}

export function partSql(part: Part): string {
  return PART_CONDITIONS[part]
}

/** Whether the event had the optional field at all. */
export function given(field: keyof typeof GIVEN): string {
  return `bitAnd(given, ${GIVEN[field]}) != 0`
}
