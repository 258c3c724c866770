/** `daybook tenant`: shows a tenant and sets the zone whose wall clock it lives by. */
import type { Tenant } from '@daybook/sdk'
import type { Command } from 'commander'
import { CONNECTION_HELP, connect } from '../connection.ts'
import { EXIT_CODES_HELP } from '../errors.ts'
import type { Terminal } from '../terminal.ts'

interface Connecting {
  url?: string
  key?: string
}

export function tenantCommand(program: Command, terminal: Terminal): void {
  const tenant = program
    .command('tenant')
    .summary('show a tenant, set its time zone')
    .description('Your own tenant unless another is named, which only the first tenant may do.')
    .addHelpText('after', `${CONNECTION_HELP}${EXIT_CODES_HELP}`)

  connecting(tenant.command('show'))
    .summary('name and time zone')
    .argument('[name]', 'another tenant')
    .action(async (name: string | undefined, options: Connecting) => {
      const { client } = connect(options, terminal.env)
      await terminal.out(lineOf(await client.tenant(name ?? (await client.session()).tenant)))
    })

  connecting(tenant.command('zone'))
    .summary('set the time zone (needs scope admin)')
    .argument('<zone>', 'a name such as Europe/Lisbon, or UTC')
    .argument('[name]', 'another tenant')
    .action(async (zone: string, name: string | undefined, options: Connecting) => {
      const { client } = connect(options, terminal.env)
      const asked = name ?? (await client.session()).tenant
      await terminal.out(lineOf(await client.changeTenant(asked, { zone })))
    })
}

function connecting(command: Command): Command {
  return command
    .option('--url <url>', 'where Daybook is')
    .option('--key <key>', 'a key with scope read or admin')
}

function lineOf({ name, zone }: Tenant): string {
  return `${name}\t${zone}\n`
}
