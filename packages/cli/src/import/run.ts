/**
 * Imports one file: opens, reads, sends, keeps the position, sums up.
 * Invariant: sent = recorded + duplicate + rejected, over all runs that one import took.
 */
import { detectSource, openInput, sourceNamed, SOURCES, type Input, type Source } from '@daybook/connectors'
import type { Connection } from '../connection.ts'
import { CliError, EXIT, type ExitCode } from '../errors.ts'
import { count, duration, Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { BATCH_BYTES, type RejectedLine } from './batcher.ts'
import { dryRun } from './dry-run.ts'
import { runPipeline, type PipelineDeps } from './pipeline.ts'
import { PositionFile, START, type Counts, type Position } from './position.ts'
import { Rejects, rejectsPathFor } from './rejects.ts'

export interface ImportOptions {
  path: string
  format?: string
  /** Parsed JSON of the mapping file. */
  mapping?: unknown
  rejects?: string
  restart: boolean
  batch: number
  inFlight: number
}

interface Opened {
  input: Input
  source: Source
  bytes: AsyncIterable<Uint8Array>
}

/** How often the position is written while batches are settled. */
const POSITION_EVERY_MS = 1_000
const SHOWN_PROBLEMS_MAX = 5

export async function importFile(
  options: ImportOptions,
  connection: Connection,
  terminal: Terminal,
): Promise<ExitCode> {
  const opened = await open(options, terminal)
  const keeper = await openPosition(options, opened, connection.url, terminal)
  const from = options.restart ? START : await whereToBegin(keeper, connection, terminal, options.path)
  const rejects = new Rejects(
    from.rejectsPath ?? options.rejects ?? (await rejectsPathFor(options.path)),
    from.rejectsBytes,
  )
  const position: Position = { ...from, counts: { ...from.counts } }
  const progress = new Progress(terminal, options.path, 'events', { done: from.items })
  const told = new FirstProblems(terminal, options.path)
  const interrupt = watchInterrupt(terminal, progress)
  const save = throttled(terminal.clock, async () =>
    keeper?.write({ ...position, rejectsPath: rejects.path }),
  )
  const settled: PipelineDeps['settled'] = async ({ counts, items, line, rejected, last }) => {
    await rejects.write(rejected)
    add(position.counts, counts)
    Object.assign(position, { items, line, rejectsBytes: rejects.bytes }, last === undefined ? {} : { last })
    told.tell(rejected)
    await save(false)
    progress.step({ done: items, ...shareOf(opened.input) })
  }
  try {
    const complete = await runPipeline(opened.source.read(opened.bytes, sourceOptions(options)), {
      client: connection.client,
      limits: { events: options.batch, bytes: BATCH_BYTES },
      inFlightMax: options.inFlight,
      from,
      stopped: interrupt.stopped,
      signal: interrupt.signal,
      settled,
    }).catch(async (error: unknown) => {
      if (interrupt.stopped()) return false
      progress.end()
      await save(true)
      const where =
        position.items === 0 ? 'Nothing was settled' : `Settled up to line ${count(position.line)}`
      terminal.say(`${where}; run the same command again to go on.\n`)
      throw error
    })
    const seconds = progress.end()
    if (!complete) {
      await save(true)
      terminal.say(`Stopped after line ${count(position.line)}; run the same command again to go on.\n`)
      return EXIT.INTERRUPTED
    }
    await keeper?.remove()
    await terminal.out(summary(options.path, position, position.items - from.items, seconds, rejects.path))
    return position.counts.rejected > 0 ? EXIT.REJECTED : EXIT.OK
  } finally {
    await rejects.close()
    interrupt.end()
  }
}

/** Says what an import would do. */
export async function tryImport(options: ImportOptions, terminal: Terminal): Promise<ExitCode> {
  const { input, source, bytes } = await open(options, terminal)
  const progress = new Progress(terminal, options.path, 'events')
  const told = new FirstProblems(terminal, options.path)
  const result = await dryRun(
    source.read(bytes, sourceOptions(options)),
    rejected => told.tell([rejected]),
    read => {
      if (read % 512 === 0) progress.step({ done: read, ...shareOf(input) })
    },
  )
  progress.end()
  const activities = [...result.activities].sort((a, b) => b[1] - a[1])
  const lines = [
    `${options.path} (${source.name}), nothing was sent`,
    `  events    ${count(result.read)}`,
    `  accepted  ${count(result.accepted)}`,
    `  rejected  ${count(result.rejected)}`,
    '',
    ...activities.slice(0, 20).map(([name, seen]) => `  ${count(seen).padStart(9)}  ${name}`),
    ...(activities.length > 20 ? [`             and ${count(activities.length - 20)} more`] : []),
    ...(result.example === undefined ? [] : ['', `The first event: ${result.example}`]),
  ]
  await terminal.out(`${lines.join('\n')}\n`)
  return result.rejected > 0 ? EXIT.REJECTED : EXIT.OK
}

async function open(options: ImportOptions, terminal: Terminal): Promise<Opened> {
  const known = SOURCES.map(source => source.name).join(', ')
  const named = options.format === undefined ? undefined : sourceNamed(options.format)
  if (options.format !== undefined && !named) {
    throw new CliError('USAGE', `there is no format "${options.format}"; there are ${known}`)
  }
  const input = await openInput(options.path, terminal.stdin)
  if (named) return { input, source: named, bytes: input.bytes }
  const detected = await detectSource(options.path, input.bytes)
  const source = options.mapping === undefined ? detected.source : sourceNamed('csv')
  if (!source) throw new CliError('FORMAT_NEEDED', `name it with --format; there are ${known}`)
  terminal.say(`${options.path}: read as ${source.name}.\n`)
  return { input, source, bytes: detected.bytes }
}

/**
 * The kept position, if the record still holds what was sent then. Another tenant's key, or a server whose data was
 * removed, begins at the beginning: skipping would leave a hole.
 */
async function whereToBegin(
  keeper: PositionFile | undefined,
  { client }: Connection,
  terminal: Terminal,
  path: string,
): Promise<Position> {
  const kept = await keeper?.read()
  if (!kept || kept.items === 0 || kept.last === undefined) return START
  const { summary } = await client.lines([kept.last])
  if (summary.duplicate === 1) {
    terminal.say(`${path}: going on after line ${count(kept.line)}; use --restart to begin again.\n`)
    return kept
  }
  terminal.say(`${path}: this record does not hold what an earlier run sent; beginning at the beginning.\n`)
  return START
}

/** Standard input has no identity to come back to. */
async function openPosition(
  options: ImportOptions,
  { input, source }: Opened,
  url: string,
  terminal: Terminal,
): Promise<PositionFile | undefined> {
  const { size, modifiedMs } = input
  if (size === undefined || modifiedMs === undefined) return undefined
  const { path, mapping } = options
  return PositionFile.of({ path, size, modifiedMs, format: source.name, mapping, url }, terminal.env)
}

function sourceOptions(options: ImportOptions): { mapping?: unknown } {
  return options.mapping === undefined ? {} : { mapping: options.mapping }
}

function shareOf(input: Input): { share?: number } {
  return input.size === undefined || input.size === 0 ? {} : { share: Math.min(1, input.read() / input.size) }
}

/** The first Ctrl-C lets what is under way be answered; the second gives it up. Either way the position is right. */
function watchInterrupt(terminal: Terminal, progress: Progress) {
  const abort = new AbortController()
  let stopped = false
  const end = terminal.onInterrupt(() => {
    if (stopped) abort.abort()
    stopped = true
    progress.end()
    terminal.say('Stopping: waiting for what is under way …\n')
  })
  return { stopped: () => stopped, signal: abort.signal, end }
}

function throttled(
  clock: () => number,
  write: () => Promise<void> | undefined,
): (now: boolean) => Promise<void> {
  let lastAt = 0
  return async now => {
    if (!now && clock() - lastAt < POSITION_EVERY_MS) return
    await write()
    lastAt = clock()
  }
}

/** Shows the first few, so that somebody who watches sees at once what is wrong; all of them are in the file. */
class FirstProblems {
  readonly #terminal: Terminal
  readonly #path: string
  #shown = 0

  constructor(terminal: Terminal, path: string) {
    this.#terminal = terminal
    this.#path = path
  }

  tell(rejected: readonly RejectedLine[]): void {
    for (const { line, problems } of rejected) {
      if (this.#shown++ >= SHOWN_PROBLEMS_MAX) return
      const [first] = problems
      const what = first
        ? `${first.code} ${first.path}${first.path === '' ? '' : ': '}${first.message}`
        : 'refused'
      this.#terminal.say(`${this.#path}:${line}: ${what}\n`)
    }
  }
}

function add(total: Counts, more: Counts): void {
  for (const name of ['sent', 'recorded', 'duplicate', 'rejected'] as const) total[name] += more[name]
}

function summary(
  path: string,
  position: Position,
  items: number,
  seconds: number,
  rejectsPath: string,
): string {
  const { sent, recorded, duplicate, rejected } = position.counts
  const lines = [
    `${path}: ${duration(seconds)}, ${count(Math.round(items / seconds))} events/s`,
    `  sent       ${count(sent)}`,
    `  recorded   ${count(recorded)}`,
    `  duplicate  ${count(duplicate)}`,
    `  rejected   ${count(rejected)}${rejected > 0 ? `  (see ${rejectsPath})` : ''}`,
  ]
  return `${lines.join('\n')}\n`
}
