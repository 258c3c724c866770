/** `daybook key`: makes, lists and revokes keys. */
import type { KeyRecord, Scope } from '@daybook/sdk'
import { Option, type Command } from 'commander'
import { CONNECTION_HELP, connect } from '../connection.ts'
import { EXIT, EXIT_CODES_HELP, type ExitCode } from '../errors.ts'
import type { Terminal } from '../terminal.ts'

interface Connecting {
  url?: string
  key?: string
}

export function keyCommand(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const key = program
    .command('key')
    .summary('make, list and revoke keys')
    .description(
      'Keys are what applications identify themselves with. All of these need a key with scope admin.',
    )
    .addHelpText('after', `${CONNECTION_HELP}${EXIT_CODES_HELP}`)
  createCommand(key, terminal)
  listCommand(key, terminal)
  revokeCommand(key, terminal, end)
}

function createCommand(key: Command, terminal: Terminal): void {
  connecting(key.command('create'))
    .summary('make a key')
    .description('Makes a key and prints it, and only it, on standard output. It cannot be shown again.')
    .addOption(
      new Option('--scope <scope...>', 'what the key may do')
        .choices(['ingest', 'read', 'reveal', 'sensitive', 'admin'])
        .makeOptionMandatory(),
    )
    .option('--tenant <tenant>', 'whose key; another tenant than your own is made when it is new')
    .option('--label <label>', 'what it is for')
    .addHelpText(
      'after',
      `
Examples:
  daybook key create --scope ingest --label billing
  DAYBOOK_KEY=$(daybook key create --scope read --tenant acme) my-report
${CONNECTION_HELP}`,
    )
    .action(async (options: Connecting & { scope: Scope[]; tenant?: string; label?: string }) => {
      const { client } = connect(options, terminal.env)
      const created = await client.createKey({
        scopes: options.scope,
        ...(options.tenant === undefined ? {} : { tenant: options.tenant }),
        ...(options.label === undefined ? {} : { label: options.label }),
      })
      terminal.say(
        `Key ${created.id} of tenant ${created.tenant}: ${created.scopes.join(', ')}. It is shown only now.\n`,
      )
      await terminal.out(`${created.key}\n`)
    })
}

function listCommand(key: Command, terminal: Terminal): void {
  connecting(key.command('list'))
    .summary('list the keys of this tenant')
    .option('--json', 'one JSON object per line')
    .action(async (options: Connecting & { json?: boolean }) => {
      const { client } = connect(options, terminal.env)
      const keys = await client.keys()
      await terminal.out(options.json ? keys.map(one => `${JSON.stringify(one)}\n`).join('') : table(keys))
    })
}

function revokeCommand(key: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  connecting(key.command('revoke'))
    .summary('revoke a key')
    .argument('<id>', 'the id that `key list` shows')
    .action(async (id: string, options: Connecting) => {
      const { client } = connect(options, terminal.env)
      const revoked = await client.revokeKey(id)
      terminal.say(revoked ? `Key ${id} is revoked.\n` : `There is no key ${id} of this tenant.\n`)
      end(revoked ? EXIT.OK : EXIT.FAILURE)
    })
}

function connecting(command: Command): Command {
  return command.option('--url <url>', 'where Daybook is').option('--key <key>', 'a key with scope admin')
}

function table(keys: readonly KeyRecord[]): string {
  const rows = keys.map(key => [
    key.id,
    key.prefix,
    key.scopes.join(','),
    key.createdAt,
    key.revokedAt === undefined ? 'active' : `revoked ${key.revokedAt}`,
    key.label ?? '',
  ])
  const all = [['ID', 'PREFIX', 'SCOPES', 'CREATED', 'STATE', 'LABEL'], ...rows]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map(row => (row[column] ?? '').length)))
  return all
    .map(
      row =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
