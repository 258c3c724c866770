/** `daybook bench`: runs the repository's benchmarks. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { CliError, EXIT, EXIT_CODES_HELP, type ExitCode } from '../errors.ts'

const MAIN = join(import.meta.dirname, '../../../../bench/main.ts')

export function benchCommand(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('bench')
    .summary('measure Daybook beside the bare engines')
    .description('Runs the benchmarks of the repository. Options are handed on to them.')
    .argument('[options...]', 'options of the benchmarks')
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText('after', `\nExample:\n  daybook bench\n${EXIT_CODES_HELP}`)
    .action(async (options: string[]) => {
      if (!existsSync(MAIN)) throw new CliError('BENCH_MISSING')
      const child = spawn(process.execPath, [MAIN, ...options], { stdio: 'inherit' })
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject)
        child.once('exit', resolve)
      })
      end(code === 0 ? EXIT.OK : EXIT.FAILURE)
    })
}
