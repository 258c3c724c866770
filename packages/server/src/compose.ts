/**
 * Puts a server together: lock, record, index, followers, HTTP; and takes it apart in the opposite order.
 * This file and main alone construct engines. A start that fails leaves nothing open.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type EventRecord, openRecord, type RecordLimits, SCOPES } from '@daybook/record'
import { openIndex, type ReportIndex } from '@daybook/report'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { v7 } from 'uuid'

import type { ServerConfig } from './config.ts'
import { lockDataDirectory } from './data-lock.ts'
import {
  EXPORT_DEFAULTS,
  type Exports,
  type ExportsDeps,
  type ExportSettings,
  type ExportStep,
  openExports,
} from './exports/index.ts'
import { ensureKey, FIRST_TENANT } from './first-tenant.ts'
import { type Followers, type FollowOptions, startFollowers } from './follow/index.ts'
import { buildApp } from './http/app.ts'
import { Throttle } from './http/auth/throttle.ts'
import { Budget } from './http/body/budget.ts'
import { TenantCatalogs } from './http/catalog/tenant-catalogs.ts'
import type { LiveLimits } from './http/live/stream.ts'
import { Sessions } from './http/session/sessions.ts'
import { createLog } from './log.ts'
import { Masking } from './masking.ts'
import { Metrics } from './metrics.ts'
import { pooledRandomBytes, requestNames } from './randomness.ts'
import type { SecretBox } from './secret-box.ts'
import { openSecretBox } from './secret-keys.ts'
import { openSchedules, SCHEDULE_DEFAULTS, type Schedules, type ScheduleSettings } from './schedules/index.ts'

/** How long requests that were taken may go on once the server stops. */
const STOP_REQUESTS_MS_MAX = 15_000
const WEB_DIRECTORY = fileURLToPath(new URL('../../web/dist', import.meta.url))

export interface ServerDeps {
  clock: () => number
  randomBytes: (n: number) => Uint8Array
  newId: () => string
  log: Logger
  webDirectory: string
  recordLimits?: Partial<RecordLimits>
  followOptions?: Partial<FollowOptions>
  bodyBytesInMemoryMax?: number
  liveLimits?: Partial<LiveLimits>
  exportSettings?: Partial<ExportSettings>
  onExportStep?: (step: ExportStep) => void
  scheduleSettings?: Partial<ScheduleSettings>
}

export interface Engines {
  record: EventRecord
  index: ReportIndex
  /** Index, record, lock: in this order. */
  close(): Promise<void>
}

export interface RunningServer {
  /** Where it listens, or the public address of the configuration. */
  url: string
  /** Good for one sign-in as administrator of the first tenant. */
  signInUrl: string
  /** Of the first start only: the key that was made. It is nowhere else. */
  firstKey?: string
  app: FastifyInstance
  record: EventRecord
  index: ReportIndex
  followers: Followers
  exports: Exports
  schedules: Schedules
  /** Finishes what was taken, then closes everything. Safe to repeat. */
  close(): Promise<void>
}

/** Lock, record and index without HTTP: for a server's start, fsck and rebuild. */
export async function openEngines(
  config: ServerConfig,
  given: Partial<ServerDeps> = {},
  outdatedIndex: 'refuse' | 'replace' = 'refuse',
): Promise<Engines> {
  const deps = withDefaults(config, given)
  const undo = new Undo()
  try {
    if (config.record.kind === 'embedded' || config.index.kind === 'chdb')
      undo.add(await lockDataDirectory(config.dataDirectory))
    const { clock, newId, log } = deps
    // Both take most of the start and neither needs the other.
    const [record, index] = await bothOrNone(
      openRecord({
        engine: config.record,
        clock,
        randomBytes: deps.randomBytes,
        newId,
        log,
        ...(deps.recordLimits === undefined ? {} : { limits: deps.recordLimits }),
      }),
      openIndex({ engine: config.index, log, outdated: outdatedIndex }),
    )
    undo.add(() => record.close())
    undo.add(() => index.close())
    return { record, index, close: () => undo.run() }
  } catch (error) {
    await undo.run()
    throw error
  }
}

