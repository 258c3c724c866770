/** The PostgreSQL audit table's side: the same embedded server with the same settings, a table with the usual indexes. */
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '@daybook/event'
import pg from 'pg'
import { startEmbedded } from '../packages/record/src/embedded/embedded.ts'
import type { IndexDriver } from '../packages/report/src/driver.ts'
import { AUDIT_INDEXES, AUDIT_KEY, AUDIT_QUESTIONS, AUDIT_TABLE, insertBatch } from './audit-table.ts'
import type { LoadResult, Pace } from './closed-loop.ts'
import { copyIndex, type Copied } from './copy-index.ts'
import { median } from './numbers.ts'
import { runTableLoad } from './run-load.ts'

const FILL_BATCH = 5000
/** A pool as one would put before this server; it takes 40 connections. */
export const TABLE_CONNECTIONS_MAX = 32
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

export class AuditTableBench {
  readonly #engine: Awaited<ReturnType<typeof startEmbedded>>
  readonly #client: pg.Client
  readonly #directory: string
  readonly #kept: boolean

  private constructor(
    engine: Awaited<ReturnType<typeof startEmbedded>>,
    client: pg.Client,
    directory: string,
    kept: boolean,
  ) {
    this.#engine = engine
    this.#client = client
    this.#directory = directory
    this.#kept = kept
  }

  /** @param kept a directory that outlives the run; absent = one of its own that does not */
  static async start(kept?: string): Promise<AuditTableBench> {
    const directory = kept ?? mkdtempSync(join(tmpdir(), 'daybook-audit-table-'))
    const engine = await startEmbedded({ directory, randomBytes, log: quiet })
    const client = new pg.Client(engine.connection)
    await client.connect()
    await client.query(AUDIT_TABLE)
    return new AuditTableBench(engine, client, directory, kept !== undefined)
  }

  /** Every event of the file, then the indexes: the quickest way to a full table. */
  async fill(file: string): Promise<void> {
    const lines = createInterface({ input: createReadStream(file) })
    await this.#fillWith(parsed(lines))
  }

  async rows(): Promise<number> {
    const { rows } = await this.#client.query<{ n: number }>('select count(*)::int as n from audit_event')
    return rows[0]?.n ?? 0
  }

  /**
   * A table of its own, made anew from an index: rows, then the key and the indexes, in one transaction, so that nothing
   * of it goes through the write-ahead log.
   */
  async fillFrom(index: IndexDriver, copied: Copied, step: (text: string) => void): Promise<void> {
    const client = this.#client
    await client.query(`begin; set local maintenance_work_mem = '1GB'; drop table audit_event`)
    await client.query(AUDIT_TABLE.replace(AUDIT_KEY, ''))
    await copyIndex(index, client, this.#directory, copied, step)
    for (const statement of [
      `alter table audit_event add ${AUDIT_KEY.replace(/^,/, '')}`,
      ...AUDIT_INDEXES,
    ]) {
      await client.query(statement)
      step(statement)
    }
    await client.query('commit')
    await client.query('vacuum analyze audit_event')
  }

  async #fillWith(events: AsyncIterable<JsonObject>): Promise<void> {
    let batch: JsonObject[] = []
    for await (const event of events) {
      batch.push(event)
      if (batch.length === FILL_BATCH) {
        await insertBatch(this.#client, batch)
        batch = []
      }
    }
    if (batch.length > 0) await insertBatch(this.#client, batch)
    await this.index()
    await this.#client.query('vacuum analyze audit_event')
  }

  async index(): Promise<void> {
    for (const index of AUDIT_INDEXES) await this.#client.query(index)
  }

  get serverPid(): number {
    const file = join(this.#directory, 'server/cluster/postmaster.pid')
    return Number(readFileSync(file, 'utf8').split('\n')[0])
  }

  ingest(pace: Pace): Promise<LoadResult> {
    const { connection } = this.#engine
    // The socket lies behind a descriptor of this process, which another process reaches by our number.
    if (!('host' in connection)) throw new Error('the embedded server is reached by its socket')
    const host = connection.host.replace('/proc/self/', `/proc/${process.pid}/`)
    const connections = Math.min(pace.connections, TABLE_CONNECTIONS_MAX)
    return runTableLoad({ ...pace, connections, connection: { ...connection, host } })
  }

  async medianMs(question: keyof typeof AUDIT_QUESTIONS, values: unknown[], rounds: number): Promise<number> {
    const asked = AUDIT_QUESTIONS[question]
    const statements = typeof asked === 'string' ? [asked] : asked
    const took: number[] = []
    for (let round = 0; round < rounds; round++) {
      const started = performance.now()
      for (const text of statements) await this.#client.query({ text, values })
      took.push(performance.now() - started)
    }
    return median(took)
  }

  /** One statement after the other. */
  async ask(statements: readonly string[]): Promise<void> {
    for (const text of statements) await this.#client.query(text)
  }

  /** Seconds to read the newest rows through a cursor. */
  async streamSeconds(rows: number): Promise<number> {
    const started = performance.now()
    await this.#client.query('begin')
    await this.#client.query(
      `declare newest cursor for select event from audit_event where tenant = 1 order by occurred_at desc, id desc limit ${rows}`,
    )
    let read = 0
    for (let got = 1; got > 0; read += got)
      got = (await this.#client.query('fetch 1000 from newest')).rowCount ?? 0
    await this.#client.query('commit')
    if (read < rows) throw new Error(`only ${read} of ${rows} rows were there`)
    return (performance.now() - started) / 1000
  }

  async bytes(): Promise<number> {
    const { rows } = await this.#client.query<{ bytes: string }>(
      `select pg_total_relation_size('audit_event') as bytes`,
    )
    return Number(rows[0]?.bytes)
  }

  async stop(): Promise<void> {
    await this.#client.end()
    await this.#engine.close()
    if (!this.#kept) rmSync(this.#directory, { recursive: true, force: true })
  }
}

async function* parsed(lines: AsyncIterable<string>): AsyncGenerator<JsonObject> {
  for await (const line of lines) yield JSON.parse(line) as JsonObject
}
