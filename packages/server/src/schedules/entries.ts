/**
 * The entries of a tenant that tell of its schedules: made, changed, sent, not sent, stopped.
 * A change is told before it is made, a delivery as soon as it is known; told twice it is one entry.
 */
import type { Change, JsonObject } from '@daybook/event'
import type { ScheduleRecord, ScheduleRun } from '@daybook/record'

import { actorOf, DAYBOOK, type OwnEntries, type OwnEntry } from '../own-entries.ts'
import { planOf, type SchedulePlan } from './plan.ts'
import type { RunProgress } from './progress.ts'

type Told = Pick<OwnEntry, 'at' | 'activity' | 'category'> & Partial<OwnEntry>
type Schedule = Pick<ScheduleRecord, 'id' | 'tenant' | 'owner' | 'name' | 'plan'>

export class ScheduleEntries {
  readonly #own: OwnEntries

  constructor(own: OwnEntries) {
    this.#own = own
  }

  created(schedule: ScheduleRecord): Promise<void> {
    return this.#enter(schedule, ['created'], {
      at: schedule.createdAt,
      activity: 'Create schedule',
      category: 'create',
      actor: actorOf({ subject: schedule.owner }),
      changes: changesBetween(undefined, planOf(schedule)),
    })
  }

  changed(schedule: ScheduleRecord, to: { name: string; plan: SchedulePlan }, at: number): Promise<void> {
    const renamed = schedule.name === to.name ? [] : [{ attribute: 'name', old: schedule.name, new: to.name }]
    return this.#enter(schedule, ['changed', String(at)], {
      at,
      activity: 'Change schedule',
      category: 'update',
      actor: actorOf({ subject: schedule.owner }),
      changes: [...renamed, ...changesBetween(planOf(schedule), to.plan)],
    })
  }

  /** `what`: Pause, Resume, Delete, Test, Run … by `subject`. */
  done(schedule: ScheduleRecord, what: string, subject: string, at: number): Promise<void> {
    return this.#enter(schedule, [what, String(at)], {
      at,
      activity: `${what} schedule`,
      category: what === 'Delete' ? 'delete' : what === 'Test' || what === 'Run' ? 'share' : 'update',
      actor: actorOf({ subject }),
    })
  }

  /** `detail` says why, beside the code. */
  stopped(schedule: Schedule, run: ScheduleRun, reason: string, at: number): Promise<void> {
    return this.#enter(schedule, ['stopped', run.id, reason], {
      at,
      activity: 'Stop schedule',
      category: 'disable',
      actor: DAYBOOK,
      outcomeReason: reason,
      changes: [{ attribute: 'state', old: 'active', new: 'stopped' }],
    })
  }

  /** The end of a run, from what is recorded of it and nothing else: told again it is the same. */
  ended(schedule: Schedule, run: ScheduleRun): Promise<void> {
    const { sentTo, refused, rows, bytes, sha256, format } = run.progress as unknown as RunProgress
    const delivered = run.state === 'delivered'
    return this.#enter(schedule, ['ended', run.id], {
      at: run.finishedAt ?? run.createdAt,
      activity: 'Deliver report',
      category: 'share',
      actor: DAYBOOK,
      ...(delivered ? {} : { outcome: 'FAILURE', outcomeReason: run.detail ?? run.failure ?? '' }),
      metadata: defined({
        run: run.id,
        export: run.export,
        due: new Date(run.dueAt).toISOString(),
        from: run.covers && new Date(run.covers.from).toISOString(),
        to: run.covers && new Date(run.covers.to).toISOString(),
        attempts: run.attempts,
        code: run.failure,
        sentTo: sentTo.map(shownUrl),
        refused: refused.map(({ address }) => address),
        rows,
        bytes,
        sha256,
        format,
      }),
    })
  }

  async #enter(
    schedule: Schedule,
    key: readonly string[],
    told: Omit<Told, 'key' | 'entity'>,
  ): Promise<void> {
    const { id, name, tenant } = schedule
    await this.#own.enter(tenant, {
      actor: DAYBOOK,
      ...told,
      key: ['schedule', planOf(schedule).seed, id, ...key],
      entity: { type: 'Schedule', id, name },
    })
  }
}

/** What of a plan changed, by its parts. */
function changesBetween(old: SchedulePlan | undefined, now: SchedulePlan): Change[] {
  const before = old === undefined ? {} : partsOf(old)
  return Object.entries(partsOf(now)).flatMap(([attribute, value]): Change[] => {
    const was = before[attribute]
    if (JSON.stringify(was) === JSON.stringify(value)) return []
    return [
      {
        attribute,
        ...(was === undefined ? {} : { old: was }),
        ...(value === undefined ? {} : { new: value }),
      },
    ]
  })
}

function partsOf({
  source,
  format,
  csv,
  when,
  zone,
  period,
  delivery,
}: SchedulePlan): Record<string, JsonObject[string] | undefined> {
  const json = (value: unknown) => value as JsonObject[string] | undefined
  return {
    source: json(source),
    format,
    csv: json(csv),
    when: json(when),
    zone,
    period,
    delivery: delivery.by,
    recipients: delivery.by === 'mail' ? delivery.to : undefined,
    attach: delivery.by === 'mail' ? delivery.attach : undefined,
    address: delivery.by === 'webhook' ? shownUrl(delivery.url) : undefined,
  }
}

/** The path of a webhook is often a secret. */
function shownUrl(text: string): string {
  return /^https?:/.test(text) ? `${new URL(text).origin}/…` : text
}

function defined(members: Record<string, JsonObject[string] | undefined>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject
}
