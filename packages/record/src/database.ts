/**
 * One way to PostgreSQL, the same for the embedded engine and for a server.
 * Every statement of this package can be run twice without doing its work twice, so a lost connection is answered by
 * running it again; what could not be run is one error, UNAVAILABLE.
 */
import { setTimeout as sleep } from 'node:timers/promises'

import { DatabaseError, Pool, type PoolClient, TypeOverrides } from 'pg'

import { RecordError } from './errors.ts'
import type { RecordLimits } from './limits.ts'
import type { Log } from './types.ts'

/** A statement is prepared once per connection under its name. */
export interface Statement {
  name: string
  text: string
}

export type Connection =
  | { connectionString: string }
  | { host: string; port: number; user: string; password: string; database: string }

/** How a statement failed. `lost`: nobody knows whether it was applied. `refused`: the engine will not do it. */
export type Failure = 'lost' | 'refused'

const RETRY_FIRST_MS = 20
const RETRY_LONGEST_MS = 500
const CONNECT_MS_MAX = 5_000

/** Classes of SQLSTATE after which the same statement may succeed: connection, rollback, resources, operator, system. */
const PASSING_CLASSES = new Set(['08', '25', '40', '53', '55', '57', '58', 'XX'])
/** Prepared statements that the server or something in between has forgotten, or has already. */
const PREPARED_GONE = new Set(['26000', '42P05', '0A000'])

const PG_INT8 = 20

/** Integers of 64 bits as numbers: indexes and times stay far below 2^53. */
const types = new TypeOverrides()
types.setTypeParser(PG_INT8, Number)

export class Database {
  readonly #pool: Pool
  /** Appends have a connection of their own: reads never make them wait. */
  readonly #writer: Pool
  readonly #retryMsMax: number
  #closing = false

  constructor(connection: Connection, limits: RecordLimits, log: Log) {
    this.#retryMsMax = limits.retryMsMax
    const pool = (max: number, application: string) => {
      const made = new Pool({
        ...connection,
        max,
        application_name: application,
        types,
        connectionTimeoutMillis: CONNECT_MS_MAX,
        query_timeout: limits.statementMsMax,
        idleTimeoutMillis: 0,
        keepAlive: true,
        // Whatever the server's default is: committed means on disk.
        // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it
        onConnect: async client => {
          await client.query('SET synchronous_commit TO on')
        },
      })
      // A connection that dies while idle is replaced when the next statement wants one.
      made.on('error', error => {
        if (!this.#closing) log.warn({ error: error.message }, 'a connection to the record was lost')
      })
      return made
    }
    this.#pool = pool(limits.connectionsMax, 'daybook')
    this.#writer = pool(1, 'daybook-writer')
  }

  /** Runs a statement, again while the engine is away. Throws UNAVAILABLE or REFUSED. */
  async run<Row>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const giveUpAt = performance.now() + this.#retryMsMax
    for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(waitMs * 2, RETRY_LONGEST_MS)) {
      try {
        return await this.#once<Row>(this.#pool, statement, values)
      } catch (error) {
        if (this.#closing) throw new RecordError('CLOSED', { cause: error })
        if (failureOf(error) === 'refused') throw refused(statement, error)
        if (performance.now() + waitMs > giveUpAt) throw unavailable(error)
        await sleep(waitMs)
      }
    }
  }

  /** Runs a statement on the appends' connection once. Throws what the driver throws: see failureOf. */
  write<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.#once<Row>(this.#writer, statement, values)
  }

  /** Runs a statement once, for health: no patience. */
  async probe(): Promise<void> {
    try {
      await this.#once(this.#pool, PROBE, [])
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** One connection for statements that belong together. Throws what the driver throws. */
  async connected<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    try {
      const value = await work(client)
      client.release()
      return value
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    await Promise.all([this.#pool.end(), this.#writer.end()])
  }

  async #once<Row>(pool: Pool, statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const client = await pool.connect()
    try {
      // A connection that dies between statements must not end the process.
      client.on('error', ignore)
      const answer = await client.query({ ...statement, values: values as unknown[] })
      client.off('error', ignore)
      client.release()
      return answer.rows as Row[]
    } catch (error) {
      client.off('error', ignore)
      // After an answer that the engine chose the connection is sound; after anything else nobody knows.
      client.release(!isAnswer(error))
      throw error
    }
  }
}

const PROBE: Statement = { name: 'probe', text: 'SELECT 1' }

function ignore(): void {}

/** SQLSTATE of an error that the server answered with. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return error instanceof DatabaseError && typeof code === 'string' ? code : undefined
}

export function failureOf(error: unknown): Failure {
  const state = sqlState(error)
  // A mistake of ours, found by the driver before it sent anything.
  if (error instanceof TypeError || error instanceof RangeError) return 'refused'
  if (state === undefined) return 'lost'
  return PASSING_CLASSES.has(state.slice(0, 2)) || PREPARED_GONE.has(state) ? 'lost' : 'refused'
}

function isAnswer(error: unknown): boolean {
  return sqlState(error) !== undefined && failureOf(error) === 'refused'
}

const UNAVAILABLE_RETRY_MS = 1_000

export function unavailable(cause: unknown): RecordError {
  return new RecordError('UNAVAILABLE', { cause, retryAfterMs: UNAVAILABLE_RETRY_MS })
}

export function refused(statement: Statement, cause: unknown): RecordError {
  return new RecordError('REFUSED', { text: `(${statement.name}, ${sqlState(cause) ?? 'no state'})`, cause })
}
