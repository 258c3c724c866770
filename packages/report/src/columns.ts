/**
 * The columns of the index in their order: DDL, loader and questions are all made from this one list.
 * A stored row is positional; the order here is the order of `rowOf` and of `scan`.
 */

export interface Column {
  name: string
  type: string
  codec?: string
}

const VOCABULARY = 'LowCardinality(String)'
const ZSTD = 'ZSTD(1)'

export const COLUMNS: readonly Column[] = [
  { name: 'tenant', type: 'UInt32', codec: ZSTD },
  { name: 'index', type: 'UInt64', codec: `Delta, ${ZSTD}` },
  { name: 'occurred_at', type: "DateTime64(3, 'UTC')", codec: `Delta, ${ZSTD}` },
  { name: 'recorded_at', type: "DateTime64(3, 'UTC')", codec: `Delta, ${ZSTD}` },
  { name: 'given', type: 'UInt32', codec: ZSTD },
  { name: 'id', type: 'UUID', codec: ZSTD },
  { name: 'occurred_offset', type: VOCABULARY },
  { name: 'application', type: VOCABULARY },
  { name: 'activity', type: VOCABULARY },
  { name: 'category', type: VOCABULARY },
  { name: 'outcome', type: VOCABULARY },
  { name: 'outcome_reason', type: 'String', codec: ZSTD },
  { name: 'actor_type', type: VOCABULARY },
  { name: 'actor_id', type: VOCABULARY },
  { name: 'actor_name', type: VOCABULARY },
  { name: 'actor_email', type: VOCABULARY },
  { name: 'impersonator_type', type: VOCABULARY },
  { name: 'impersonator_id', type: VOCABULARY },
  { name: 'impersonator_name', type: VOCABULARY },
  { name: 'impersonator_email', type: VOCABULARY },
  { name: 'entity_type', type: VOCABULARY },
  { name: 'entity_id', type: 'String', codec: ZSTD },
  { name: 'entity_name', type: 'String', codec: ZSTD },
  { name: 'related.type', type: `Array(${VOCABULARY})`, codec: ZSTD },
  { name: 'related.id', type: 'Array(String)', codec: ZSTD },
  { name: 'related.name', type: 'Array(Nullable(String))', codec: ZSTD },
  { name: 'related.role', type: 'Array(Nullable(String))', codec: ZSTD },
  { name: 'changes.attribute', type: `Array(${VOCABULARY})`, codec: ZSTD },
  { name: 'changes.old', type: 'Array(Nullable(String))', codec: ZSTD },
  { name: 'changes.new', type: 'Array(Nullable(String))', codec: ZSTD },
  { name: 'state', type: 'String', codec: ZSTD },
  { name: 'access_method', type: VOCABULARY },
  { name: 'ip', type: VOCABULARY },
  { name: 'user_agent', type: VOCABULARY },
  { name: 'session_id', type: 'String', codec: ZSTD },
  { name: 'request_id', type: 'String', codec: ZSTD },
  { name: 'region', type: VOCABULARY },
  { name: 'correlation_type', type: VOCABULARY },
  { name: 'correlation_id', type: 'String', codec: ZSTD },
  { name: 'comment', type: 'String', codec: ZSTD },
  { name: 'metadata', type: 'String', codec: ZSTD },
  { name: 'source_name', type: VOCABULARY },
  { name: 'source_sequence', type: 'Int64', codec: `Delta, ${ZSTD}` },
]

/** Whether a type holds few different texts: they are kept once, beside the places where they stand. */
export function isVocabulary(type: string): boolean {
  return type === VOCABULARY
}

/** A column's name as SQL; `index` is a word of the language. */
export function quoted(name: string): string {
  return name === 'index' ? '`index`' : name
}

/** The columns as they are read back: times as milliseconds, in the order of COLUMNS. */
export const STORED_COLUMNS_SQL: string = COLUMNS.map(column =>
  column.type.startsWith('DateTime64') ? `toUnixTimestamp64Milli(${column.name})` : quoted(column.name),
).join(', ')
