import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { run, startNode } from '../../../../test/processes.ts'
import type { ChildPlan, ChildReport } from './testing/child.ts'
import type { Fault } from './testing/faults.ts'
import { buildDirectory } from './testing/world.ts'

/** Several processes, one after the other, each starting both engines. */
const TEST_MS_MAX = 180_000

vi.setConfig({ testTimeout: TEST_MS_MAX })
const CHILD = join(import.meta.dirname, 'testing', 'child.ts')
/** of each tenant, in the steps of a test */
const ENTRIES = 350

let directory: string
let recorded = 0

/** One record for the tests of a group: it grows from test to test. */
function useDirectory(): void {
  beforeAll(async () => {
    directory = await buildDirectory()
    recorded = 0
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))
}

/** Runs a process over the directory. `undefined`: it was killed, as planned. */
async function child(plan: Omit<ChildPlan, 'engine' | 'directory'>): Promise<ChildReport | undefined> {
  const engine = { kind: 'embedded', directory: join(directory, 'record') } as const
  recorded += 2 * (plan.append ?? 0)
  const full: ChildPlan = { ...plan, directory, engine }
  const { code, signal, stdout, stderr } = await run(startNode([CHILD, JSON.stringify(full)]))
  if (signal === 'SIGKILL') return undefined
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ChildReport
}

function expectExactlyOnce(report: ChildReport | undefined): void {
  expect(report?.fsck).toMatchObject({ ok: true, entries: recorded, behind: 0, findings: [] })
  expect(report?.fsck).not.toHaveProperty('unfinished')
}

describe('a process killed with SIGKILL leaves every entry in the index once after the next start', () => {
  useDirectory()
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
      expect(await child({ append: ENTRIES, fault, stepEntriesMax: 300 })).toBeUndefined()

      expectExactlyOnce(await child({ stepEntriesMax: 300 }))
    })
  }

  test('at moments within loads, several times in a row', async () => {
    let killed = 0
    for (const killAfterMs of [1, 4, 9, 16, 30]) {
      const report = await child({ append: ENTRIES, killAfterMs, stepEntriesMax: 300 })
      if (report === undefined) killed += 1
      else expectExactlyOnce(report)
    }

    expect(killed).toBeGreaterThan(0)
    expectExactlyOnce(await child({}))
  })
})

describe('a rebuild killed with SIGKILL ends right', () => {
  useDirectory()
  const steps: [string, Fault][] = [
    ['with the intention written', { call: 'begin', kind: 'applied' }],
    ['with the index emptied and the positions not yet', { call: 'clear', kind: 'applied' }],
    ['in the middle', { call: 'load', kind: 'partialRows', nth: 2 }],
  ]
  for (const [when, fault] of steps) {
    test(`${when}, when the server starts or when it is run again`, async () => {
      expectExactlyOnce(await child({ append: ENTRIES }))

      expect(await child({ rebuild: true, fault, stepEntriesMax: 300 })).toBeUndefined()
      expectExactlyOnce(await child({ append: ENTRIES }))

      expect(await child({ rebuild: true, fault, stepEntriesMax: 300 })).toBeUndefined()
      expectExactlyOnce(await child({ rebuild: true }))
    })
  }
})
