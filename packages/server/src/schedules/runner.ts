/**
 * Looks for schedules whose time has come and for runs that are ready, and works on them.
 * Any number of servers may do so over one record: who claims a time and who takes a run is decided there.
 */
import { type EventRecord, type ScheduleRecord, RecordError } from '@daybook/record'

import { Bell } from '../exports/bell.ts'
import { planOf } from './plan.ts'
import { dueRun } from './timetable.ts'
import { workOn, type WorkDeps } from './work.ts'

/** Schedules that are looked at at once. */
const DUE_PAGE = 100
/** Runs that one server works on at once; most of them wait for their file. */
const AT_ONCE_MAX = 16
const PRUNE_EVERY_MS = 60 * 60_000

export interface RunnerDeps extends Omit<WorkDeps, 'stopping'> {
  record: EventRecord
  newId: () => string
  /** how often times are looked for */
  pollMs: number
}

export class ScheduleRunner {
  readonly #deps: RunnerDeps
  readonly #bell: Bell
  readonly #stop = new AbortController()
  readonly #working = new Set<Promise<void>>()
  #loop: Promise<void> | undefined
  #prunedAt = 0
  /** One look at a time: two at once could each believe that nothing is ready. */
  #looking: Promise<void> = Promise.resolve()

  constructor(deps: RunnerDeps) {
    this.#deps = deps
    this.#bell = new Bell(deps.pollMs)
  }

  /** Looks again and again until `close`. */
  start(): void {
    this.#loop ??= this.#run()
  }

  /** Something is ready that this process knows of. */
  wake(): void {
    this.#bell.ring()
  }

  /** Does everything that is ready now, and resolves when nothing more is. */
  async settle(): Promise<void> {
    for (;;) {
      await this.#look()
      if (this.#working.size === 0) return
      await Promise.all(this.#working)
    }
  }

  /** Gives runs back and waits until none is worked on. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#loop
    await Promise.all(this.#working)
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await this.#look()
        await this.#prune()
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'schedules could not be looked at; trying again')
      }
      await this.#bell.wait(signal)
    }
  }

  #look(): Promise<void> {
    const look = this.#looking.then(() => this.#lookOnce())
    this.#looking = look.catch(() => {})
    return look
  }

  async #lookOnce(): Promise<void> {
    await this.#claimDue()
    while (this.#working.size < AT_ONCE_MAX && !this.#stop.signal.aborted) {
      const { record, newId, clock, leaseMs } = this.#deps
      const taken = await record.schedules.take(newId(), clock(), leaseMs)
      if (taken === undefined) return
      const work = workOn({ ...this.#deps, stopping: this.#stop.signal }, taken)
        .catch((error: unknown) =>
          this.#deps.log.warn({ err: error, run: taken.run.id }, 'a run is left to a later look'),
        )
        .finally(() => {
          this.#working.delete(work)
          // There may be more than fitted.
          this.wake()
        })
      this.#working.add(work)
    }
  }

  async #claimDue(): Promise<void> {
    const { record, clock } = this.#deps
    for (const schedule of await record.schedules.due(clock(), DUE_PAGE)) {
      try {
        await this.#claim(schedule)
      } catch (error) {
        if (error instanceof RecordError) throw error
        // A plan that cannot be read must not keep the others waiting.
        this.#deps.log.error(
          { err: error, schedule: schedule.id },
          'a schedule cannot be read and is stopped',
        )
        await record.schedules.stop(schedule.tenant, schedule.id, 'FAULT')
      }
    }
  }

  async #claim(schedule: ScheduleRecord): Promise<void> {
    const { record, clock, newId } = this.#deps
    const plan = planOf(schedule)
    const zone = plan.zone ?? (await record.tenants.zone(schedule.tenant))
    const run = dueRun(plan.when, zone, schedule.dueAt ?? clock(), clock())
    await record.schedules.claim(
      {
        id: newId(),
        schedule: schedule.id,
        export: newId(),
        dueAt: run.at,
        missed: run.missed,
        ...(plan.period === 'schedule' ? { covers: run.period } : {}),
      },
      schedule,
      run.nextAt,
    )
  }

  async #prune(): Promise<void> {
    const now = this.#deps.clock()
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return
    this.#prunedAt = now
    await this.#deps.record.schedules.prune(now)
  }
}
