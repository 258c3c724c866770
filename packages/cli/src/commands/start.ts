/** `daybook start`: runs the server, and enters the sample into an empty record when asked to. */
import type { RunningServer } from '@daybook/server'
import type { Command } from 'commander'
import { EXIT_CODES_HELP, type ExitCode } from '../errors.ts'
import { wholeNumber } from '../numbers.ts'
import { enterSample } from '../sample-entry.ts'
import { loadServer } from '../server.ts'
import type { Terminal } from '../terminal.ts'

const SAMPLE_EVENTS_MAX = 100_000_000

export function startCommand(program: Command, terminal: Terminal, _end: (code: ExitCode) => void): void {
  program
    .command('start')
    .summary('run a server')
    .description(
      'Starts Daybook, with its engines embedded unless DAYBOOK_RECORD_URL and DAYBOOK_INDEX_URL name others. Prints the\n' +
        'address, a link to sign in and, at the very first start, a key. Ends in order on Ctrl-C.',
    )
    .option(
      '--sample <events>',
      'enter that many sample events, if the record is empty',
      wholeNumber(0, SAMPLE_EVENTS_MAX),
    )
    .option('--config <file>', 'settings: NAME=VALUE lines or a JSON object; the environment wins')
    .addHelpText(
      'after',
      `
Settings (environment, or the file of --config):
  DAYBOOK_DATA        directory of everything on disk        ./.daybook
  DAYBOOK_LISTEN      address to listen on                   127.0.0.1:7411
  DAYBOOK_RECORD_URL  postgres://… instead of the embedded PostgreSQL
  DAYBOOK_INDEX_URL   http(s)://… of ClickHouse instead of chDB
  DAYBOOK_BOOTSTRAP_KEY  this key (32 characters or more) instead of one that is made at the first start

Examples:
  daybook start
  daybook start --sample 50000
  DAYBOOK_LISTEN=0.0.0.0:8080 DAYBOOK_DATA=/var/lib/daybook daybook start
${EXIT_CODES_HELP}`,
    )
    .action(async (options: { sample?: number; config?: string }) => {
      const { loadConfig, runServer } = await loadServer()
      const config = loadConfig({ env: terminal.env, file: options.config })
      // Printed before anything else can fail: the key of the first start is shown only now.
      const server = await runServer(config, text => void terminal.out(text))
      if (options.sample) await sampleInto(server, options.sample, terminal)
    })
}

async function sampleInto(server: RunningServer, events: number, terminal: Terminal): Promise<void> {
  try {
    await enterSample(server, events, terminal)
  } catch (error) {
    // A server that runs is worth more than a sample that is complete.
    terminal.say(`The sample was not entered: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}
