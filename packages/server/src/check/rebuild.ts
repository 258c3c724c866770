/**
 * Empties the index and follows the record from 0.
 * The intention is written into the record before anything is emptied, and forgotten together with the positions: killed
 * anywhere, the next start of the server or of the rebuild brings it to its end, never half old and half new.
 */

import { randomUUID } from 'node:crypto'

import type { EventRecord, Log } from '@daybook/record'
import type { ReportIndex } from '@daybook/report'

import { Alarm } from '../follow/alarm.ts'
import { deriveFollower } from '../follow/derive-follower.ts'
import { FollowError } from '../follow/errors.ts'
import type { Follower } from '../follow/follower.ts'
import { indexFollower } from '../follow/index-follower.ts'
import { KeptLease } from '../follow/kept-lease.ts'
import { FOLLOW_DEFAULTS, type FollowOptions } from '../follow/options.ts'
import { startOver } from '../follow/recover.ts'
import { Runner } from '../follow/runner.ts'

export interface RebuildProgress {
  done: number
  total: number
  /** entries per second since the start */
  rate: number
}

export interface RebuildDeps {
  record: EventRecord
  index: ReportIndex
  log: Log
  clock: () => number
  onProgress?: (progress: RebuildProgress) => void
  /** Ends the rebuild early; the next start of the server goes on where it was. */
  signal?: AbortSignal
  newId?: () => string
  /** in [0, 1): spreads retries */
  random?: () => number
  owner?: string
  options?: Partial<FollowOptions>
}

const ACQUIRE_EVERY_MS = 250

/**
 * Resolves when everything recorded before the call is in the index. Once the index is empty, errors of the engines are
 * logged and tried again.
 * @throws FollowError FOLLOWER_BUSY when another process follows, FOLLOWER_STOPPED when `signal` ended it
 */
export async function rebuild(deps: RebuildDeps): Promise<{ entries: number }> {
  const newId = deps.newId ?? randomUUID
  const owner = deps.owner ?? `rebuild-${newId()}`
  const options = { ...FOLLOW_DEFAULTS, ...deps.options }
  const full = { ...deps, newId, owner, options, random: deps.random ?? Math.random }
  const follower = indexFollower(deps.index, deps.record)
  await empty(full, follower)
  const done = await followToHeads(full, follower)
  // Quietly: it is quick where nothing has to be derived, and progress has been told to its end.
  const { onProgress: _, ...quiet } = full
  await followToHeads(
    quiet,
    deriveFollower(deps.index, async () => true),
  )
  return done
}

type FullDeps = RebuildDeps &
  Required<Pick<RebuildDeps, 'newId' | 'owner' | 'random'>> & { options: FollowOptions }

/** Emptying is recovering from the intent to do so: what runs here is what runs after a crash. */
async function empty(deps: FullDeps, follower: Follower): Promise<void> {
  const { record, newId, options } = deps
  const lease = await patientLease(deps, follower.name)
  try {
    await startOver({ record, follower, lease, newId, readEntriesMax: options.readEntriesMax })
  } finally {
    await lease.release()
  }
}

async function followToHeads(deps: FullDeps, follower: Follower): Promise<{ entries: number }> {
  const { record, clock, signal, log } = deps
  const heads = await record.heads()
  const total = heads.reduce((sum, head) => sum + head.next, 0)
  const startedAt = clock()
  const caughtUp = Promise.withResolvers<void>()
  const progress = () => {
    const done = heads.reduce((sum, head) => sum + Math.min(runner.position(head.tenant), head.next), 0)
    deps.onProgress?.({ done, total, rate: (done * 1000) / Math.max(clock() - startedAt, 1) })
    if (done === total) caughtUp.resolve()
  }
  const failed = (name: string, error: unknown) =>
    log.error({ follower: name, err: error }, 'rebuild failed, will try again')
  const runner: Runner = new Runner({
    ...deps,
    follower,
    observer: { stepped: progress, lag: progress, failed },
  })
  const stop = () => caughtUp.reject(new FollowError('FOLLOWER_STOPPED'))
  signal?.addEventListener('abort', stop)
  try {
    if (signal?.aborted === true) stop()
    else runner.start()
    await caughtUp.promise
    return { entries: total }
  } finally {
    signal?.removeEventListener('abort', stop)
    await runner.close()
  }
}

/** Waits for as long as a runner that died may still keep the lease, no longer. */
async function patientLease(deps: FullDeps, name: string): Promise<KeptLease> {
  const { record, clock, owner, log, signal } = deps
  const { leaseMs } = deps.options
  const until = clock() + leaseMs + ACQUIRE_EVERY_MS
  for (;;) {
    const acquiredAt = clock()
    const lease = await record.followers.acquire(name, owner, leaseMs)
    const onError = (error: unknown) => log.warn({ follower: name, err: error }, 'lease not renewed')
    if (lease !== undefined) return new KeptLease(lease, { leaseMs, acquiredAt, clock, onError })
    if (clock() >= until || signal?.aborted === true) throw new FollowError('FOLLOWER_BUSY', { name })
    await new Alarm().wait(ACQUIRE_EVERY_MS)
  }
}