/** Resolves when requests are answered. */
export async function startServer(
  config: ServerConfig,
  given: Partial<ServerDeps> = {},
): Promise<RunningServer> {
  const deps = withDefaults(config, given)
  const undo = new Undo()
  try {
    const engines = await openEngines(config, deps)
    undo.add(() => engines.close())
    const { record, index } = engines
    const tenant = await record.tenants.ensure(FIRST_TENANT)

    const metrics = new Metrics()
    // An embedded record has one user at a time, so a restart may take its own leases back at once.
    const owner = config.record.kind === 'embedded' ? 'embedded' : deps.newId()
    const followers = await startFollowers({
      record,
      index,
      clock: deps.clock,
      newId: deps.newId,
      log: deps.log,
      observer: metrics.followerObserver,
      owner,
      ...(deps.followOptions === undefined ? {} : { options: deps.followOptions }),
    })
    undo.add(() => followers.close())
    metrics.watch(record, followers)

    const catalogs = new TenantCatalogs({ ...deps, record })
    const masking = new Masking(catalogs)
    const exports = exportsOf(config, deps, { record, index, masking, followers, owner })
    undo.add(() => exports.close())

    let url = config.publicUrl ?? ''
    const box = await openSecretBox(config.secrets, deps.randomBytes)
    const schedules = schedulesOf(config, deps, { record, exports, metrics, box, url: () => url })
    undo.add(() => schedules.runner.close())

    const stop = new AbortController()
    const sessions = new Sessions(deps)
    const app = await buildApp({
      record,
      index,
      followers,
      metrics,
      sessions,
      catalogs,
      masking,
      exports,
      schedules: schedules.service,
      log: deps.log,
      clock: deps.clock,
      newId: deps.newId,
      requestName: requestNames(deps.randomBytes),
      throttle: new Throttle(deps.clock),
      budget: new Budget(deps.bodyBytesInMemoryMax),
      stopping: stop.signal,
      ...(deps.liveLimits === undefined ? {} : { liveLimits: deps.liveLimits }),
      ...(existsSync(join(deps.webDirectory, 'index.html')) ? { webDirectory: deps.webDirectory } : {}),
    })
    undo.add(() => stopRequests(app, stop))
    const listening = await app.listen({ host: config.listen.host, port: config.listen.port })
    const key = await ensureKey(record, tenant, config.bootstrapKey)

    url = config.publicUrl ?? reachable(listening)
    await sealSecrets(schedules, deps.log)
    schedules.runner.start()
    const token = sessions.issueToken({
      tenant,
      scopes: [...SCOPES].filter(scope => scope !== 'ingest' && scope !== 'sensitive'),
      via: 'session',
      subject: 'session',
    })
    deps.log.info({ address: listening }, 'listening')
    return {
      url,
      signInUrl: `${url}/sign-in#${token}`,
      ...(key === undefined ? {} : { firstKey: key }),
      app,
      record,
      index,
      followers,
      exports,
      schedules,
      close: () => undo.run(),
    }
  } catch (error) {
    await undo.run()
    throw error
  }
}

function schedulesOf(
  config: ServerConfig,
  deps: ServerDeps,
  parts: { record: EventRecord; exports: Exports; metrics: Metrics; box: SecretBox; url: () => string },
): Schedules {
  const { metrics, ...rest } = parts
  metrics.watchSchedules(parts.record)
  return openSchedules({
    ...deps,
    ...rest,
    observe: state => metrics.scheduleRun(state),
    ...(config.mail === undefined ? {} : { mail: config.mail }),
    webhookNetworks: config.webhookNetworks,
    settings: { ...SCHEDULE_DEFAULTS, ...deps.scheduleSettings },
  })
}

/** A start does not fail for it: schedules that cannot sign say so themselves. */
async function sealSecrets({ secrets }: Schedules, log: Logger): Promise<void> {
  try {
    const { resealed, lost } = await secrets.reseal()
    if (resealed > 0) log.info({ secrets: resealed }, 'secrets of webhooks were sealed with the first key')
    if (lost > 0)
      log.error({ code: 'WEBHOOK_SECRET_LOST', secrets: lost }, 'no key here opens these secrets of webhooks')
  } catch (error) {
    log.warn({ err: error }, 'secrets of webhooks could not be looked at; the next start does')
  }
}

function exportsOf(
  config: ServerConfig,
  deps: ServerDeps,
  parts: Pick<ExportsDeps, 'record' | 'index' | 'masking' | 'followers' | 'owner'>,
): Exports {
  const exclusive = config.record.kind === 'embedded'
  return openExports({
    ...deps,
    ...parts,
    settings: { ...EXPORT_DEFAULTS, ...config.exports, exclusive, ...deps.exportSettings },
    ...(deps.onExportStep === undefined ? {} : { onStep: deps.onExportStep }),
  })
}

/** Takes no new connection or request, waits for those that were taken, and cuts those that take too long. */
async function stopRequests(app: FastifyInstance, stop: AbortController): Promise<void> {
  stop.abort()
  const idle = setInterval(() => app.server.closeIdleConnections(), 50)
  const late = setTimeout(() => app.server.closeAllConnections(), STOP_REQUESTS_MS_MAX)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(late)
  }
}

function withDefaults(config: ServerConfig, given: Partial<ServerDeps>): ServerDeps {
  const log = given.log ?? createLog(config.logLevel)
  return {
    clock: Date.now,
    randomBytes: pooledRandomBytes(),
    newId: () => v7(),
    webDirectory: WEB_DIRECTORY,
    ...given,
    log,
  }
}

/** An address that a browser on this machine can open. */
function reachable(listening: string): string {
  return listening.replace('://0.0.0.0:', '://127.0.0.1:').replace('://[::]:', '://[::1]:')
}

/** When one fails, the other is closed before the error goes on. */
async function bothOrNone<A extends Closable, B extends Closable>(
  a: Promise<A>,
  b: Promise<B>,
): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b])
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value]
  for (const opened of [first, second]) if (opened.status === 'fulfilled') await opened.value.close()
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason
}

interface Closable {
  close(): Promise<void>
}

/** What has to be undone, newest first. One failure does not keep the rest from being undone. */
class Undo {
  readonly #steps: (() => Promise<void>)[] = []
  #running: Promise<void> | undefined

  add(step: () => Promise<void>): void {
    this.#steps.push(step)
  }

  run(): Promise<void> {
    this.#running ??= this.#runAll()
    return this.#running
  }

  async #runAll(): Promise<void> {
    const errors: unknown[] = []
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}
