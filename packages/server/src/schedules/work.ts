/**
 * The life of one run, step by step. What a crash after each step leaves, and who repairs it:
 *
 *   1. claim     the time that came is a run, and the schedule is moved on, in one transaction     → any server takes the run
 *   2. export    the job is in the record under the id that the run was born with                  → made again it is the same job
 *   3. attempt   the attempt is counted before anything leaves, so crashes cannot repeat for ever  → it counts as one that failed
 *   4. send      the other side may have the message, and we do not know                           → sent again under the same id
 *   5. finish    the end is recorded, and the schedule counts it                                   → only the entry is missing
 *   6. entry     the tenant's record tells of it, made from what 5 recorded                        → told again it is the same entry
 *
 * So no run is lost, and one is sent twice only when it was cut between 4 and 5: a webhook's receiver recognises it by
 * `webhook-id`, a mail server or reader by `Message-ID`. Nothing more can be promised over SMTP.
 * Whoever works on a run holds a lease; when it is lost, no step of the loser changes anything.
 */
import { readFile } from 'node:fs/promises'

import { type EventRecord, RecordError, type RunStep, type TakenRun } from '@daybook/record'
import { QueryError } from '@daybook/query'
import { ReportError } from '@daybook/report'

import { DeliveryError } from '../deliver/outcome.ts'
import type { Mailer } from '../deliver/mail.ts'
import type { PostDeps } from '../deliver/guarded-post.ts'
import { sendWebhook } from '../deliver/webhook.ts'
import { ServerError } from '../errors.ts'
import type { ExportOwner, Exports, ExportView, Manifest } from '../exports/index.ts'
import { mayRead } from '../exports/rights.ts'
import type { ScheduleEntries } from './entries.ts'
import { ATTEMPTS_MAX, FAILURES_MAX, RETRY_AFTER_MS, RunError, type ScheduleFailure } from './failures.ts'
import { mailHtml, mailText, type Sent, subjectOf, webhookBody } from './message.ts'
import { planOf, requestFor, type SchedulePlan } from './plan.ts'
import { progressJson, progressOf, type RunProgress } from './progress.ts'
import type { WebhookSecrets } from './webhook-secrets.ts'

/** A file up to this size goes with the message; above it, a link does. */
export const ATTACHMENT_BYTES_MAX = 5 * 1024 * 1024
/** Times that something may fail on our side before the run is given up. */
const FAULTS_MAX = 5
const FAULT_WAIT_MS = 60_000

export interface WorkDeps {
  record: EventRecord
  exports: Exports
  entries: ScheduleEntries
  /** none: no mail server is set */
  mailer?: Mailer
  post: PostDeps
  secrets: WebhookSecrets
  clock: () => number
  /** where people reach the server, without a trailing slash */
  url: () => string
  /** how long a run is kept by whoever shows no sign of life */
  leaseMs: number
  attachmentBytesMax: number
  /** Aborted when the server stops: the run is given back. */
  stopping: AbortSignal
  log: { warn(object: object, message: string): void; error(object: object, message: string): void }
  observe: (state: string) => void
}

/** Works on a run until it is at its end, or has to wait. Throws what the record throws when it is away. */
export async function workOn(deps: WorkDeps, taken: TakenRun): Promise<void> {
  try {
    await new Work(deps, taken).run()
  } catch (error) {
    // Somebody else has it by now, and does what is left.
    if (error instanceof RecordError && error.code === 'LEASE_LOST') return
    throw error
  }
}

class Work {
  readonly #deps: WorkDeps
  readonly #taken: TakenRun
  readonly #plan: SchedulePlan
  readonly #owner: ExportOwner
  #step: RunStep
  #progress: RunProgress
  #zone = 'UTC'

