/** `daybook catalog`: shows what is described and what occurred, and describes. */
import { readCatalog } from '@daybook/connectors'
import type { CatalogAnswer, CatalogQuery } from '@daybook/sdk'
import type { Command } from 'commander'
import { CONNECTION_HELP, connect } from '../connection.ts'
import { EXIT_CODES_HELP } from '../errors.ts'
import { count } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

interface Connecting {
  url?: string
  key?: string
}

type ShowOptions = Connecting & CatalogQuery & { json?: boolean }

export function catalogCommand(program: Command, terminal: Terminal): void {
  const catalog = program
    .command('catalog')
    .summary('show and describe what may occur')
    .description(
      'The catalog describes applications, their entities and activities, beside what really occurred.',
    )
    .addHelpText('after', `${CONNECTION_HELP}${EXIT_CODES_HELP}`)
  showCommand(catalog, terminal)
  importCommand(catalog, terminal)
}

function showCommand(catalog: Command, terminal: Terminal): void {
  connecting(catalog.command('show'), 'read')
    .summary('list what is described and what occurred')
    .option('--new-since <day>', 'only what occurred first on this day or later')
    .option('--silent-since <day>', 'only what did not occur since this day, or never')
    .option('--undescribed', 'only what the catalog does not describe')
    .option('--json', 'the answer as JSON')
    .action(async ({ url, key, json, ...query }: ShowOptions) => {
      const { client } = connect(connectionOf({ url, key }), terminal.env)
      const answer = await client.catalog(query)
      await terminal.out(json === true ? `${JSON.stringify(answer)}\n` : table(answer))
      const { described, observed, undescribed } = answer.totals
      terminal.say(
        `${count(described)} activities are described, ${count(observed)} occurred, ${count(undescribed)} of them undescribed.\n`,
      )
    })
}

function importCommand(catalog: Command, terminal: Terminal): void {
  connecting(catalog.command('import'), 'admin')
    .summary('describe applications')
    .description(
      'Takes in a catalog file, all or nothing. Applications that it does not name stay as they are.',
    )
    .argument(
      '<catalog>',
      'a JSON file, or the name of one that comes with Daybook: cxone, commbox, liveperson, 8x8',
    )
    .option('--replace', 'applications that the file does not name go')
    .addHelpText(
      'after',
      `
Examples:
  daybook catalog import cxone
  daybook catalog import our-applications.json
${CONNECTION_HELP}`,
    )
    .action(async (name: string, options: Connecting & { replace?: boolean }) => {
      const file = await readCatalog(name)
      const { client } = connect(connectionOf(options), terminal.env)
      const now = await client.putCatalog(file, { replace: options.replace ?? false })
      terminal.say(
        `The catalog describes ${count(now.applications)} applications, ${count(now.entities)} entities and ${count(now.activities)} activities.\n`,
      )
    })
}

function connecting(command: Command, scope: string): Command {
  return command.option('--url <url>', 'where Daybook is').option('--key <key>', `a key with scope ${scope}`)
}

function connectionOf({ url, key }: { url?: string | undefined; key?: string | undefined }): Connecting {
  return { ...(url === undefined ? {} : { url }), ...(key === undefined ? {} : { key }) }
}

function table({ applications }: CatalogAnswer): string {
  const lines = applications.flatMap(({ application, entities }) =>
    entities.flatMap(({ entity, activities }) =>
      activities.map(({ activity, category, described, seen }) => [
        `${application} › ${entity} › ${activity}`,
        described ? (category ?? '') : 'undescribed',
        seen === undefined ? 'never' : count(seen.count),
        seen?.firstSeen ?? '',
        seen?.lastSeen ?? '',
      ]),
    ),
  )
  const all = [['WHAT', 'CATEGORY', 'COUNT', 'FIRST SEEN', 'LAST SEEN'], ...lines]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map(row => (row[column] ?? '').length)))
  const text = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return all.map(row => `${text(row).trimEnd()}\n`).join('')
}
