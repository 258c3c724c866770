/**
 * An embedded record that is new and empty, made once for a run of tests: its copy saves each of them the making of a cluster.
 * What is about a first start makes its own.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'

import { v7 } from 'uuid'

import { openRecord } from '../packages/record/src/index.ts'

/** Where it is: processes that tests start have it from them. */
const PLACE = 'DAYBOOK_TEST_EMPTY_RECORD'
const QUIET = { info() {}, warn() {}, error() {} }

/** Once for a run, where the engine runs. Answers what takes it away. */
export async function makeEmptyRecord(): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-empty-record-'))
  const engine = { kind: 'embedded', directory } as const
  try {
    await (await openRecord({ engine, clock: Date.now, randomBytes, newId: v7, log: QUIET })).close()
    env[PLACE] = directory
  } catch {
    // The tests of the engine say why.
  }
  return () => rmSync(directory, { recursive: true, force: true })
}

/** Puts one there; outside of a run of tests there is none, and the first start makes it. */
export function putEmptyRecord(directory: string): void {
  const from = env[PLACE]
  if (from === undefined) return
  mkdirSync(directory, { recursive: true })
  const { status, stderr } = spawnSync('cp', ['-a', `${from}/.`, directory], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`an empty record could not be copied: ${stderr}`)
}
