/**
 * The tables of the index, from one template: embedded, one ClickHouse server, or a cluster.
 * Embedded and cluster differ only in the values of the template, never in a second file.
 */

import { COLUMNS, quoted } from './columns.ts'
import { loweredSql, unescapedSql } from './word-sql.ts'

/** Part of the table's comment: a table made by another version is refused at opening. */
export const SCHEMA_VERSION = 5

export interface SchemaPlace {
  database: string
  /** Name of the cluster; absent = one server or embedded. */
  cluster?: string | undefined
}

const HOUR_MS = 3_600_000

/** Deduplication tokens that the table remembers; one block of entries uses one per month that it spans. */
const TOKENS_REMEMBERED = 10_000

// A page fetches some forty columns of a hundred rows that may lie far apart: the less is unpacked around each row
// the better. Measured on two million events: a third less processor time than the defaults for 3 bytes an event.
const ROWS_PER_MARK = 2048
const BLOCK_BYTES_MIN = 16 * 1024
const BLOCK_BYTES_MAX = 64 * 1024

/** The table that questions and inserts name. */
export function entryTable(place: SchemaPlace): string {
  return `${place.database}.entry`
}

/** The table that holds the rows: itself, or each shard's share of it. Deletes go here. */
export function storedTable(place: SchemaPlace): string {
  return place.cluster === undefined ? entryTable(place) : `${place.database}.entry_shard`
}

/** Rows whose changes are derived: events that bring the state of an entity and no changes. */
export function statedTable(place: SchemaPlace): string {
  return `${place.database}.stated`
}

/** As `storedTable`, of the stated ones. */
export function storedStatedTable(place: SchemaPlace): string {
  return place.cluster === undefined ? statedTable(place) : `${place.database}.stated_shard`
}

/**
 * All rows, as a table for questions: of a stated one its newest version. Only tenants that have such rows pay for this.
 */
export function wholeTable(place: SchemaPlace): string {
  const columns = [
    ...COLUMNS.map(column => quoted(column.name)),
    'search',
    'hour',
    'day',
    'month',
    'changed',
  ].join(', ')
  return `(SELECT ${columns} FROM ${entryTable(place)} UNION ALL SELECT ${columns} FROM ${statedTable(place)} FINAL)`
}

/** ` ON CLUSTER …` for statements that every server of a cluster must run. */
export function onCluster(place: SchemaPlace): string {
  return place.cluster === undefined ? '' : ` ON CLUSTER ${place.cluster}`
}

/** Statements that make the tables where they are missing. */
export function createStatements(place: SchemaPlace): string[] {
  const statements = [
    `CREATE DATABASE IF NOT EXISTS ${place.database}${onCluster(place)}`,
    entryDdl(place),
    statedDdl(place),
  ]
  const { cluster } = place
  if (cluster !== undefined) {
    statements.push(distributedDdl(place, cluster, entryTable(place), storedTable(place)))
    statements.push(distributedDdl(place, cluster, statedTable(place), storedStatedTable(place)))
  }
  return statements
}

/** Statements that remove the tables and everything in them. */
export function dropStatements(place: SchemaPlace): string[] {
  const tables = new Set([
    entryTable(place),
    storedTable(place),
    statedTable(place),
    storedStatedTable(place),
  ])
  return [...tables].map(table => `DROP TABLE IF EXISTS ${table}${onCluster(place)} SYNC`)
}

function entryDdl(place: SchemaPlace): string {
  const engine =
    place.cluster === undefined
      ? 'MergeTree'
      : `ReplicatedMergeTree('/clickhouse/tables/{shard}/${place.database}/entry_shard', '{replica}')`
  return storedDdl(place, storedTable(place), engine, [...indexesDdl(), ...countsDdl()])
}

/**
 * A row is written once by whoever loads entries, as version 0, and again with its changes by whoever derives them. What
 * questions see is the row of the highest version, so a rewriting is one insert: nothing is ever missing or there twice.
 */
