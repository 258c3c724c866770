/** Runs the `daybook` command as a process of its own, as a shell would. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts')

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface Running {
  ended: Promise<Ended>
  kill: (signal: NodeJS.Signals) => void
}

export function startCommand(args: readonly string[], env: Record<string, string>, stdin?: string): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => (stdout += String(chunk)))
  child.stderr.on('data', chunk => (stderr += String(chunk)))
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, stdout, stderr }))
  })
  return { ended, kill: signal => child.kill(signal) }
}

export async function command(
  args: readonly string[],
  env: Record<string, string>,
  stdin?: string,
): Promise<Ended> {
  return startCommand(args, env, stdin).ended
}
