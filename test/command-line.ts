/** Runs the `daybook` command as a process of its own, as a shell would. */
import { join } from 'node:path'

import { type Ran, run, startNode } from './processes.ts'

const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts')

export interface Running {
  ended: Promise<Ran>
  kill: (signal: NodeJS.Signals) => void
}

export function startCommand(args: readonly string[], env: Record<string, string>, stdin?: string): Running {
  const started = startNode([MAIN, ...args], {
    env: { ...process.env, ...env },
    ...(stdin === undefined ? {} : { stdin }),
  })
  return { ended: run(started), kill: signal => started.kill(signal) }
}

export async function command(
  args: readonly string[],
  env: Record<string, string>,
  stdin?: string,
): Promise<Ran> {
  return startCommand(args, env, stdin).ended
}
