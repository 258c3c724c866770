/**
 * What people and machines do with schedules; running them is the runner's.
 * A schedule is its maker's: administrators see, pause and remove those of others, but change and run none, since it
 * runs with its maker's rights. For everybody else it is not there.
 */
import type { CsvOptions, ExportFormat } from '@daybook/query'
import type { EventRecord, ScheduleRecord, ScheduleRun } from '@daybook/record'

import { type PostDeps, webhookProblem } from '../deliver/guarded-post.ts'
import type { Mailer } from '../deliver/mail.ts'
import { domainOf, isMailAddress } from '../deliver/mail-address.ts'
import { sendWebhook } from '../deliver/webhook.ts'
import { DeliveryError } from '../deliver/outcome.ts'
import { ServerError } from '../errors.ts'
import type { Exports } from '../exports/index.ts'
import type { Identity } from '../http/context.ts'
import type { ScheduleEntries } from './entries.ts'
import { testHtml, testText } from './message.ts'
import { type Delivery, planJson, planOf, requestFor, type SchedulePlan } from './plan.ts'
import { isLocalTime, isZone, latestDue, nextDue, type Timetable } from './timetable.ts'
import type { WebhookSecrets } from './webhook-secrets.ts'

export const RECIPIENTS_MAX = 20
/** Test messages of one tenant in a minute. */
const TESTS_PER_MINUTE = 6
const MINUTE = 60_000
/** How long the secret before the newest goes on signing. */
export const OLD_SECRET_MS = 24 * 60 * MINUTE

/** A schedule as it is asked for. */
export interface ScheduleInput {
  name: string
  source: SchedulePlan['source']
  format: ExportFormat
  csv?: CsvOptions
  when: Timetable
  zone?: string
  period: SchedulePlan['period']
  delivery: Delivery
}

export interface Kept {
  schedule: ScheduleRecord
  plan: SchedulePlan
  /** the zone whose wall clock it follows */
  zone: string
  lastRun?: ScheduleRun
}

export interface ServiceDeps {
  record: EventRecord
  exports: Exports
  entries: ScheduleEntries
  mailer?: Mailer
  post: PostDeps
  clock: () => number
  newId: () => string
  secrets: WebhookSecrets
  /** a run is ready */
  wake: () => void
}

export class ScheduleService {
  readonly #deps: ServiceDeps
  readonly #tests = new Map<number, number[]>()

  constructor(deps: ServiceDeps) {
    this.#deps = deps
  }

  /** `secret` is of a webhook, and is in this answer and nowhere else. Throws INVALID_BODY, LIMIT_REACHED, DELIVERY_UNAVAILABLE. */
  async create(identity: Identity, input: ScheduleInput): Promise<Kept & { secret?: string }> {
    const { record, clock, newId, secrets, entries } = this.#deps
    const plan = await this.#check(identity, input, newId())
    const zone = await this.#zoneOf(plan, identity.tenant.id)
    const drawn = plan.delivery.by === 'webhook' ? secrets.draw() : undefined
    const schedule = await record.schedules.create(
      identity.tenant.id,
      identity.subject,
      { name: input.name, plan: planJson(plan) },
      {
        dueAt: nextDue(plan.when, zone, clock()).at,
        ...(drawn === undefined ? {} : { seal: drawn.seal }),
      },
    )
    await entries.created(schedule)
    this.#deps.wake()
    return { schedule, plan, zone, ...(drawn === undefined ? {} : { secret: drawn.secret }) }
  }