  constructor(deps: WorkDeps, taken: TakenRun) {
    const { run, schedule } = taken
    this.#deps = deps
    this.#taken = taken
    this.#plan = planOf(schedule)
    this.#owner = { tenant: { id: run.tenant, name: '' }, subject: schedule.owner }
    this.#progress = progressOf(run)
    this.#step = {
      state: run.state,
      attempts: run.attempts,
      readyAt: run.readyAt,
      ...(run.failure === undefined ? {} : { failure: run.failure }),
      ...(run.detail === undefined ? {} : { detail: run.detail }),
      progress: run.progress,
    }
  }

  async run(): Promise<void> {
    const { run } = this.#taken
    if (run.finishedAt !== undefined) return this.#enter()
    try {
      await this.#deliver()
    } catch (error) {
      if (this.#deps.stopping.aborted && !(error instanceof RecordError))
        return this.#pause(this.#deps.clock())
      const failure = toRunError(error)
      if (failure === undefined) throw error
      if (failure.code === 'FAULT')
        this.#deps.log.error({ err: error, run: run.id }, 'a scheduled report failed')
      await this.#failed(failure)
    }
  }

  async #deliver(): Promise<void> {
    const { run, schedule } = this.#taken
    if (schedule.removed) return this.#finish('dropped')
    await this.#checkRights()
    if (run.cause === 'due' && schedule.state !== 'active') return this.#finish('dropped')
    this.#zone = this.#plan.zone ?? (await this.#deps.record.tenants.zone(run.tenant))
    // Its making is on record before anything of it leaves, also where a crash kept it from being told then.
    await this.#deps.entries.created(schedule)
    const manifest = await this.#export()
    if (manifest === undefined) await this.#pause(this.#deps.clock())
    else await this.#send(manifest)
  }

  async #checkRights(): Promise<void> {
    const { schedule } = this.#taken
    const { record } = this.#deps
    if (!(await mayRead(record, schedule.tenant, schedule.owner)))
      throw new RunError('RIGHT_LOST', { stops: true })
  }

  /** Asks for the file, or for what became of it. Undefined: it is not there yet. */
  async #export(): Promise<Manifest | undefined> {
    const { exports } = this.#deps
    const { run } = this.#taken
    if (run.state === 'waiting') {
      const zone = this.#zone
      const request = requestFor(this.#plan, await this.#view(), { zone, covers: run.covers, at: run.dueAt })
      await exports.create(this.#owner, request, this.#taken.schedule.name, run.export)
      await this.#remember({ state: 'exporting' })
    }
    const settled = await this.#settled()
    if (settled === undefined) return undefined
    if (settled.state !== 'ready') await this.#exportAgain(settled)
    const manifest = await exports.manifest(this.#owner, run.export)
    const { bytes, sha256, format } = manifest.file
    this.#progress = {
      ...this.#progress,
      rows: manifest.rows,
      bytes,
      sha256,
      format,
      linkUntil: manifest.expiresAt,
    }
    return manifest
  }

  /** undefined: the plan holds a report itself. Throws VIEW_GONE. */
  async #view(): Promise<{ report: string; query: string } | undefined> {
    const { source } = this.#plan
    if (!('view' in source)) return undefined
    const { tenant, owner } = this.#taken.schedule
    const view = await this.#deps.record.views.find(tenant, source.view)
    if (view === undefined || !(view.shared || view.owner === owner))
      throw new RunError('VIEW_GONE', { stops: true })
    return view
  }

  /** Undefined: not yet. Whoever waits long gives its place to others and comes back, so that large files of one tenant hold up nobody. */
  async #settled(): Promise<ExportView | undefined> {
    const { exports, leaseMs, stopping } = this.#deps
    const patience = AbortSignal.timeout(leaseMs / 3)
    const waiting = exports.settled(
      this.#owner,
      this.#taken.run.export,
      AbortSignal.any([stopping, patience]),
    )
    const view = await waiting.catch((error: unknown) => {
      if (patience.aborted && !stopping.aborted) return 'still' as const
      throw error
    })
    if (view === undefined) throw new RunError('EXPORT_REMOVED')
    return view === 'still' ? undefined : view
  }

  async #exportAgain({ state, failure }: ExportView): Promise<never> {
    if (state === 'cancelled') throw new RunError('EXPORT_REMOVED')
    if (failure?.code === 'EXPORT_NOT_ALLOWED') throw new RunError('RIGHT_LOST', { stops: true })
    if (failure?.again === false) throw new RunError('EXPORT_FAILED', { text: failure.detail, again: false })
    if (this.#step.attempts + 1 < ATTEMPTS_MAX)
      await this.#deps.exports.retry(this.#owner, this.#taken.run.export)
    throw new RunError('EXPORT_FAILED', failure === undefined ? {} : { text: failure.detail })
  }

  async #send(manifest: Manifest): Promise<void> {
    await this.#remember({ state: 'sending', attempts: this.#step.attempts + 1 })
    if (this.#plan.delivery.by === 'mail') await this.#mail(manifest)
    else await this.#webhook(manifest)
  }

  async #mail(manifest: Manifest): Promise<void> {
    const { mailer, exports, attachmentBytesMax } = this.#deps
    const { delivery } = this.#plan
    const { run } = this.#taken
    if (delivery.by !== 'mail') return
    if (mailer === undefined) throw new DeliveryError('MAIL_OFF')
    const told = new Set([...this.#progress.sentTo, ...this.#progress.refused.map(({ address }) => address)])
    const sendTo = delivery.to.filter(address => !told.has(address))
    if (sendTo.length > 0) {
      const attached = delivery.attach && manifest.file.bytes <= attachmentBytesMax
      const sent = this.#sent(manifest, attached)
      // Also the entry that the file has left.
      const file = attached ? await exports.download(this.#owner, run.export) : undefined
      const mail = {
        id: mailer.messageId(run.id),
        to: delivery.to,
        sendTo,
        subject: subjectOf(sent),
        text: mailText(sent),
        html: mailHtml(sent),
        ...(file === undefined
          ? {}
          : { attachment: { name: file.name, type: file.mediaType, content: await readFile(file.path) } }),
      }
      const answer = await this.#keeping(() => mailer.send(mail))
      this.#progress = {
        ...this.#progress,
        sentTo: [...this.#progress.sentTo, ...answer.accepted],
        refused: [...this.#progress.refused, ...answer.refused],
      }
      const [later] = answer.deferred
      if (later !== undefined)
        throw new DeliveryError('MAIL_DEFERRED', { text: `${later.address}: ${later.answer}` })
    }
    const [refused] = this.#progress.refused
    await this.#finish(
      'delivered',
      refused && new DeliveryError('MAIL_REFUSED', { text: `${refused.address}: ${refused.answer}` }),
    )
  }

  async #webhook(manifest: Manifest): Promise<void> {
    const { delivery } = this.#plan
    const { secrets: kept, post, clock } = this.#deps
    if (delivery.by !== 'webhook') return
    const { run, schedule } = this.#taken
    const secrets = await kept.good(schedule.id)
    const body = webhookBody(this.#sent(manifest, false))
    const message = { id: `run_${run.id}`, url: delivery.url, body, secrets }
    await this.#keeping(() => sendWebhook(message, { ...post, clock }))
    this.#progress = { ...this.#progress, sentTo: [delivery.url] }
    await this.#finish('delivered')
  }

  #sent(manifest: Manifest, attached: boolean): Sent {
    const { run, schedule } = this.#taken
    const url = this.#deps.url()
    return {
      run: run.id,
      schedule: { id: schedule.id, name: schedule.name },
      tenant: manifest.tenant,
      manifest,
      ...(run.covers === undefined ? {} : { covers: run.covers }),
      missed: run.missed,
      dueAt: run.dueAt,
      zone: this.#zone,
      attached,
      links: { page: `${url}/exports?id=${run.export}`, file: `${url}/v1/exports/${run.export}/file` },
    }
  }

  async #failed(failure: RunError | DeliveryError): Promise<void> {
    const { run, schedule } = this.#taken
    const { clock, entries, record } = this.#deps
    // Of a message the attempt was counted before it was sent.
    const attempts = this.#step.attempts + (this.#step.state === 'sending' ? 0 : 1)
    this.#step = { ...this.#step, attempts }
    if (failure.code === 'FAULT') {
      this.#progress = { ...this.#progress, faults: this.#progress.faults + 1 }
      if (this.#progress.faults < FAULTS_MAX) return this.#pause(clock() + FAULT_WAIT_MS, failure)
    } else if (failure.again && attempts < ATTEMPTS_MAX) {
      return this.#pause(clock() + (RETRY_AFTER_MS[attempts - 1] ?? 0), failure)
    }
    const stops = failure instanceof RunError && failure.stops ? failure.code : this.#stopsFor(failure)
    if (stops !== undefined && schedule.state === 'active') {
      await entries.stopped(schedule, run, stops, clock())
      await record.schedules.stop(schedule.tenant, schedule.id, stops)
    }
    const reached = this.#progress.sentTo.length > 0
    await this.#finish(reached ? 'delivered' : 'failed', failure)
  }

  /** Why the schedule cannot go on after this, if it cannot. */
  #stopsFor(failure: RunError | DeliveryError): ScheduleFailure | undefined {
    if (failure.code === 'WEBHOOK_GONE') return failure.code
    return this.#taken.schedule.failures + 1 >= FAILURES_MAX && this.#progress.sentTo.length === 0
      ? 'KEEPS_FAILING'
      : undefined
  }

  /** Keeps the run while something takes its time: nobody else may send beside us. */
  async #keeping<T>(work: () => Promise<T>): Promise<T> {
    let renewal = Promise.resolve()
    const renew = () => {
      renewal = renewal.then(() => this.#remember({})).catch(() => {})
    }
    const timer = setInterval(renew, this.#deps.leaseMs / 3)
    try {
      return await work()
    } finally {
      clearInterval(timer)
      await renewal
    }
  }

  async #remember(more: Partial<RunStep>): Promise<void> {
    this.#step = { ...this.#step, ...more, progress: progressJson(this.#progress) }
    await this.#taken.step(this.#step)
  }

  async #pause(readyAt: number, failure?: { code: string; message: string }): Promise<void> {
    const told = failure === undefined ? {} : { failure: failure.code, detail: failure.message }
    await this.#taken.pause({ ...this.#step, ...told, readyAt, progress: progressJson(this.#progress) })
  }

  async #finish(
    state: 'delivered' | 'failed' | 'dropped',
    failure?: { code: string; message: string },
  ): Promise<void> {
    await this.#taken.finish({
      state,
      at: this.#deps.clock(),
      ...(failure === undefined ? {} : { failure: failure.code, detail: failure.message }),
      progress: progressJson(this.#progress),
    })
    this.#deps.observe(state)
    await this.#enter()
  }

  /** From the record and not from memory: told again after a crash it must be the same. */
  async #enter(): Promise<void> {
    const { run, schedule } = this.#taken
    const ended = await this.#deps.record.schedules.run(run.tenant, run.id)
    if (ended !== undefined && ended.state !== 'dropped') await this.#deps.entries.ended(schedule, ended)
    await this.#taken.entered()
  }
}

/** undefined: the record is away, or the lease is lost; whoever comes later goes on. */
function toRunError(error: unknown): RunError | DeliveryError | undefined {
  if (error instanceof RunError || error instanceof DeliveryError) return error
  if (error instanceof RecordError && error.code === 'LIMIT_REACHED')
    return new RunError('EXPORTS_FULL', { cause: error })
  if (error instanceof RecordError) return undefined
  if (error instanceof ServerError && (error.code === 'INVALID_BODY' || error.code === 'INVALID_PARAMETER'))
    return new RunError('QUESTION_REFUSED', { text: error.detail ?? '', stops: true, cause: error })
  if (error instanceof QueryError || (error instanceof ReportError && error.status === 400))
    return new RunError('QUESTION_REFUSED', { text: error.message, stops: true, cause: error })
  if (error instanceof ServerError && (error.code === 'NOT_FOUND' || error.code === 'EXPORT_GONE'))
    return new RunError('EXPORT_REMOVED', { cause: error })
  if (error instanceof ServerError && error.code === 'FORBIDDEN')
    return new RunError('RIGHT_LOST', { stops: true })
  return new RunError('FAULT', { cause: error })
}
