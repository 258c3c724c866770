/** `daybook import`: enters files of events, whatever made them. */
import { readMapping, SOURCES, shippedMappings } from '@daybook/connectors'
import type { Command } from 'commander'
import { CONNECTION_HELP, connect } from '../connection.ts'
import { CliError, EXIT, EXIT_CODES_HELP, type ExitCode } from '../errors.ts'
import { BATCH_EVENTS, BATCH_EVENTS_MAX } from '../import/batcher.ts'
import { IN_FLIGHT_MAX } from '../import/pipeline.ts'
import { importFile, tryImport } from '../import/run.ts'
import { wholeNumber } from '../numbers.ts'
import type { Terminal } from '../terminal.ts'

interface Options {
  format?: string
  map?: string
  rejects?: string
  restart?: boolean
  resume?: boolean
  batch: number
  inFlight: number
  dryRun?: boolean
  url?: string
  key?: string
}

export function importCommand(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const formats = SOURCES.map(source => `  ${source.name.padEnd(18)}${source.title}`).join('\n')
  program
    .command('import')
    .summary('enter events from files')
    .description(
      'Enters the events of files, or of standard input (-). Files may be compressed with gzip or zstd. Ids are stable:\n' +
        'importing a file again adds nothing. An import that was stopped goes on where it was when it is run again.\n' +
        'Lines that are not accepted go to FILE.rejected.ndjson with their number and the reason; the others are entered.',
    )
    .argument('<file...>', 'files, or - for standard input')
    .option('--format <format>', 'what the files are; looked at when not given')
    .option('--map <map>', 'for csv: a mapping file, or the name of one that comes with Daybook')
    .option('--rejects <file>', 'where rejected lines go (with one input file)')
    .option('--resume', 'go on where an earlier run stopped (the default)')
    .option('--restart', 'begin at the beginning even if an earlier run stopped in the middle')
    .option('--batch <events>', 'events per request', wholeNumber(1, BATCH_EVENTS_MAX), BATCH_EVENTS)
    .option(
      '--in-flight <requests>',
      'requests under way; 1 keeps the exact order of the file',
      wholeNumber(1, 16),
      IN_FLIGHT_MAX,
    )
    .option('--dry-run', 'read and check, but send nothing')
    .option('--url <url>', 'where Daybook is')
    .option('--key <key>', 'a key with scope ingest')
    .addHelpText(
      'after',
      () => `
Formats:
${formats}

Examples:
  daybook import events.ndjson.zst
  zcat trail/*.json.gz | daybook import --format cloudtrail -
  daybook import --format csv --map servicenow-incident incidents.csv.gz
  daybook import --dry-run --map my-mapping.json table.csv
${CONNECTION_HELP}${EXIT_CODES_HELP}`,
    )
    .action(async (files: string[], options: Options) => {
      end(await importFiles(files, options, terminal))
    })
}

async function importFiles(
  files: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.resume && options.restart)
    throw new CliError('USAGE', '--resume and --restart exclude each other')
  if (options.rejects !== undefined && files.length > 1) {
    throw new CliError('USAGE', '--rejects names one file; with several inputs each has its own beside it')
  }
  if (options.format === 'csv' && options.map === undefined) {
    throw new CliError(
      'USAGE',
      `csv needs --map; mappings that come with Daybook: ${(await shippedMappings()).join(', ')}`,
    )
  }
  const mapping = options.map === undefined ? undefined : await readMapping(options.map)
  const connection = options.dryRun ? undefined : connect(options, terminal.env)
  let worst: ExitCode = EXIT.OK
  for (const path of files) {
    const one = {
      path,
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(options.rejects === undefined ? {} : { rejects: options.rejects }),
      restart: options.restart === true,
      batch: options.batch,
      inFlight: options.inFlight,
    }
    const code = connection ? await importFile(one, connection, terminal) : await tryImport(one, terminal)
    if (code === EXIT.INTERRUPTED) return code
    if (code !== EXIT.OK) worst = code
  }
  return worst
}
