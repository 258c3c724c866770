/**
 * `daybook export`: a file of a report, however many rows it has.
 * The server makes it in the background; a download that broke off, also with the command, goes on where it was.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'

import { DaybookError, type Export, type ExportFormat, type ExportRequest } from '@daybook/sdk'
import { type Command, Option } from 'commander'

import { CONNECTION_HELP, connect } from '../connection.ts'
import { CliError, EXIT, EXIT_CODES_HELP, type ExitCode } from '../errors.ts'
import { count, Progress } from '../progress.ts'
import { connectionOptions, questionCommand, type QuestionOptions } from '../question-options.ts'
import type { Terminal } from '../terminal.ts'

const FORMATS: readonly ExportFormat[] = ['csv', 'xlsx', 'ndjson', 'parquet', 'pdf']

interface Options extends QuestionOptions {
  format?: ExportFormat
  output: string
  name?: string
  separator?: ',' | ';' | '\t' | '|'
  bom: boolean
  guardFormulas: boolean
}

type Client = ReturnType<typeof connect>['client']

export function exportCommand(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = questionCommand(program, 'export', {
    columns: 'which columns, in this order; all unless given',
    zone: 'the clock of times in the file, such as Europe/Lisbon; UTC unless given',
  })
    .summary('make a file of a report')
    .description('Makes a file of a report on the server, up to what is recorded now, and downloads it.')
    .requiredOption('-o, --output <file>', 'where to')
    .addOption(
      new Option('--format <format>', "how; by the file's ending unless given").choices([...FORMATS]),
    )
    .option('--name <name>', 'what it is called in the list of exports')
    .addOption(new Option('--separator <character>', 'of CSV').choices([',', ';', '\t', '|']))
    .option('--no-bom', 'CSV without the mark by which Excel knows UTF-8')
    .option('--no-guard-formulas', 'CSV with texts such as =1+2 as they are')
  connectionOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  daybook export changes --from 2026-05-01 --to 2026-06-01 -o may.xlsx
  daybook export --q 'app:UserHub outcome:failure' --columns occurredAt,actor,ip -o failed.csv
The same command again goes on with a download that was stopped: FILE.part and FILE.part.json hold what is there.
${CONNECTION_HELP}${EXIT_CODES_HELP}`,
    )
    .action(async (report: string, options: Options) => {
      const { client } = connect(options, terminal.env)
      end(await run(client, terminal, requestOf(report, options), options.output))
    })
}

function requestOf(report: string, options: Options): ExportRequest {
  const { from, to, q, zone, sort, order, name, separator, bom, guardFormulas } = options
  const given = Object.entries({ from, to, q, zone, sort, order, name }).filter(
    ([, value]) => value !== undefined,
  )
  const format = options.format ?? FORMATS.find(known => options.output.toLowerCase().endsWith(`.${known}`))
  if (format === undefined) throw new CliError('USAGE', `give --format: one of ${FORMATS.join(', ')}`)
  return {
    report,
    format,
    ...(Object.fromEntries(given) as Partial<ExportRequest>),
    ...(options.columns === undefined ? {} : { columns: options.columns.split(',').map(id => id.trim()) }),
    ...(format === 'csv'
      ? { csv: { bom, guardFormulas, ...(separator === undefined ? {} : { separator }) } }
      : {}),
  }
}

async function run(
  client: Client,
  terminal: Terminal,
  request: ExportRequest,
  output: string,
): Promise<ExitCode> {
  const abort = new AbortController()
  const ignore = terminal.onInterrupt(() => abort.abort())
  try {
    const { signal } = abort
    const begun = await begunBefore(client, request, output, signal)
    const { id } = begun ?? (await client.exports.create(request, { signal }))
    await writeFile(`${output}.part.json`, JSON.stringify({ id, request }))
    const ready = await made(client, terminal, id, signal)
    await download(client, terminal, ready, output, signal)
    await rename(`${output}.part`, output)
    await rm(`${output}.part.json`, { force: true })
    const { rows, completeness } = await client.exports.manifest(id)
    terminal.say(
      `${output}: ${count(rows)} rows, ${count(ready.bytes)} bytes, SHA-256 ${ready.sha256 ?? ''}\n${completeness.statement}\n`,
    )
    return EXIT.OK
  } catch (error) {
    if (!abort.signal.aborted) throw error
    terminal.say('Stopped. The server goes on; the same command again fetches what it made.\n')
    return EXIT.INTERRUPTED
  } finally {
    ignore()
  }
}

/** The export that an earlier run of the same command has asked for, unless it is gone. Throws when that cannot be known. */
async function begunBefore(
  client: Client,
  request: ExportRequest,
  output: string,
  signal: AbortSignal,
): Promise<Export | undefined> {
  const path = `${output}.part.json`
  if (!existsSync(path)) return undefined
  const begun = await readBegun(path)
  if (begun !== undefined && JSON.stringify(begun.request) === JSON.stringify(request)) {
    const found = await client.exports.get(begun.id, { signal }).catch((error: unknown) => {
      if (error instanceof DaybookError && error.code === 'NOT_FOUND') return undefined
      throw error
    })
    if (found !== undefined && ['queued', 'running', 'ready'].includes(found.state)) return found
  }
  // Another question, or an export that nobody has any more: begin anew.
  await rm(`${output}.part`, { force: true })
  return undefined
}

/** Undefined: it is not as this command writes it. */
async function readBegun(path: string): Promise<{ id: string; request: unknown } | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as { id: string; request: unknown }
  } catch {
    return undefined
  }
}

async function made(client: Client, terminal: Terminal, id: string, signal: AbortSignal): Promise<Export> {
  const progress = new Progress(terminal, 'Making', 'rows')
  const now = await client.exports.settled(id, {
    signal,
    onProgress: ({ progress: { rows, share } }) => progress.step({ done: rows, share }),
  })
  progress.end()
  if (now.state === 'ready') return now
  throw new CliError('EXPORT_FAILED', now.failure?.detail ?? `it is ${now.state}`)
}

async function download(
  client: Client,
  terminal: Terminal,
  ready: Export,
  output: string,
  signal: AbortSignal,
): Promise<void> {
  const path = `${output}.part`
  const from = await sizeOf(path, ready.bytes)
  const progress = new Progress(terminal, 'Downloading', 'bytes', {
    done: from,
    share: from / Math.max(1, ready.bytes),
  })
  const file = await open(path, from === 0 ? 'w' : 'a')
  let done = from
  try {
    const sha256 = ready.sha256 === undefined ? {} : { sha256: ready.sha256 }
    if (from < ready.bytes)
      for await (const chunk of client.exports.download(ready.id, { from, signal, ...sha256 })) {
        await file.appendFile(chunk)
        done += chunk.length
        progress.step({ done, share: done / ready.bytes })
      }
    await file.sync()
  } finally {
    await file.close()
    progress.end()
  }
  if (ready.sha256 === undefined || (await hashOf(path)) === ready.sha256) return
  await rm(path, { force: true })
  throw new CliError('EXPORT_FAILED', 'what was downloaded is not the file that was made; run it again')
}

/** What is there of it; nothing when it cannot be a beginning of it. */
async function sizeOf(path: string, bytesMax: number): Promise<number> {
  if (!existsSync(path)) return 0
  const { size } = await stat(path)
  return size <= bytesMax ? size : 0
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