  async list(identity: Identity): Promise<Kept[]> {
    const all = await this.#deps.record.schedules.list(identity.tenant.id)
    return Promise.all(all.filter(one => sees(identity, one)).map(one => this.#kept(one)))
  }

  async find(identity: Identity, id: string): Promise<Kept> {
    return this.#kept(await this.#visible(identity, id))
  }

  /** `secret`: it delivers to a webhook now and had none. */
  async update(identity: Identity, id: string, input: ScheduleInput): Promise<Kept & { secret?: string }> {
    const { record, clock, entries } = this.#deps
    const old = await this.#own(identity, id)
    const plan = await this.#check(identity, input, planOf(old).seed)
    const zone = await this.#zoneOf(plan, old.tenant)
    await entries.changed(old, { name: input.name, plan }, clock())
    const dueAt = nextDue(plan.when, zone, clock()).at
    const changed = await record.schedules.update(
      old.tenant,
      id,
      { name: input.name, plan: planJson(plan) },
      dueAt,
    )
    if (changed === undefined) throw new ServerError('NOT_FOUND')
    // A secret belongs to an address: another receiver must not know the first one's.
    const moved = plan.delivery.by === 'webhook' && !sameAddress(planOf(old).delivery, plan.delivery)
    const secret = moved ? await this.#deps.secrets.add(id, 0) : undefined
    this.#deps.wake()
    return { ...(await this.#kept(changed)), ...(secret === undefined ? {} : { secret }) }
  }

  async pause(identity: Identity, id: string): Promise<Kept> {
    const schedule = await this.#visible(identity, id)
    await this.#deps.entries.done(schedule, 'Pause', identity.subject, this.#deps.clock())
    return this.#changed(await this.#deps.record.schedules.pause(schedule.tenant, id))
  }

  /** Also one that Daybook has stopped. */
  async resume(identity: Identity, id: string): Promise<Kept> {
    const schedule = await this.#own(identity, id)
    const { record, clock, entries } = this.#deps
    const plan = planOf(schedule)
    const zone = await this.#zoneOf(plan, schedule.tenant)
    await entries.done(schedule, 'Resume', identity.subject, clock())
    const dueAt = nextDue(plan.when, zone, clock()).at
    return this.#changed(await record.schedules.resume(schedule.tenant, id, dueAt))
  }

  async remove(identity: Identity, id: string): Promise<void> {
    const schedule = await this.#visible(identity, id)
    await this.#deps.entries.done(schedule, 'Delete', identity.subject, this.#deps.clock())
    await this.#deps.record.schedules.remove(schedule.tenant, id)
  }

  /** One run now, of the last full period. Throws LIMIT_REACHED. */
  async run(identity: Identity, id: string): Promise<ScheduleRun> {
    const { record, clock, newId, entries } = this.#deps
    const schedule = await this.#own(identity, id)
    const plan = planOf(schedule)
    const zone = await this.#zoneOf(plan, schedule.tenant)
    await entries.done(schedule, 'Run', identity.subject, clock())
    const covers = plan.period === 'schedule' ? { covers: latestDue(plan.when, zone, clock()).period } : {}
    const asked = { id: newId(), schedule: id, export: newId(), dueAt: clock(), missed: 0, ...covers }
    const run = await record.schedules.ask(schedule.tenant, asked)
    this.#deps.wake()
    return run
  }

  async runs(identity: Identity, id: string, limit: number): Promise<ScheduleRun[]> {
    const schedule = await this.#visible(identity, id)
    return this.#deps.record.schedules.runs(schedule.tenant, id, limit)
  }

  /** Another secret; the one before it goes on signing beside it for OLD_SECRET_MS. */
  async rotateSecret(identity: Identity, id: string): Promise<{ secret: string; oldUntil: number }> {
    const { clock, entries, secrets } = this.#deps
    const schedule = await this.#own(identity, id)
    if (planOf(schedule).delivery.by !== 'webhook')
      throw new ServerError('INVALID_BODY', {
        detail: 'Only schedules that deliver to a webhook have a secret.',
      })
    secrets.check()
    const now = clock()
    await entries.done(schedule, 'Change secret of', identity.subject, now)
    return { secret: await secrets.add(id, now + OLD_SECRET_MS), oldUntil: now + OLD_SECRET_MS }
  }

  /** Sends a message without a report. Resolves with what went wrong, if anything did. Throws OVERLOADED. */
  async test(identity: Identity, id: string): Promise<DeliveryError | undefined> {
    const { clock, entries, newId } = this.#deps
    const schedule = await this.#own(identity, id)
    this.#countTest(schedule.tenant)
    await entries.done(schedule, 'Test', identity.subject, clock())
    try {
      await this.#sendTest(schedule, newId())
      return undefined
    } catch (error) {
      if (error instanceof DeliveryError) return error
      throw error
    }
  }

  async #sendTest(schedule: ScheduleRecord, id: string): Promise<void> {
    const { mailer, post, clock } = this.#deps
    const { delivery } = planOf(schedule)
    const about = { schedule: { id: schedule.id, name: schedule.name } }
    if (delivery.by === 'webhook') {
      const secrets = await this.#deps.secrets.good(schedule.id)
      const timestamp = new Date(clock()).toISOString()
      const body = JSON.stringify({ type: 'schedule.test', timestamp, data: about })
      return sendWebhook({ id: `test_${id}`, url: delivery.url, body, secrets }, { ...post, clock })
    }
    if (mailer === undefined) throw new DeliveryError('MAIL_OFF')
    const answer = await mailer.send({
      id: mailer.messageId(`test-${id}`),
      to: delivery.to,
      sendTo: delivery.to,
      subject: `Test: ${schedule.name}`.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' '),
      text: testText(schedule.name),
      html: testHtml(schedule.name),
    })
    const [refused] = [...answer.refused, ...answer.deferred]
    if (refused !== undefined)
      throw new DeliveryError('MAIL_REFUSED', { text: `${refused.address}: ${refused.answer}` })
  }

  #countTest(tenant: number): void {
    const now = this.#deps.clock()
    const recent = (this.#tests.get(tenant) ?? []).filter(at => at > now - MINUTE)
    const [first = now] = recent
    if (recent.length >= TESTS_PER_MINUTE)
      throw new ServerError('TOO_MANY_TESTS', { retryAfterMs: first + MINUTE - now })
    this.#tests.set(tenant, [...recent, now])
  }

  /** The plan, when everything in it can be done by this identity on this server. */
  async #check(identity: Identity, input: ScheduleInput, seed: string): Promise<SchedulePlan> {
    const { name: _, ...rest } = input
    const plan: SchedulePlan = { ...rest, seed }
    const { when, zone, delivery } = plan
    if (!isLocalTime(when.at)) throw refused('/when/at', 'is a local time such as 07:30')
    if (zone !== undefined && !isZone(zone))
      throw refused('/zone', 'is no time zone; write a name such as Europe/Lisbon')
    if (delivery.by === 'mail') this.#checkMail(delivery.to)
    else {
      const problem = webhookProblem(delivery.url, this.#deps.post.reachable)
      if (problem !== undefined) throw refused('/delivery/url', problem)
      this.#deps.secrets.check()
    }
    const { tenant, subject } = identity
    const view = 'view' in plan.source ? await this.#view(tenant.id, subject, plan.source.view) : undefined
    const at = this.#deps.clock()
    const request = requestFor(plan, view, { zone: zone ?? 'UTC', covers: undefined, at })
    this.#deps.exports.check(identity, request)
    return plan
  }

  #checkMail(to: readonly string[]): void {
    const { mailer } = this.#deps
    if (mailer === undefined)
      throw new ServerError('DELIVERY_UNAVAILABLE', {
        detail: 'No mail server is set (DAYBOOK_SMTP_URL).',
        members: { reason: 'mail' },
      })
    const wrong = to.find(address => !isMailAddress(address))
    if (wrong !== undefined)
      throw refused(
        '/delivery/to',
        `holds ${JSON.stringify(wrong.slice(0, 100))}, which is no plain address`,
        { reason: 'mailAddress', address: wrong.slice(0, 100) },
      )
    const { domains } = mailer.settings
    const foreign = domains && to.find(address => !domains.includes(domainOf(address)))
    if (foreign !== undefined)
      throw refused(
        '/delivery/to',
        `holds ${foreign}, but this server sends only to ${domains?.join(', ')}`,
        {
          reason: 'mailDomain',
          address: foreign,
          domains: (domains ?? []).join(', '),
        },
      )
  }

  async #view(tenant: number, subject: string, id: string): Promise<{ report: string; query: string }> {
    const view = await this.#deps.record.views.find(tenant, id)
    if (view !== undefined && (view.shared || view.owner === subject)) return view
    throw refused('/view', 'is no view that you can see')
  }

