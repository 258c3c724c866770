/** Guarantees of runs under kill -9 at every step: none is lost, each is told once, and none is sent twice under two names. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import { run, startNode } from '../../../../test/processes.ts'
import { type HookServer, startHookServer } from '../deliver/testing/hook-server.ts'
import type { ChildPlan, ChildReport, Kill } from './testing/child.ts'

const CHILD = join(import.meta.dirname, 'testing', 'child.ts')
const DAY = 24 * 60 * 60_000
const FIRST = Date.UTC(2026, 4, 4, 7)

vi.setConfig({ testTimeout: 180_000 })

let directory: string
let hook: HookServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-schedules-'))
  hook = await startHookServer()
})
afterAll(async () => {
  hook.close()
  await rm(directory, { recursive: true, force: true })
})

/** Undefined: it was killed, as planned. */
async function child(plan: Omit<ChildPlan, 'directory' | 'url'>): Promise<ChildReport | undefined> {
  const full: ChildPlan = { ...plan, directory, url: hook.url }
  const { code, signal, stdout, stderr } = await run(startNode([CHILD, JSON.stringify(full)]))
  if (signal === 'SIGKILL') return undefined
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ChildReport
}

/** Where the process dies, and how often the receiver then gets the message. */
const DEATHS: readonly [string, Kill, number][] = [
  ['after the time is claimed', { step: 'claim', when: 'after' }, 1],
  ['after the file is asked for', { step: 'export', when: 'after' }, 1],
  [
    'after the attempt is counted, before the message leaves',
    { step: 'step', state: 'sending', when: 'after' },
    1,
  ],
  ['after the message has arrived, before that is noted', { step: 'finish', when: 'before' }, 2],
  ['after that is noted, before it is on record', { step: 'finish', when: 'after' }, 1],
  ['after it is on record, before that is noted', { step: 'entered', when: 'before' }, 1],
]

test('a process killed at any step of a run leaves it to the next, which ends it once', async () => {
  for (const [day, [when, kill]] of DEATHS.entries()) {
    const now = FIRST + day * DAY
    // Each process also ends what the one before it has left.
    expect(await child({ before: now - 60_000, now, kill }), when).toBeUndefined()
  }
  const now = FIRST + DEATHS.length * DAY
  const report = await child({ before: now - 60_000, now })

  expect(report?.runs).toHaveLength(DEATHS.length + 1)
  expect(new Set(report?.runs.map(({ state }) => state))).toEqual(new Set(['delivered']))
  expect(report?.told.toSorted()).toEqual(report?.runs.map(({ id }) => id).toSorted())

  // The newest is first; the receiver knows a repeat by its id and gets the same body.
  const oldest = report?.runs.toReversed() ?? []
  for (const [day, [when, , times]] of DEATHS.entries()) {
    const got = hook.calls.filter(({ headers }) => headers['webhook-id'] === `run_${oldest[day]?.id}`)
    expect([when, got.length, new Set(got.map(({ body }) => body)).size]).toEqual([when, times, 1])
  }
  expect(new Set(hook.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(DEATHS.length + 1)
})
