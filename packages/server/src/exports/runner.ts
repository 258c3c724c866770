/**
 * Works on the exports of this and other processes, a bounded number at once, and keeps their disk tidy.
 * A job is held by a lease that is renewed while it runs; who loses it stops, and what it wrote is of no effect.
 */
import type { ClaimedExport, Log } from '@daybook/record'

import { assembleInThread } from './assemble/thread.ts'
import type { Bell } from './bell.ts'
import { ExportJobError, failureOf, verdictOn } from './failure.ts'
import { removeFiles } from './files.ts'
import { ExportJob, IndexBehind, type JobDeps, JobLost } from './job.ts'
import { sweepFiles } from './sweep.ts'
import type { ExportFailure } from './types.ts'
import type { JsonObject } from '@daybook/event'
import { pathsOf } from './paths.ts'
import { requestOf } from './view.ts'

/** How long a job waits for an engine that was away: longer each time, about an hour in all. */
const AGAIN_MS = 5_000
const AGAIN_MS_MAX = 5 * 60_000
/** How long a job lets others go first while the index has not got to its entry. */
const BEHIND_MS = 2_000
const SWEEP_EVERY_MS = 10 * 60_000

export interface RunnerDeps extends Omit<JobDeps, 'assemble' | 'changed'> {
  /** Names this process at the leases: see Followers. */
  owner: string
  bell: Bell
  log: Log
}

interface Running {
  abort: AbortController
  ended: Promise<void>
}

export class ExportRunner {
  readonly #deps: RunnerDeps
  readonly #running = new Map<string, Running>()
  readonly #stop = new AbortController()
  #loop: Promise<void> = Promise.resolve()
  #sweptAt = -Infinity

  constructor(deps: RunnerDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#loop = this.#work()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#deps.bell.ring()
    await this.#loop
    for (const { abort } of this.#running.values()) abort.abort(new JobLost('the server stops'))
    await Promise.all([...this.#running.values()].map(async ({ ended }) => ended))
  }

  async #work(): Promise<void> {
    const { bell, log } = this.#deps
    while (!this.#stop.signal.aborted) {
      try {
        await this.#tidy()
        while (await this.#takeOne());
      } catch (error) {
        log.warn({ err: error }, 'exports cannot be worked on now')
      }
      await bell.wait(this.#stop.signal)
    }
  }

  /** True when there may be more to take. */
  async #takeOne(): Promise<boolean> {
    const { record, owner, settings } = this.#deps
    if (this.#stop.signal.aborted || this.#running.size >= settings.runningMax) return false
    const busy = [...this.#running.keys()]
    const row = await record.exports.claim(owner, settings.leaseMs, busy, settings.runningPerTenantMax)
    if (row === undefined) return false
    const abort = new AbortController()
    const ended = this.#run(row, abort).finally(() => {
      // Cancelled and asked for again it may run again already, before the run that lost it has ended.
      if (this.#running.get(row.id)?.abort === abort) this.#running.delete(row.id)
      this.#deps.bell.ring()
    })
    this.#running.set(row.id, { abort, ended })
    return true
  }

  async #run(row: ClaimedExport, abort: AbortController): Promise<void> {
    const { bell, log, settings } = this.#deps
    const lease = setInterval(() => void this.#renew(row, abort), settings.leaseMs / 3)
    bell.ring()
    try {
      if (row.claims > settings.claimsMax) throw new ExportJobError('EXPORT_GAVE_UP')
      const deps = { ...this.#deps, assemble: assembleInThread, changed: () => bell.ring() }
      await new ExportJob(deps, row, abort.signal).run()
    } catch (error) {
      await this.#ended(row, abort, error).catch((problem: unknown) =>
        log.error({ err: problem, export: row.id }, 'an export cannot be ended; its lease will end'),
      )
    } finally {
      clearInterval(lease)
    }
  }

  async #ended(row: ClaimedExport, abort: AbortController, error: unknown): Promise<void> {
    const { record, entries, clock, log, settings } = this.#deps
    // Neither a stop nor what takes its time is the job's fault: it does not count.
    if (this.#stop.signal.aborted) return record.exports.release(row.id, row.epoch, 0, false)
    if (error instanceof JobLost || abort.signal.aborted) return this.#removeUnlessAnothers(row)
    if (error instanceof IndexBehind) return record.exports.release(row.id, row.epoch, BEHIND_MS, false)
    const verdict = verdictOn(error)
    log.warn({ err: error, export: row.id, again: verdict.again }, 'an export did not end well')
    if (verdict.again && row.claims < settings.claimsMax)
      return record.exports.release(row.id, row.epoch, againMs(row.claims), true)
    const failure = verdict.again ? failureOf(verdict.code) : verdict.failure
    const at = clock()
    await entries.failed(row, failure, at)
    await record.exports.fail(row.id, row.epoch, asJson(failure), at)
    await removeFiles(pathsOf(settings.directory, row.id, requestOf(row).format).directory)
  }

  /**
   * After a takeover the files are the other's. After a cancellation our own go at once, and no more: asked for again in
   * this moment, it may be made already by somebody else. The rest goes with the sweep.
   */
  async #removeUnlessAnothers(row: ClaimedExport): Promise<void> {
    const { record, settings } = this.#deps
    const now = await record.exports.find(row.tenant, row.id)
    if (now !== undefined && ['queued', 'running', 'ready'].includes(now.state)) return
    const paths = pathsOf(settings.directory, row.id, requestOf(row).format)
    for (const path of [paths.rows(row.epoch), paths.unfinished(row.epoch)]) await removeFiles(path)
  }

  async #renew(row: ClaimedExport, abort: AbortController): Promise<void> {
    try {
      const held = await this.#deps.record.exports.renew(row.id, row.epoch, this.#deps.settings.leaseMs)
      if (!held) abort.abort(new JobLost('the export is no longer ours'))
    } catch (error) {
      this.#deps.log.warn({ err: error, export: row.id }, 'the lease of an export was not renewed')
    }
  }

  /** Expired ones lose their files at once; what nobody can ask for any more goes with the sweep. */
  async #tidy(): Promise<void> {
    const { record, clock, settings, log } = this.#deps
    const expired = await record.exports.expire(clock(), 100)
    for (const id of expired) await removeFiles(pathsOf(settings.directory, id, 'csv').directory)
    if (performance.now() - this.#sweptAt < SWEEP_EVERY_MS) return
    this.#sweptAt = performance.now()
    const swept = await sweepFiles(record, settings.directory)
    if (swept > 0) log.info({ exports: swept }, 'files of exports that are gone were removed')
  }
}

function againMs(claims: number): number {
  return Math.min(AGAIN_MS * 2 ** (claims - 1), AGAIN_MS_MAX)
}

function asJson(failure: ExportFailure): JsonObject {
  return { ...failure }
}
