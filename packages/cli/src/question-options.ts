/** The options by which commands ask a report: the same words for rows on the terminal and for files. */
import { type Command, Option } from 'commander'

export interface QuestionOptions {
  url?: string
  key?: string
  from?: string
  to?: string
  q?: string
  zone?: string
  sort?: string
  order?: 'newest' | 'oldest'
  columns?: string
}

/** What the zone and the columns are for differs by command. */
export interface QuestionWords {
  zone: string
  columns: string
}

/** A command `name [report]` with the options of a question. */
export function questionCommand(program: Command, name: string, words: QuestionWords): Command {
  return program
    .command(name)
    .argument('[report]', "activity, changes, or a vendor's layout such as 8x8-audit-events", 'activity')
    .option('--from <time>', 'RFC 3339 or a date, inclusive')
    .option('--to <time>', 'exclusive')
    .option('--q <text>', 'a question of the filter language, as in the search bar')
    .option('--columns <ids>', words.columns)
    .option('--sort <columns>', 'up to three columns, falling with -: application,-occurredAt')
    .addOption(new Option('--order <order>', 'by time').choices(['newest', 'oldest']))
    .option('--zone <zone>', words.zone)
}

/** Last in the list of options. */
export function connectionOptions(command: Command): Command {
  return command.option('--url <url>', 'where Daybook is').option('--key <key>', 'a key with scope read')
}