  async #zoneOf(plan: SchedulePlan, tenant: number): Promise<string> {
    return plan.zone ?? (await this.#deps.record.tenants.zone(tenant))
  }

  async #kept(schedule: ScheduleRecord): Promise<Kept> {
    const plan = planOf(schedule)
    const [lastRun] = await this.#deps.record.schedules.runs(schedule.tenant, schedule.id, 1)
    const zone = await this.#zoneOf(plan, schedule.tenant)
    return { schedule, plan, zone, ...(lastRun === undefined ? {} : { lastRun }) }
  }

  async #changed(schedule: ScheduleRecord | undefined): Promise<Kept> {
    if (schedule === undefined) throw new ServerError('NOT_FOUND')
    this.#deps.wake()
    return this.#kept(schedule)
  }

  /** Throws NOT_FOUND for what is not there and for what is not to be seen alike. */
  async #visible(identity: Identity, id: string): Promise<ScheduleRecord> {
    const schedule = await this.#deps.record.schedules.find(identity.tenant.id, id)
    if (schedule !== undefined && sees(identity, schedule)) return schedule
    throw new ServerError('NOT_FOUND')
  }

  async #own(identity: Identity, id: string): Promise<ScheduleRecord> {
    const schedule = await this.#visible(identity, id)
    if (schedule.owner === identity.subject) return schedule
    throw new ServerError('FORBIDDEN', {
      detail: 'It runs with the rights of whoever made it: only they change or run it.',
      members: { reason: 'maker' },
    })
  }
}

function sees({ subject, scopes }: Identity, { owner }: ScheduleRecord): boolean {
  return owner === subject || scopes.includes('admin')
}

function sameAddress(a: Delivery, b: Delivery): boolean {
  return a.by === 'webhook' && b.by === 'webhook' && a.url === b.url
}

function refused(place: string, message: string, members: Record<string, string> = {}): ServerError {
  return new ServerError('INVALID_BODY', { detail: `${place} ${message}.`, members })
}
