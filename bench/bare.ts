/**
 * The bare engine: the rows that Daybook's index holds, asked with the same statements, straight on chDB.
 * A process of its own, because chDB binds one directory per process. Takes a BareRequest as JSON, prints one line of JSON.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Session } from 'chdb'
import { median } from './numbers.ts'

export interface Statement {
  sql: string
  params: object
}

export interface BareRequest {
  directory: string
  rounds: number
  /** Statements of one question run side by side, as Daybook runs them. */
  questions: Record<string, Statement[]>
  /** One statement whose whole answer is read as a stream, once. */
  stream: Statement
  /** Rows for an empty table: a file of `INSERT … FROM INFILE …` statements, one JSON string a line. */
  load: { ddl: string[]; statementsFile: string }
}

export interface BareResult {
  questionsMs: Record<string, number>
  streamSeconds: number
  loadSeconds: number
  /** Of the rows that Daybook's index holds. */
  bytesPerRow: number
}

export async function askBare(request: BareRequest): Promise<BareResult> {
  const sessions = [0, 1, 2, 3].map(() => new Session(request.directory))
  const ask = async (statement: Statement, at: number) => {
    const session = sessions[at % sessions.length]
    const answer = await session?.queryBindAsync(statement.sql, statement.params, { format: 'JSONEachRow' })
    answer?.text()
  }
  const questionsMs: Record<string, number> = {}
  for (const [name, statements] of Object.entries(request.questions)) {
    const took: number[] = []
    for (let round = 0; round < request.rounds; round++) {
      const started = performance.now()
      await Promise.all(statements.map(ask))
      took.push(performance.now() - started)
    }
    questionsMs[name] = median(took)
  }
  const streamSeconds = sessions[0] ? await readStream(sessions[0], request.stream) : Number.NaN
  const bytesPerRow = await readBytesPerRow(sessions[0])
  for (const session of sessions) session.close()
  return { questionsMs, streamSeconds, bytesPerRow, loadSeconds: await loadBare(request.load) }
}

async function readBytesPerRow(session: Session | undefined): Promise<number> {
  const answer = await session?.queryAsync(
    `SELECT sum(bytes_on_disk) / sum(rows) AS bytes FROM system.parts WHERE active AND database = 'daybook'`,
    { format: 'JSONEachRow' },
  )
  return (JSON.parse(answer?.text() ?? '') as { bytes: number }).bytes
}

async function readStream(session: Session, statement: Statement): Promise<number> {
  const started = performance.now()
  let bytes = 0
  const stream = session.queryStreamBind(statement.sql, statement.params, { format: 'JSONCompactEachRow' })
  for await (const chunk of stream) bytes += chunk.raw().length
  if (bytes === 0) throw new Error('the stream was empty')
  return (performance.now() - started) / 1000
}

/** Into an empty table with Daybook's own definition, in blocks as the index follower makes them. */
async function loadBare(load: BareRequest['load']): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-bare-'))
  const session = new Session(directory)
  for (const statement of load.ddl) await session.queryAsync(statement)
  const statements = readFileSync(load.statementsFile, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as string)
  const started = performance.now()
  for (const statement of statements) await session.queryAsync(statement)
  const seconds = (performance.now() - started) / 1000
  session.close()
  rmSync(directory, { recursive: true, force: true })
  return seconds
}

if (import.meta.main) {
  const request = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BareRequest
  console.log(JSON.stringify(await askBare(request)))
  process.exit(0)
}
