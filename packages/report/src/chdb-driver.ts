/**
 * The index engine inside this process: chDB over one directory, one connection for writes and a few for reads.
 * A connection runs one statement at a time and is given back only when the engine is done with it, never earlier.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { drainPending, Session } from 'chdb'

import { chdbConfigFile } from './chdb-settings.ts'
import { Slots } from './slots.ts'
import type { IndexDriver, Param, Params, StreamFormat } from './driver.ts'
import { codeOfEngineError, ReportError } from './errors.ts'
import { bindingStatements } from './params.ts'
import { withUnnamedFile } from './unnamed-file.ts'

/** Connections that answer questions side by side: more than the two cores would only wait for each other. */
const READERS = 2
/** Connections that stream long answers; opened when first needed, so an export never holds up a page. */
const STREAMERS_MAX = 2
/** Statements that may wait for a connection of each kind. */
const WAITING_MAX = 256

/**
 * @throws ReportError INDEX_IN_USE when another process (or another directory of this process) has the engine.
 */
export function openChdb(directory: string): IndexDriver {
  const path = resolve(directory)
  mkdirSync(path, { recursive: true })
  const open = opener(path)
  const first = open()
  const writer = new Slots([first], 1, open, WAITING_MAX)
  const readers = new Slots([], READERS, open, WAITING_MAX)
  const streamers = new Slots([], STREAMERS_MAX, open, WAITING_MAX)
  return new ChdbDriver(path, writer, readers, streamers)
}

class ChdbDriver implements IndexDriver {
  readonly #directory: string
  readonly #writer: Slots<Session>
  readonly #readers: Slots<Session>
  readonly #streamers: Slots<Session>

  constructor(directory: string, writer: Slots<Session>, readers: Slots<Session>, streamers: Slots<Session>) {
    this.#directory = directory
    this.#writer = writer
    this.#readers = readers
    this.#streamers = streamers
  }

  async command(sql: string, params: Params = {}): Promise<void> {
    await this.#writer.use(session => run(session, sql, params))
  }

  async insertBlock(into: string, settings: string, block: Uint8Array): Promise<void> {
    // Rows within the statement end at the first empty line, so bytes cannot stand there.
    const insertFrom = (path: string) => `INSERT INTO ${into} FROM INFILE '${path}' ${settings} FORMAT Native`
    try {
      await withUnnamedFile(this.#directory, block, path =>
        this.#writer.use(session => run(session, insertFrom(path), {})),
      )
    } catch (error) {
      throw mapped(error)
    }
  }

  async query<T>(sql: string, params: Params = {}): Promise<T[]> {
    const text = await this.#readers.use(session => run(session, sql, params, 'JSONEachRow'))
    return rowsOf<T>(text)
  }

  async *stream(
    sql: string,
    params: Params = {},
    format: StreamFormat = 'JSONCompactEachRow',
  ): AsyncIterable<Buffer> {
    const session = await this.#streamers.take()
    try {
      const bindings = bindingStatements(params)
      if (bindings !== '') await run(session, bindings, {})
      for await (const chunk of session.queryStream(sql, { format })) {
        yield Buffer.from(chunk.raw())
      }
    } catch (error) {
      throw mapped(error)
    } finally {
      this.#streamers.giveBack(session)
    }
  }

  async close(): Promise<void> {
    for (const slots of [this.#streamers, this.#readers, this.#writer]) {
      await slots.close(session => session.close())
    }
    await drainPending()
  }
}

async function run(
  session: Session,
  sql: string,
  params: Record<string, Param>,
  format = 'Null',
): Promise<string> {
  try {
    const result = await session.queryAsync(bindingStatements(params) + sql, { format })
    return result.text()
  } catch (error) {
    throw mapped(error)
  }
}

function rowsOf<T>(text: string): T[] {
  if (text === '') return []
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as T)
}

function opener(path: string): () => Session {
  // Beside the directory's own files; rewritten at every start, so an edit of the limits takes effect.
  const file = join(path, 'daybook-engine.xml')
  writeFileSync(file, chdbConfigFile())
  return () => {
    try {
      return new Session(path, { connectionArgs: [`--config-file=${file}`] })
    } catch (error) {
      // The engine locks its directory and gives no other reason for a refused connection to one that exists.
      throw new ReportError(
        'INDEX_IN_USE',
        `The index directory ${path} is in use or cannot be opened`,
        error,
      )
    }
  }
}

function mapped(error: unknown): ReportError {
  if (error instanceof ReportError) return error
  const number = (error as { clickhouseCode?: unknown }).clickhouseCode
  const code = codeOfEngineError(typeof number === 'number' ? number : undefined)
  return new ReportError(code, undefined, error)
}
