/**
 * A record and an index on real engines in a directory of their own, for tests.
 * One world per process: the embedded index binds one directory for as long as the process lives.
 */

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { putEmptyRecord } from '../../../../../test/empty-record.ts'
import { openRecord, type EngineChoice, type EventRecord, type Log } from '@daybook/record'
import { openIndex, type ReportIndex } from '@daybook/report'
import { v7 } from 'uuid'

import type { FollowOptions } from '../options.ts'

export const QUIET: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** Fast enough for tests, the same in kind. */
export const TEST_OPTIONS: Partial<FollowOptions> = {
  stepAgeMs: 10,
  stepHurryMs: 0,
  pollMs: 50,
  leaseMs: 3_000,
}

export interface World {
  directory: string
  record: EventRecord
  index: ReportIndex
  close(): Promise<void>
}

export async function buildRecord(engine: EngineChoice): Promise<EventRecord> {
  return openRecord({ engine, clock: Date.now, randomBytes, newId: v7, log: QUIET })
}

export async function buildIndex(directory: string): Promise<ReportIndex> {
  return openIndex({ engine: { kind: 'chdb', directory }, log: QUIET })
}

/** For a record in `record` and an index in `index`. */
export async function buildDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'daybook-follow-'))
  putEmptyRecord(join(directory, 'record'))
  return directory
}

export async function buildWorld(): Promise<World> {
  const directory = await buildDirectory()
  const record = await buildRecord({ kind: 'embedded', directory: join(directory, 'record') })
  const index = await buildIndex(join(directory, 'index'))
  return {
    directory,
    record,
    index,
    close: async () => {
      await index.close()
      await record.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
