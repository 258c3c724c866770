/**
 * The whole command line as a function.
 * Invariant: every way in which a command ends becomes one exit code and, if it failed, one plain message.
 */
import { Command, CommanderError } from 'commander'
import { benchCommand } from './commands/bench.ts'
import { catalogCommand } from './commands/catalog.ts'
import { fsckCommand, rebuildCommand } from './commands/check.ts'
import { entityCommand } from './commands/entity.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { keyCommand } from './commands/key.ts'
import { reportCommand } from './commands/report.ts'
import { sampleCommand } from './commands/sample.ts'
import { startCommand } from './commands/start.ts'
import { CliError, EXIT, EXIT_CODES_HELP, type ExitCode } from './errors.ts'
import { tenantCommand } from './commands/tenant.ts'
import type { Terminal } from './terminal.ts'

/** `args` are those behind the program's name. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.OK
  const program = buildProgram(terminal, ended => {
    code = ended
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    return failed(error, terminal)
  }
}

function buildProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('daybook')
    .description('The audit trail of a product made of many applications.')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: text => void terminal.out(text), writeErr: text => terminal.say(text) })
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText('after', EXIT_CODES_HELP)
  startCommand(program, terminal, end)
  importCommand(program, terminal, end)
  reportCommand(program, terminal)
  exportCommand(program, terminal, end)
  entityCommand(program, terminal)
  keyCommand(program, terminal, end)
  tenantCommand(program, terminal)
  catalogCommand(program, terminal)
  sampleCommand(program, terminal)
  fsckCommand(program, terminal, end)
  rebuildCommand(program, terminal)
  benchCommand(program, end)
  return program
}

function failed(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE
  terminal.say(`${messageOf(error)}\n`)
  return error instanceof CliError ? error.exitCode : EXIT.FAILURE
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('syscall' in error && error.syscall === 'listen') {
    return `${error.message}. Another program may be using that address; choose another one with DAYBOOK_LISTEN.`
  }
  const code = 'code' in error && typeof error.code === 'string' ? ` [${error.code}]` : ''
  return `${error.message}${code}`
}
