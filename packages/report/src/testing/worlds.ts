/**
 * An index on each engine for tests: chDB in this process, and the HTTP driver over a front in a process of its own.
 * Every world has a directory of its own under the system's temporary folder and takes it away at its end.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startNode } from '../../../../test/processes.ts'
import { openChdb } from '../chdb-driver.ts'
import type { IndexDriver, Log } from '../driver.ts'
import { openHttp } from '../http-driver.ts'
import { openIndex, type IndexEngine } from '../open.ts'
import type { ReportIndex } from '../report-index.ts'

export const ENGINES = ['chdb', 'http'] as const
export type EngineName = (typeof ENGINES)[number]

export const QUIET: Log = { info: () => {}, warn: () => {}, error: () => {} }

export interface World {
  directory: string
  /** An index in a database of its own; all of them are closed with the world. */
  open(database?: string): Promise<ReportIndex>
  driver(): IndexDriver
  close(): Promise<void>
}

export async function worldOn(engine: EngineName): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'daybook-report-'))
  const front = engine === 'http' ? await startFront(directory) : undefined
  const settings: IndexEngine =
    front === undefined ? { kind: 'chdb', directory } : { kind: 'http', url: front.url }
  const opened: { close(): Promise<void> }[] = []
  return {
    directory,
    async open(database = 'daybook') {
      const index = await openIndex({ engine: settings, log: QUIET, database })
      opened.push(index)
      return index
    },
    driver() {
      const driver = settings.kind === 'chdb' ? openChdb(settings.directory) : openHttp(settings.url)
      opened.push(driver)
      return driver
    },
    async close() {
      for (const each of opened) await each.close()
      await front?.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export interface Front {
  url: string
  stop(): Promise<void>
}

export async function startFront(directory: string): Promise<Front> {
  const program = join(import.meta.dirname, 'http-front.ts')
  const started = startNode([program, directory], { holdStdin: true })
  const [, port] = await started.says(/^(\d+)\n/)
  return { url: `http://127.0.0.1:${port}`, stop: async () => void (await started.end()) }
}
