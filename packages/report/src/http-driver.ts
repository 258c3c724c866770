/**
 * The index engine on a ClickHouse server, over HTTP with the official client.
 * Every statement carries its own settings, so a server's profile cannot change what a question means.
 */

import { Readable } from 'node:stream'

import { ClickHouseError, createClient, type ClickHouseClient } from '@clickhouse/client'

import type { IndexDriver, Params, StreamFormat } from './driver.ts'
import { codeOfEngineError, ReportError } from './errors.ts'

/** Connections to the server at once. */
const CONNECTIONS_MAX = 10
/** A statement that has answered nothing for this long is given up: longer than any question may take. */
const SILENCE_MAX_MS = 120_000

/** `url` may carry user and password; they are taken out of it before anything is logged. */
export function openHttp(url: string): IndexDriver {
  const parsed = parsedUrl(url)
  const { username, password } = parsed
  parsed.username = ''
  parsed.password = ''
  const client = createClient({
    url: parsed,
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    application: 'daybook',
    max_open_connections: CONNECTIONS_MAX,
    request_timeout: SILENCE_MAX_MS,
    compression: { request: false, response: false },
    log: { level: 127 },
  })
  return new HttpDriver(client)
}

class HttpDriver implements IndexDriver {
  readonly #client: ClickHouseClient

  constructor(client: ClickHouseClient) {
    this.#client = client
  }

  async command(sql: string, params: Params = {}): Promise<void> {
    await answered(this.#client.command({ query: sql, query_params: params }))
  }

  async insertBlock(into: string, settings: string, block: Uint8Array): Promise<void> {
    const { stream } = await answered(
      this.#client.exec({
        query: `INSERT INTO ${into} ${settings} FORMAT Native`,
        values: Readable.from([block], { objectMode: false }),
      }),
    )
    for await (const _ of stream) void _
  }

  async query<T>(sql: string, params: Params = {}): Promise<T[]> {
    const result = await answered(
      this.#client.query({ query: sql, query_params: params, format: 'JSONEachRow' }),
    )
    return answered(result.json<T>())
  }

  async *stream(
    sql: string,
    params: Params = {},
    format: StreamFormat = 'JSONCompactEachRow',
  ): AsyncIterable<Buffer> {
    const { stream } = await answered(
      this.#client.exec({ query: `${sql}\nFORMAT ${format}`, query_params: params }),
    )
    try {
      for await (const chunk of stream) yield chunk as Buffer
    } catch (error) {
      throw mapped(error)
    } finally {
      stream.destroy()
    }
  }

  async close(): Promise<void> {
    await this.#client.close()
  }
}

async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw mapped(error)
  }
}

function mapped(error: unknown): ReportError {
  if (error instanceof ReportError) return error
  const number = error instanceof ClickHouseError ? Number(error.code) : undefined
  return new ReportError(codeOfEngineError(number), undefined, error)
}

function parsedUrl(url: string): URL {
  try {
    return new URL(url)
  } catch {
    throw new ReportError('REQUEST_INVALID', 'The address of the index server is not a URL')
  }
}
