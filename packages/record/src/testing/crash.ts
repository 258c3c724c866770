/**
 * Rounds of death under load: an appender in a process of its own is ended, and the record is compared with what it said.
 * What it heard acknowledged is there once at its index; what it only sent may be sent again.
 */
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

import { expect } from 'vitest'

import { startNode, type TestProcess } from '../../../../test/processes.ts'
import type { EngineChoice } from '../types.ts'
import { openAt } from './engines.ts'
import { accepted } from './events.ts'

const APPENDER = new URL('appender.ts', import.meta.url).pathname
const RUN_MS_MIN = 60
const RUN_MS_SPREAD = 240
const PROGRESS_MS_MAX = 30_000

/** What an appender said until it died. */
export class Appender {
  readonly sent: string[] = []
  readonly done = new Map<string, number>()
  readonly refused: string[] = []
  readonly #process: TestProcess
  #ready = false

  constructor(choice: EngineChoice, tenant: string) {
    this.#process = startNode([APPENDER, JSON.stringify(choice), tenant])
    createInterface({ input: this.#process.child.stdout }).on('line', line => this.#hear(line))
  }

  get pid(): number {
    return this.#process.child.pid ?? 0
  }

  #hear(line: string): void {
    // The last line may be cut short; nothing is concluded from it.
    if (!line.endsWith('}')) return
    const message = JSON.parse(line) as {
      ready?: boolean
      sent?: string[]
      done?: [string, number][]
      refused?: string
    }
    if (message.ready === true) this.#ready = true
    if (message.refused !== undefined) this.refused.push(message.refused)
    for (const id of message.sent ?? []) this.sent.push(id)
    for (const [id, index] of message.done ?? []) this.done.set(id, index)
  }

  ready = (): Promise<void> => this.#until(() => this.#ready)

  /** Resolves when something was acknowledged after now. */
  progress(): Promise<void> {
    const { size } = this.done
    return this.#until(() => this.done.size > size)
  }

  async kill(): Promise<void> {
    // What was said before the death counts.
    await this.#process.end()
  }

  async #until(condition: () => boolean): Promise<void> {
    const until = performance.now() + PROGRESS_MS_MAX
    while (!condition()) {
      const { exitCode, signalCode } = this.#process.child
      if (exitCode !== null || signalCode !== null || performance.now() > until)
        throw new Error(`the appender does not go on: ${this.#process.stderr}`)
      await pause(5)
    }
  }
}

/** Everything acknowledged is there once, at its index; what was only sent can be sent again; the record is sound. */
async function verify(choice: EngineChoice, tenantName: string, { sent, done }: Appender): Promise<void> {
  const record = await openAt(choice)
  const { id: tenant } = await record.tenants.ensure(tenantName)
  // The server may be doing what the dead process asked for last: only what is sent again is settled.
  const again = await record.append(
    tenant,
    sent.map(id => accepted({ id })),
  )
  const indexOf = new Map<string, number>()
  for (let next = 0; ;) {
    const entries = await record.read(tenant, next, 10_000)
    if (entries.length === 0) break
    for (const entry of entries) {
      expect(entry.index).toBe(next++)
      expect(indexOf.has(entry.event.id)).toBe(false)
      indexOf.set(entry.event.id, entry.index)
    }
  }
  expect(again.map(({ id, index }) => [id, index])).toEqual(sent.map(id => [id, indexOf.get(id)]))
  expect(indexOf.size).toBe(new Set(sent).size)
  const statusOf = new Map(again.map(({ id, status }) => [id, status]))
  for (const [id, index] of done) expect([indexOf.get(id), statusOf.get(id)]).toEqual([index, 'duplicate'])
  expect(await record.check()).toEqual([])
  await record.close()
}

const someTime = () => pause(RUN_MS_MIN + Math.random() * RUN_MS_SPREAD)

let rounds = 0
/** Starts an appender, lets `die` end it in its own way after a random time under load, and looks. */
export async function round(
  choice: EngineChoice,
  die: (appender: Appender) => Promise<void>,
): Promise<number> {
  const tenant = `round-${rounds++}`
  const appender = new Appender(choice, tenant)
  try {
    await appender.ready()
    await appender.progress()
    await someTime()
    await die(appender)
  } finally {
    await appender.kill()
  }
  await verify(choice, tenant, appender)
  return appender.done.size
}

export function roundsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}
