/** Schedules, put together: what is asked of them, and what runs them. */
import type { EventRecord } from '@daybook/record'
import type { Logger } from 'pino'

import { Mailer, type MailSettings } from '../deliver/mail.ts'
import type { Lookup } from '../deliver/guarded-post.ts'
import { Reachable } from '../deliver/reachable.ts'
import type { Exports } from '../exports/index.ts'
import { OwnEntries } from '../own-entries.ts'
import type { SecretBox } from '../secret-box.ts'
import { ScheduleEntries } from './entries.ts'
import { ScheduleRunner } from './runner.ts'
import { ScheduleService } from './service.ts'
import { WebhookSecrets } from './webhook-secrets.ts'
import { ATTACHMENT_BYTES_MAX } from './work.ts'

export type { ScheduleService } from './service.ts'

export interface ScheduleSettings {
  /** how often times are looked for */
  pollMs: number
  /** how long a run is kept by a process that shows no sign of life */
  leaseMs: number
  attachmentBytesMax: number
  /** tells when times have come, where that is another than the server's */
  clock?: () => number
  /** PEM of authorities that mail servers and webhooks may have, beside the usual ones */
  ca?: string
  lookup?: Lookup
}

export const SCHEDULE_DEFAULTS: ScheduleSettings = {
  pollMs: 5_000,
  leaseMs: 60_000,
  attachmentBytesMax: ATTACHMENT_BYTES_MAX,
}

export interface SchedulesDeps {
  record: EventRecord
  exports: Exports
  clock: () => number
  newId: () => string
  randomBytes: (n: number) => Uint8Array
  /** what secrets of webhooks are sealed in */
  box: SecretBox
  log: Pick<Logger, 'warn' | 'error'>
  observe: (state: string) => void
  mail?: MailSettings
  /** networks that webhooks may reach although they are not public */
  webhookNetworks: readonly string[]
  url: () => string
  settings: ScheduleSettings
}

export interface Schedules {
  service: ScheduleService
  runner: ScheduleRunner
  secrets: WebhookSecrets
}

export function openSchedules(deps: SchedulesDeps): Schedules {
  const { ca, lookup, pollMs, leaseMs, attachmentBytesMax } = deps.settings
  const trusted = ca === undefined ? {} : { ca }
  const clock = deps.settings.clock ?? deps.clock
  const secrets = new WebhookSecrets({ ...deps, clock })
  const shared = {
    ...deps,
    clock,
    secrets,
    entries: new ScheduleEntries(new OwnEntries(deps.record)),
    post: {
      reachable: new Reachable(deps.webhookNetworks),
      ...trusted,
      ...(lookup === undefined ? {} : { lookup }),
    },
    ...(deps.mail === undefined ? {} : { mailer: new Mailer(deps.mail, trusted) }),
  }
  const runner = new ScheduleRunner({ ...shared, pollMs, leaseMs, attachmentBytesMax })
  return { runner, secrets, service: new ScheduleService({ ...shared, wake: () => runner.wake() }) }
}
