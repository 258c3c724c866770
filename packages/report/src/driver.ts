/**
 * The one seam between the questions and an engine: chDB in process, or ClickHouse over HTTP.
 * Settings stand in the SQL text and values are bound as `{name:Type}`, so both engines get the same statement.
 */

/** A value of a `{name:Type}` placeholder. Times are milliseconds for `{x:Int64}`. */
export type Param = string | number | readonly string[] | readonly number[]
export type Params = Readonly<Record<string, Param>>

/** Formats that a stream may be asked for. */
export type StreamFormat = 'JSONCompactEachRow' | 'JSONEachRow' | 'CSV' | 'CSVWithNames' | 'Parquet'

/**
 * Every method rejects with a ReportError: INDEX_UNAVAILABLE, INDEX_OVERLOADED, QUERY_TOO_EXPENSIVE or INDEX_FAULT.
 * After INDEX_UNAVAILABLE of a `command` or `insertBlock` it is unknown whether the statement took effect.
 */
export interface IndexDriver {
  /** Runs a statement that answers nothing. Resolves when the engine has done it durably. */
  command(sql: string, params?: Params): Promise<void>
  /**
   * @param into the table, and its columns in parentheses
   * @param settings a SETTINGS clause
   * @param block the rows in the engine's format Native
   */
  insertBlock(into: string, settings: string, block: Uint8Array): Promise<void>
  /** The whole answer, one object per row. 64-bit integers are numbers: no column exceeds 2^53. */
  query<T>(sql: string, params?: Params): Promise<T[]>
  /** The answer as it comes, with back-pressure. Leaving the loop early ends the query. */
  stream(sql: string, params?: Params, format?: StreamFormat): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** The part of a logger that this room uses; pino fits. */
export interface Log {
  info(object: object, message: string): void
  warn(object: object, message: string): void
  error(object: object, message: string): void
}
