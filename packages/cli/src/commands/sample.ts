/** `daybook sample`: writes events of an invented contact centre as NDJSON. */
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { SAMPLE_SEED, sampleEvents } from '@daybook/connectors'
import type { Command } from 'commander'
import { EXIT_CODES_HELP } from '../errors.ts'
import { wholeNumber } from '../numbers.ts'
import { count, Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

/** The end of the sample's time unless another is given, so that the same call gives the same bytes on any day. */
const SAMPLE_UNTIL = '2026-06-01T00:00:00Z'
const EVENTS_MAX = 1_000_000_000
/** Events are handed over in pieces of about this size. */
const PIECE_CHARACTERS = 256 * 1024

interface Options {
  events: number
  seed: number
  until: string
  out?: string
}

export function sampleCommand(program: Command, terminal: Terminal): void {
  program
    .command('sample')
    .summary('write sample events as NDJSON')
    .description(
      'Writes events of an invented contact centre, one per line. The same options give the same bytes.',
    )
    .option('--events <number>', 'how many', wholeNumber(0, EVENTS_MAX), 1000)
    .option('--seed <number>', 'another seed is another company', wholeNumber(0, 0xffff_ffff), SAMPLE_SEED)
    .option('--until <time>', 'end of the simulated time', SAMPLE_UNTIL)
    .option('-o, --out <file>', 'a file instead of standard output')
    .addHelpText(
      'after',
      `
Examples:
  daybook sample --events 100000 -o sample.ndjson
  daybook sample --events 1000 --seed 7 | daybook import --format daybook -
${EXIT_CODES_HELP}`,
    )
    .action(async (options: Options) => {
      await (options.out === undefined
        ? writeTo(options, terminal.out, terminal)
        : writeFile(options.out, options, terminal))
    })
}

async function writeFile(path: string, options: Options, terminal: Terminal): Promise<void> {
  const file = createWriteStream(path)
  await once(file, 'open')
  const write = async (text: string) => {
    if (!file.write(text)) await once(file, 'drain')
  }
  await writeTo(options, write, terminal)
  file.end()
  await finished(file)
  terminal.say(`${count(options.events)} events in ${path}\n`)
}

async function writeTo(
  options: Options,
  write: (text: string) => Promise<void>,
  terminal: Terminal,
): Promise<void> {
  const progress = new Progress(terminal, 'sample', 'events')
  let piece = ''
  let done = 0
  for (const event of sampleEvents({
    events: options.events,
    seed: options.seed,
    until: Date.parse(options.until),
  })) {
    piece += `${JSON.stringify(event)}\n`
    done++
    if (piece.length < PIECE_CHARACTERS) continue
    await write(piece)
    piece = ''
    progress.step({ done, share: done / options.events })
  }
  await write(piece)
  progress.end()
}
