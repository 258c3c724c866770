/**
 * What every route is built from, and who is asking.
 * Routes take engines, clock, ids and randomness from here and nowhere else.
 */
import type { EventRecord, Scope } from '@daybook/record'
import type { ReportIndex } from '@daybook/report'
import type { Logger } from 'pino'

import type { Exports } from '../exports/types.ts'
import type { Followers } from '../follow/index.ts'
import type { Masking } from '../masking.ts'
import type { Metrics } from '../metrics.ts'
import type { ScheduleService } from '../schedules/index.ts'
import type { Budget } from './body/budget.ts'
import type { TenantCatalogs } from './catalog/tenant-catalogs.ts'
import type { LiveLimits } from './live/stream.ts'
import type { Sessions } from './session/sessions.ts'
import type { Throttle } from './auth/throttle.ts'

/** Who is asking, whatever way they proved it. People and roles will fill the same shape. */
export interface Identity {
  tenant: { id: number; name: string }
  scopes: readonly Scope[]
  via: 'key' | 'session'
  /** Who owns what is made: `key:<id>`, or `session` until people sign in as themselves. */
  subject: string
}

export interface AppDeps {
  record: EventRecord
  index: ReportIndex
  followers: Followers
  metrics: Metrics
  log: Logger
  clock: () => number
  newId: () => string
  /** A short name for each request, for logs and problem documents. */
  requestName: () => string
  sessions: Sessions
  catalogs: TenantCatalogs
  /** What the asking may see of sensitive values. */
  masking: Masking
  exports: Exports
  schedules: ScheduleService
  throttle: Throttle
  /** Bytes of request bodies held in memory at once. */
  budget: Budget
  /** Aborted when the server begins to stop: nothing new is taken, what was taken is finished. */
  stopping: AbortSignal
  /** Of live streams, where they differ from the usual ones. */
  liveLimits?: Partial<LiveLimits>
  /** The built web application; absent when it was not built. */
  webDirectory?: string
}

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | undefined
  }
}