function statedDdl(place: SchemaPlace): string {
  const engine =
    place.cluster === undefined
      ? 'ReplacingMergeTree(version)'
      : `ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/${place.database}/stated_shard', '{replica}', version)`
  // No index of words: it would find a row by the words of a version that is not the newest.
  return storedDdl(place, storedStatedTable(place), engine, ['version UInt64 CODEC(ZSTD(1))'])
}

function storedDdl(place: SchemaPlace, table: string, engine: string, own: readonly string[]): string {
  const clustered = place.cluster !== undefined
  const window = clustered ? 'replicated_deduplication_window' : 'non_replicated_deduplication_window'
  return `CREATE TABLE IF NOT EXISTS ${table}${onCluster(place)}
(
${[...COLUMNS.map(columnDdl), ...derivedColumnsDdl(), ...own].map(line => `  ${line}`).join(',\n')}
)
ENGINE = ${engine}
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (tenant, occurred_at, \`index\`)
SETTINGS ${window} = ${TOKENS_REMEMBERED},
  index_granularity = ${ROWS_PER_MARK},
  min_compress_block_size = ${BLOCK_BYTES_MIN},
  max_compress_block_size = ${BLOCK_BYTES_MAX},
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  enable_block_number_column = 1,
  enable_block_offset_column = 1,
  lightweight_mutation_projection_mode = 'rebuild'
COMMENT '${schemaComment()}'`
}

/** What the stored table's comment must be. */
export function schemaComment(): string {
  return `daybook index ${SCHEMA_VERSION}`
}

function distributedDdl(place: SchemaPlace, cluster: string, table: string, stored: string): string {
  return `CREATE TABLE IF NOT EXISTS ${table} ON CLUSTER ${cluster}
AS ${stored}
ENGINE = Distributed(${cluster}, ${place.database}, ${stored.split('.')[1]}, tenant)
COMMENT '${schemaComment()}'`
}

function columnDdl(column: { name: string; type: string; codec?: string }): string {
  const name = column.name.includes('.') ? `\`${column.name}\`` : quoted(column.name)
  return `${name} ${column.type}${column.codec === undefined ? '' : ` CODEC(${column.codec})`}`
}

/** Columns whose words a search finds. Ids that are different for every event would only fill the index. */
export const SEARCHED_TEXT = [
  'application',
  'activity',
  'entity_type',
  'entity_id',
  'entity_name',
  'actor_id',
  'actor_name',
  'actor_email',
  'impersonator_id',
  'impersonator_name',
  'impersonator_email',
  'outcome_reason',
  'access_method',
  'ip',
  'region',
  'correlation_id',
  'comment',
] as const

/** List columns whose words a search finds; of the last two, JSON text, the words of its strings. */
export const SEARCHED_LISTS = [
  'related.id',
  'related.name',
  'changes.attribute',
  'changes.old',
  'changes.new',
] as const

/** Columns that the engine fills itself: what is searched, the hour, day and month, how many changes. */
function derivedColumnsDdl(): string[] {
  const at = 'toUnixTimestamp64Milli(occurred_at)'
  // Counted from the epoch; the engine's own types of days and months end in 2149 or 2299, events need not.
  const since = (ms: number) => `toInt32(intDiv(${at} - positiveModulo(${at}, ${ms}), ${ms}))`
  return [
    // Computed when asked for and never stored: the words are in the index, and questions read only the index.
    `search String ALIAS ${searchedSql()}`,
    `hour Int32 MATERIALIZED ${since(HOUR_MS)} CODEC(Delta, ZSTD(1))`,
    `day Int32 MATERIALIZED ${since(24 * HOUR_MS)} CODEC(Delta, ZSTD(1))`,
    `month Int32 MATERIALIZED ${monthSql('day')} CODEC(Delta, ZSTD(1))`,
    'changed UInt16 MATERIALIZED toUInt16(length(changes.attribute)) CODEC(ZSTD(1))',
  ]
}

const ERA_DAYS = 146_097
/** 1 March 400 years before the year 0, in days before the epoch: from there nothing is negative. */
const MARCH_DAYS = 719_468 + ERA_DAYS
/** From there to the epoch: the years 0 to 1969, 400 before them, less January and February. */
const MARCH_MONTHS = (1970 + 400) * 12 - 2

