/**
 * A small HTTP front over chDB that speaks ClickHouse's interface as far as the official client uses it.
 * For tests only: it lets the HTTP driver run against the real engine where no ClickHouse server is at hand.
 *
 * Run as a process of its own (`node http-front.ts DIRECTORY`), because chDB binds one directory per process;
 * it prints its port and is gone at once when its standard input ends.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'

import { Session } from 'chdb'

import { withUnnamedFile } from '../unnamed-file.ts'

const CONNECTIONS = 4
/** Settings in the URL that only steer HTTP; every other one is refused, because ours stand in the SQL. */
const HTTP_SETTINGS = new Set([
  'wait_end_of_query',
  'enable_http_compression',
  'send_progress_in_http_headers',
])
const OWN_PARAMETERS = new Set(['query', 'query_id', 'database', 'default_format', 'session_id', 'role'])

const directory = process.argv[2]
if (directory === undefined) throw new Error('usage: http-front.ts DIRECTORY')

const free = Array.from({ length: CONNECTIONS }, () => new Session(directory))
const waiting: ((session: Session) => void)[] = []

const server = createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => refuse(response, error))
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
// Not `exit`: the engine would first wait for the statements it runs, and one whose reader has left may never end.
process.stdin.resume().on('end', () => process.kill(process.pid, 'SIGKILL'))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://front')
  if (url.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  const body = await bytesOf(request)
  const inUrl = url.searchParams.get('query')
  if (inUrl !== null && body.length > 0) {
    await withUnnamedFile(directory ?? '', body, path => answerSql(fromFile(inUrl, path), url, response))
    return
  }
  await answerSql(inUrl ?? body.toString('utf8'), url, response)
}

/** An insert whose rows came as bytes beside it. */
function fromFile(sql: string, path: string): string {
  return sql.replace(/(?= SETTINGS )/, ` FROM INFILE '${path}'`)
}

async function answerSql(sql: string, url: URL, response: ServerResponse): Promise<void> {
  const session = free.pop() ?? (await new Promise<Session>(resolve => waiting.push(resolve)))
  try {
    await session.queryAsync(bindings(url.searchParams), { format: 'Null' })
    await send(session, sql, url.searchParams, response)
  } finally {
    const next = waiting.shift()
    if (next === undefined) free.push(session)
    else next(session)
  }
}

async function send(
  session: Session,
  sql: string,
  parameters: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('X-ClickHouse-Query-Id', parameters.get('query_id') ?? 'none')
  response.setHeader(
    'X-ClickHouse-Summary',
    '{"read_rows":"0","read_bytes":"0","written_rows":"0","written_bytes":"0"}',
  )
  const format = parameters.get('default_format') ?? 'TabSeparated'
  if (!/^\s*SELECT\b/i.test(sql)) {
    const result = await session.queryAsync(sql, { format })
    response.end(Buffer.from(result.bytes()))
    return
  }
  // Rows as they come, at the reader's pace; the first fetch comes before the status, so an error has its own.
  const { statement, wanted } = splitFormat(sql, format)
  for await (const chunk of session.queryStream(statement, { format: wanted })) {
    if (response.destroyed) break
    if (!response.write(Buffer.from(chunk.raw())))
      await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.end()
}

/** A real server reads FORMAT from the text; the embedded stream takes it beside the text. */
function splitFormat(sql: string, otherwise: string): { statement: string; wanted: string } {
  const found = /\sFORMAT\s+([A-Za-z]+)\s*;?\s*$/.exec(sql)
  if (found === null) return { statement: sql, wanted: otherwise }
  return { statement: sql.slice(0, found.index), wanted: found[1] ?? otherwise }
}

/** `param_x=text` of the URL as statements; the text is already in the notation that the engine parses. */
function bindings(parameters: URLSearchParams): string {
  const statements = ['SET output_format_json_quote_64bit_integers = 1']
  for (const [name, value] of parameters) {
    if (name.startsWith('param_')) {
      const hex = [...Buffer.from(value)].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
      statements.push(`SET ${name.replace(/[^A-Za-z0-9_]/g, '')} = '${hex}'`)
    } else if (!OWN_PARAMETERS.has(name) && !HTTP_SETTINGS.has(name)) {
      throw new Error(`Code: 115. DB::Exception: Setting ${name} in the URL. (UNKNOWN_SETTING)`)
    }
  }
  return statements.join('; ')
}

function refuse(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  const code = /Code: (\d+)/.exec(text)?.[1] ?? '1002'
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(500, { 'X-ClickHouse-Exception-Code': code, 'Content-Type': 'text/plain' })
  response.end(`${text} (version 26.7.2.1)\n`)
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
