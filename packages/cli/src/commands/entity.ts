/** `daybook entity`: what happened to one entity, or what it was at a time and who had set what. */
import type { ActivityRow, EntityState, RowsQuery } from '@daybook/sdk'
import { Option, type Command } from 'commander'
import { CONNECTION_HELP, connect } from '../connection.ts'
import { EXIT_CODES_HELP } from '../errors.ts'
import { tableOf } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const ROWS_MAX = 1000

interface Options {
  url?: string
  key?: string
  at?: string
  q?: string
  from?: string
  to?: string
  order?: 'newest' | 'oldest'
  format: 'table' | 'json'
}

export function entityCommand(program: Command, terminal: Terminal): void {
  program
    .command('entity')
    .summary("show an entity's history or its state at a time")
    .argument('<type>', 'such as User')
    .argument('<id>', 'such as u-42')
    .description(
      `Without --at, what happened to it: at most ${ROWS_MAX} entries. With --at, what it was then.`,
    )
    .option('--at <time>', 'RFC 3339, a date, or now: its state then, with who set what')
    .option('--from <time>', 'of the history: inclusive')
    .option('--to <time>', 'of the history: exclusive')
    .option('--q <text>', 'of the history: a question of the filter language')
    .addOption(new Option('--order <order>', 'of the history').choices(['newest', 'oldest']))
    .addOption(new Option('--format <format>', 'how').choices(['table', 'json']).default('table'))
    .option('--url <url>', 'where Daybook is')
    .option('--key <key>', 'a key with scope read')
    .addHelpText(
      'after',
      `\nExamples:\n  daybook entity User u-42\n  daybook entity User u-42 --at 2026-05-04T09:00:00Z\n${CONNECTION_HELP}${EXIT_CODES_HELP}`,
    )
    .action(async (type: string, id: string, options: Options) => {
      const { client } = connect(options, terminal.env)
      const { at, q, from, to, order, format } = options
      if (at !== undefined) {
        const state = await client.state(type, id, at === 'now' ? undefined : at)
        await terminal.out(format === 'json' ? `${JSON.stringify(state)}\n` : stateTable(state))
        terminal.say(`The history is ${state.status}.\n`)
        return
      }
      const given = Object.entries({ q, from, to, order }).filter(([, value]) => value !== undefined)
      const query = Object.fromEntries(given) as Pick<RowsQuery, 'q' | 'from' | 'to' | 'order'>
      const { rows, nextCursor } = await client.history(type, id, { ...query, limit: ROWS_MAX })
      await terminal.out(
        format === 'json' ? rows.map(row => `${JSON.stringify(row)}\n`).join('') : historyTable(rows),
      )
      if (nextCursor !== undefined) terminal.say('There are more entries: narrow the time.\n')
    })
}

/** One line for each change; an entry without changes has one too. */
function historyTable(rows: readonly ActivityRow[]): string {
  const head = ['Time', 'Who', 'Activity', 'Outcome', 'Attribute', 'Previous', 'Changed']
  const lines = rows.flatMap(row => {
    const entry = [row.occurredAt, row.actor.name ?? row.actor.id, row.activity, row.outcome]
    const changes = row.changes ?? []
    if (changes.length === 0) return [[...entry, '', '', '']]
    return changes.map(({ attribute, old, new: now }) => [...entry, attribute, text(old), text(now)])
  })
  return tableOf(head, lines)
}

function stateTable({ attributes }: EntityState): string {
  const rows = attributes.map(({ attribute, value, set }) => [
    attribute,
    text(value),
    set.how,
    set.actor.name ?? set.actor.id,
    set.occurredAt,
  ])
  return tableOf(['Attribute', 'Value', 'How', 'Set by', 'Time'], rows)
}

function text(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
