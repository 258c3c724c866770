/**
 * Rounds of death under load: an appender in a process of its own is ended, and the record is compared with what it said.
 * What it heard acknowledged is there once at its index; what it only sent may be sent again.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

import { expect } from 'vitest'

import type { EngineChoice } from '../types.ts'
import { openAt } from './engines.ts'
import { accepted } from './events.ts'

const APPENDER = new URL('appender.ts', import.meta.url).pathname
const RUN_MS_MIN = 60
const RUN_MS_SPREAD = 240
const PROGRESS_MS_MAX = 30_000

/** What an appender said until it died. */
export class Appender {
  readonly child: ChildProcess
  readonly sent: string[] = []
  readonly done = new Map<string, number>()
  readonly refused: string[] = []
  readonly #ended: Promise<unknown>
  #ready = false

  constructor(choice: EngineChoice, tenant: string) {
    this.child = spawn(process.execPath, [APPENDER, JSON.stringify(choice), tenant], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { stdout } = this.child
    if (stdout === null) throw new Error('a pipe was asked for')
    const reader = createInterface({ input: stdout })
    reader.on('line', line => this.#hear(line))
    // The pipe is read to its end: what was said before the death counts.
    this.#ended = new Promise(resolve => reader.on('close', resolve))
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
    this.child.kill('SIGKILL')
    await this.#ended
  }

  async #until(condition: () => boolean): Promise<void> {
    const until = performance.now() + PROGRESS_MS_MAX
    while (!condition()) {
      if (this.child.exitCode !== null || performance.now() > until)
        throw new Error('the appender does not go on')
      await pause(5)
    }
  }
}

/** Everything acknowledged is there once, at its index; what was only sent can be sent again; the record is sound. */
async function verify(choice: EngineChoice, tenantName: string, { sent, done }: Appender): Promise<void> {
  const record = await openAt(choice)
  const { id: tenant } = await record.tenants.ensure(tenantName)
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
  for (const [id, index] of done) expect(indexOf.get(id)).toBe(index)

  const again = await record.append(
    tenant,
    sent.map(id => accepted({ id })),
  )
  for (const { id, index, status } of again) {
    expect(status).toBe(indexOf.has(id) ? 'duplicate' : 'recorded')
    if (indexOf.has(id)) expect(index).toBe(indexOf.get(id))
  }
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
