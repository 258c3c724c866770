/**
 * The engines that every test of the record runs on: the embedded PostgreSQL and one from the distribution by URL.
 * Each world has a directory or a database of its own, and leaves nothing.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { inject } from 'vitest'

import '../../../../test/global-setup.ts'
import { putEmptyRecord } from '../../../../test/empty-record.ts'
import { createDatabase } from '../../../../test/postgres15.ts'
import { openRecord } from '../open.ts'
import type { EngineChoice, EventRecord, Log, RecordOptions } from '../types.ts'
import { uuid } from './events.ts'

export interface Place {
  choice: EngineChoice
  remove(): Promise<void>
}

export interface EngineUnderTest {
  name: string
  /** an empty place for one record */
  place(): Promise<Place>
}

export const ENGINES: readonly EngineUnderTest[] = [
  {
    name: 'embedded PostgreSQL',
    place() {
      const directory = mkdtempSync(join(tmpdir(), 'daybook-record-'))
      putEmptyRecord(directory)
      return Promise.resolve({
        choice: { kind: 'embedded', directory },
        remove: () => Promise.resolve(rmSync(directory, { recursive: true, force: true })),
      })
    },
  },
  {
    name: 'PostgreSQL 15 by URL',
    async place() {
      const { url, drop } = await createDatabase(serverUrl())
      return { choice: { kind: 'external', url }, remove: drop }
    },
  },
]

export function serverUrl(): string {
  const provided = inject('postgres15')
  if ('problem' in provided) throw new Error(provided.problem)
  return provided.url
}

export const SILENT: Log = { info() {}, warn() {}, error() {} }

/** A clock that only moves when told. */
export class TestClock {
  now = Date.UTC(2026, 4, 4, 7)
  readonly read = (): number => this.now
}

export function openAt(choice: EngineChoice, more: Partial<RecordOptions> = {}): Promise<EventRecord> {
  return openRecord({
    engine: choice,
    clock: new TestClock().read,
    randomBytes,
    newId: uuid,
    log: SILENT,
    ...more,
  })
}
