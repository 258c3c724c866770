import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { ChildPlan, ChildReport } from './testing/child.ts'
import { buildEvents } from './testing/events.ts'
import type { Fault } from './testing/faults.ts'
import { buildDirectory, buildRecord } from './testing/world.ts'

const run = promisify(execFile)
const CHILD = join(import.meta.dirname, 'testing', 'child.ts')
const ENTRIES = 700

let directory: string
beforeEach(async () => {
  directory = await buildDirectory()
  const record = await buildRecord({ kind: 'embedded', directory: join(directory, 'record') })
  for (const name of ['one', 'two']) {
    const tenant = await record.tenants.ensure(name)
    await record.append(tenant.id, buildEvents(ENTRIES / 2))
  }
  await record.close()
})
afterEach(async () => rm(directory, { recursive: true, force: true }))

/** Runs a process over the directory. `undefined`: it was killed, as planned. */
async function child(plan: Omit<ChildPlan, 'engine' | 'directory'>): Promise<ChildReport | undefined> {
  const full: ChildPlan = {
    ...plan,
    directory,
    engine: { kind: 'embedded', directory: join(directory, 'record') },
  }
  try {
    const { stdout } = await run(process.execPath, [CHILD, JSON.stringify(full)], { timeout: 50_000 })
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ChildReport
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return undefined
    throw error
  }
}

function expectExactlyOnce(report: ChildReport | undefined): void {
  expect(report?.fsck).toMatchObject({ ok: true, entries: ENTRIES, behind: 0, findings: [] })
  expect(report?.fsck).not.toHaveProperty('unfinished')
}

describe('a process killed with SIGKILL leaves every entry in the index once after the next start', () => {
  const steps: [string, Fault][] = [
    ['before begin', { call: 'begin', kind: 'refused', nth: 2 }],
    ['after begin', { call: 'begin', kind: 'applied', nth: 2 }],
    ['in the middle of load, between partitions', { call: 'load', kind: 'partialMonths', nth: 2 }],
    ['in the middle of load, within a partition', { call: 'load', kind: 'partialRows', nth: 2 }],
    ['after load, before finish', { call: 'load', kind: 'applied', nth: 2 }],
    ['after finish', { call: 'finish', kind: 'applied', nth: 2 }],
  ]
  for (const [when, fault] of steps) {
    test(when, async () => {
      expect(await child({ fault, stepEntriesMax: 300 })).toBeUndefined()

      expectExactlyOnce(await child({ stepEntriesMax: 300 }))
    })
  }

  test('at moments within loads, several times in a row', async () => {
    let killed = 0
    for (const killAfterMs of [1, 4, 9, 16, 30]) {
      const report = await child({ killAfterMs, stepEntriesMax: 100 })
      if (report === undefined) killed += 1
      else expectExactlyOnce(report)
    }

    expect(killed).toBeGreaterThan(0)
    expectExactlyOnce(await child({ stepEntriesMax: 100 }))
  })
})

describe('a rebuild killed with SIGKILL ends right', () => {
  const steps: [string, Fault][] = [
    ['with the intention written', { call: 'begin', kind: 'applied' }],
    ['with the index emptied and the positions not yet', { call: 'clear', kind: 'applied' }],
    ['in the middle', { call: 'load', kind: 'partialRows', nth: 2 }],
  ]
  for (const [when, fault] of steps) {
    test(`${when}, when the server starts or when it is run again`, async () => {
      expectExactlyOnce(await child({}))

      expect(await child({ rebuild: true, fault, stepEntriesMax: 300 })).toBeUndefined()
      expectExactlyOnce(await child({}))

      expect(await child({ rebuild: true, fault, stepEntriesMax: 300 })).toBeUndefined()
      expectExactlyOnce(await child({ rebuild: true }))
    })
  }
})
