/**
 * A process that runs schedules and dies at a given step of one run: for the crash tests.
 * It first brings to their end the runs that earlier processes have left, then lets a time come, and says what it found in
 * one line of JSON on its standard output, unless it was killed before.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { RunState, ScheduleRun, TakenRun } from '@daybook/record'
import { pino } from 'pino'
import { v7 } from 'uuid'

import { startTestServer } from '../../testing/server.ts'
import type { SecretBox } from '../../secret-box.ts'
import { openSecretBox } from '../../secret-keys.ts'
import { openSchedules, SCHEDULE_DEFAULTS } from '../index.ts'
import { planJson } from '../plan.ts'

export interface ChildPlan {
  directory: string
  /** milliseconds since 1970: the time that all runs of earlier processes are brought to their end at */
  before: number
  /** and the time that comes then */
  now: number
  url: string
  /** the process ends with SIGKILL at this step of the run of `now` */
  kill?: Kill
}

export interface Kill {
  step: 'claim' | 'export' | 'step' | 'finish' | 'entered'
  when: 'before' | 'after'
  /** only where this is what the step leaves the run in */
  state?: RunState
}

export interface ChildReport {
  runs: ScheduleRun[]
  /** of the entries "Deliver report", the run that each tells of */
  told: string[]
}

const LEASE_MS = 300
const ENV = {
  DAYBOOK_WEBHOOK_NETWORKS: 'loopback',
  DAYBOOK_PUBLIC_URL: 'https://daybook.example.com',
}
const WAIT_MS_MAX = 30_000
const TENANT = 1

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
}

async function main(plan: ChildPlan): Promise<void> {
  let now = plan.before
  let kill: Kill | undefined
  const clock = () => now
  const settings = { ...SCHEDULE_DEFAULTS, pollMs: 3_600_000, leaseMs: LEASE_MS, clock }
  const server = await startTestServer(
    { scheduleSettings: settings, exportSettings: { pollMs: 50 } },
    plan.directory,
    ENV,
  )

  const at: At = async (step, work, state) => {
    const struck = kill?.step === step && (kill.state === undefined || kill.state === state)
    if (struck && kill?.when === 'before') die()
    const answer = await work()
    if (struck) die()
    return answer
  }
  const { schedules } = server.record
  const mortal = wrapped(server.record, {
    schedules: wrapped(schedules, {
      claim: (...given: Parameters<typeof schedules.claim>) => at('claim', () => schedules.claim(...given)),
      take: async (...given: Parameters<typeof schedules.take>) => {
        const taken = await schedules.take(...given)
        return taken && mortalRun(taken, at)
      },
    }),
  })
  const exports = wrapped(server.exports, {
    create: (...given: Parameters<typeof server.exports.create>) =>
      at('export', () => server.exports.create(...given)),
  })
  const { runner } = openSchedules({
    record: mortal,
    exports,
    clock,
    newId: v7,
    randomBytes,
    log: pino({ level: 'silent' }),
    observe: () => {},
    box: await boxOf(server.directory),
    webhookNetworks: ['loopback'],
    url: () => server.url,
    settings,
  })

  const schedule = (await schedules.list(TENANT))[0] ?? (await addSchedule(plan))
  await ended()
  kill = plan.kill
  now = plan.now
  await ended()
  console.log(JSON.stringify(await report()))
  await runner.close()
  await server.close()

  async function ended(): Promise<void> {
    const until = Date.now() + WAIT_MS_MAX
    do {
      await runner.settle()
      if ((await schedules.backlog()).open === 0) return
      // A run of who was killed is free when its lease has run out.
      await sleep(LEASE_MS / 3)
    } while (Date.now() < until)
    throw new Error('a run did not come to its end')
  }

  function addSchedule({ url, before }: ChildPlan) {
    const made = {
      source: { report: { report: 'activity' } },
      format: 'csv',
      when: { every: 'day', at: '07:00' },
      zone: 'UTC',
      period: 'schedule',
      delivery: { by: 'webhook', url },
      seed: v7(),
    } as const
    const secret = `whsec_${randomBytes(32).toString('base64')}`
    return schedules.create(
      TENANT,
      'session',
      { name: 'Daily', plan: planJson(made) },
      { dueAt: before + 1, seal: () => ({ sealed: secret }) },
    )
  }

  async function report(): Promise<ChildReport> {
    const entries = await server.record.read(TENANT, 0, 10_000)
    const told = entries.filter(({ event }) => event.activity === 'Deliver report')
    return {
      runs: await schedules.runs(TENANT, schedule.id, 100),
      told: told.map(({ event }) => event.metadata?.['run'] as string),
    }
  }
}

/** With the server's own key. */
const boxOf = (directory: string): Promise<SecretBox> =>
  openSecretBox({ keys: [], file: join(directory, 'secrets.key') }, randomBytes)

type At = <T>(step: Kill['step'], work: () => Promise<T>, state?: RunState) => Promise<T>

function mortalRun(taken: TakenRun, at: At): TakenRun {
  return wrapped(taken, {
    step: step => at('step', () => taken.step(step), step.state),
    finish: (...given: Parameters<TakenRun['finish']>) => at('finish', () => taken.finish(...given)),
    entered: () => at('entered', () => taken.entered()),
  })
}

/** The same, but for these members. */
function wrapped<T extends object>(target: T, own: Partial<T>): T {
  return new Proxy(target, {
    get: (_, name) => {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name) as unknown
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

await main(JSON.parse(process.argv[2] ?? '{}') as ChildPlan)
