/**
 * A real Daybook in a process of its own: started by the command line on a free port over a directory of its own.
 * Invariant: what was started is stopped, and its directory removed, by `stop()`.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const READY_WITHIN_MS = 60_000
const root = join(import.meta.dirname, '..')

export interface DaybookProcess {
  url: string
  port: number
  /** All rights over the tenant `default`. */
  key: string
  directory: string
  child: ChildProcess
  /** What it has printed so far. */
  output(): string
  stop(): Promise<void>
  /** As if the power had gone: nothing is told, nothing removed. */
  kill(): Promise<void>
}

export interface DaybookOptions {
  sample?: number
  directory?: string
  /** Where the code is that is started; absent = here. */
  checkout?: string
  env?: Record<string, string>
}

export async function startDaybook(options: DaybookOptions = {}): Promise<DaybookProcess> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'daybook-')))
  const key = `test-${randomBytes(24).toString('hex')}`
  const args = options.sample === undefined ? [] : ['--sample', String(options.sample)]
  const env = {
    ...process.env,
    DAYBOOK_DATA: directory,
    DAYBOOK_LISTEN: '127.0.0.1:0',
    DAYBOOK_BOOTSTRAP_KEY: key,
    ...options.env,
  }
  const child = spawn(
    process.execPath,
    [join(options.checkout ?? root, 'packages/cli/src/main.ts'), 'start', ...args],
    { env },
  )
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += String(chunk)))

  const url = await ready(child, () => printed, options.sample === undefined ? '' : 'in the reports')
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  return {
    url,
    port: Number(new URL(url).port),
    key: options.env?.['DAYBOOK_BOOTSTRAP_KEY'] ?? key,
    directory,
    child,
    output: () => printed,
    stop: async () => {
      child.kill('SIGTERM')
      await gone
      await rm(directory, { recursive: true, force: true })
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Resolves to the address, which the kernel chose: nobody else can be listening there. */
async function ready(child: ChildProcess, printed: () => string, says: string): Promise<string> {
  const patience = AbortSignal.timeout(READY_WITHIN_MS)
  while (!patience.aborted && child.exitCode === null) {
    const url = /ready at (http:\S+)/.exec(printed())?.[1]
    if (url !== undefined && printed().includes(says)) return url
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  child.kill('SIGKILL')
  throw new Error(`Daybook did not start:\n${printed()}`)
}