/**
 * The calendar month of a day, both counted from the epoch, in whole numbers (Howard Hinnant's `civil_from_days`).
 * A year begins in March, so that the day that is sometimes missing is its last.
 */
export function monthSql(day: string): string {
  const days = `(${day} + ${MARCH_DAYS})`
  const ofEra = `(${days} % ${ERA_DAYS})`
  const year = `intDiv(${ofEra} - intDiv(${ofEra}, 1460) + intDiv(${ofEra}, 36524) - intDiv(${ofEra}, 146096), 365)`
  const ofYear = `(${ofEra} - (365 * ${year} + intDiv(${year}, 4) - intDiv(${year}, 100)))`
  const months = `(intDiv(${days}, ${ERA_DAYS}) * 400 + ${year}) * 12 + intDiv(5 * ${ofYear} + 2, 153)`
  return `toInt32(${months} - ${MARCH_MONTHS})`
}

/** The searched text of a row. @param lists of values, where not all of them count */
export function searchedSql(values_ = { old: 'changes.old', new: 'changes.new' }): string {
  const values = unescapedSql(
    `concat(arrayStringConcat(${values_.old}, ' '), ' ', arrayStringConcat(${values_.new}, ' '))`,
  )
  const lists = ['related.id', 'related.name', 'changes.attribute'].map(
    name => `arrayStringConcat(${name}, ' ')`,
  )
  return loweredSql(`concatWithSeparator(' ', ${[...SEARCHED_TEXT, ...lists, values].join(', ')})`)
}

function indexesDdl(): string[] {
  return [
    `INDEX search_words ${searchedSql()} TYPE text(tokenizer = 'splitByNonAlpha')`,
    'INDEX index_range `index` TYPE minmax GRANULARITY 1',
    'INDEX recorded_range recorded_at TYPE minmax GRANULARITY 1',
  ]
}

/**
 * From so many bytes, before compression, the counts that are read in long stretches keep each column in a file of its own: half the
 * bytes and a fifth less work. Others are read in short ones, for one actor, which more files make slower.
 */
const WIDE_COUNTS_BYTES = 1024 * 1024

/**
 * Counts kept by the engine with every part: a summary over a year reads some thousand rows instead of twenty million.
 * The engine uses them by itself, the smallest (of equal ones the first) that will do, wherever a question asks for nothing else. Kinds by the hour,
 * so that days of any zone are sums, and by the day; actors by the day for their course, and by the month; the audience of an
 * application by the month. What each actor did, by the month in the order of actors, for there are many pairs of the two; and by the day,
 * in the order of kinds and with nothing but sums, for the course of everyone who did the same. Parts hold one month, so no pair is in a part twice.
 * Failures are counted beside the rest, so that groups have one key: the engine counts by one several times faster than by two.
 */
function countsDdl(): string[] {
  const kinds = 'application, entity_type, activity, category, outcome'
  const person = 'actor_id, actor_name, actor_email'
  const sums = ['count()', 'sum(changed)']
  const failures = ["countIf(outcome = 'FAILURE')", "sumIf(changed, outcome = 'FAILURE')"]
  const moments = ['max(occurred_at)', 'maxIf(occurred_at, changed > 0)']
  const all = [...sums, ...failures, ...moments]
  const counts = (name: string, keys: string, values: readonly string[]) =>
    `PROJECTION ${name} (SELECT ${keys}, ${values.join(', ')} GROUP BY ${keys})`
  const daily = 'tenant, application, activity, entity_type, category, outcome, actor_id, day'
  return [
    counts('daily_kinds', `tenant, day, ${kinds}`, ['min(occurred_at)', ...all]),
    counts('hourly_kinds', `tenant, hour, day, ${kinds}`, all),
    counts('monthly_actors', `tenant, ${person}, month, outcome`, all),
    counts('daily_actors', `tenant, ${person}, day, month, outcome`, all),
    counts('audience', 'tenant, application, actor_id, month', sums),
    counts('deeds', `tenant, ${person}, month, ${kinds}`, all),
    `${counts('daily_deeds', daily, [...sums, ...failures])} WITH SETTINGS (min_bytes_for_wide_part = ${WIDE_COUNTS_BYTES})`,
  ]
}
