/**
 * A real Daybook in a process of its own: started by the command line on a free port over a directory of its own.
 * Invariant: what was started is stopped, and its directory removed, by `stop()`.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { putEmptyRecord } from './empty-record.ts'
import { startNode } from './processes.ts'

const root = join(import.meta.dirname, '..')

export interface DaybookProcess {
  url: string
  port: number
  /** All rights over the tenant `default`. */
  key: string
  directory: string
  pid: number
  /** What it has printed so far. */
  output(): string
  /** Ends it and removes its directory. */
  stop(): Promise<void>
  /** Ends it in order; its directory stays. */
  halt(): Promise<void>
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
  if (options.directory === undefined) putEmptyRecord(join(directory, 'record'))
  const key = `test-${randomBytes(24).toString('hex')}`
  const args = options.sample === undefined ? [] : ['--sample', String(options.sample)]
  const env = {
    ...process.env,
    DAYBOOK_DATA: directory,
    DAYBOOK_LISTEN: '127.0.0.1:0',
    DAYBOOK_BOOTSTRAP_KEY: key,
    ...options.env,
  }
  const started = startNode([join(options.checkout ?? root, 'packages/cli/src/main.ts'), 'start', ...args], {
    env,
  })
  const [, url = ''] = await started.says(/ready at (http:\S+)/)
  if (options.sample !== undefined) await started.says(/in the reports/)
  const halt = async () => void (await started.end('SIGTERM'))
  return {
    // The kernel chose the port: nobody else can be listening there.
    url,
    port: Number(new URL(url).port),
    key: options.env?.['DAYBOOK_BOOTSTRAP_KEY'] ?? key,
    directory,
    pid: started.child.pid ?? 0,
    output: () => started.written,
    stop: async () => {
      await halt()
      // An engine that had to be left behind may be writing its last.
      await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
    halt,
    kill: async () => void (await started.end()),
  }
}
