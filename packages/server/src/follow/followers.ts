/**
 * All followers of this process, started and stopped together.
 * Which of several processes really runs one is decided by its lease; the answers here are right in all of them.
 */

import type { EventRecord, Log } from '@daybook/record'
import type { ReportIndex } from '@daybook/report'

import { Alarm } from './alarm.ts'
import { deriveFollower } from './derive-follower.ts'
import { FollowError } from './errors.ts'
import type { Follower } from './follower.ts'
import { INDEX_FOLLOWER, indexFollower } from './index-follower.ts'
import type { FollowerObserver } from './observer.ts'
import { FOLLOW_DEFAULTS, type FollowOptions } from './options.ts'
import { Runner } from './runner.ts'

export interface FollowersDeps {
  record: EventRecord
  index: ReportIndex
  clock: () => number
  newId: () => string
  /** in [0, 1): spreads retries */
  random?: () => number
  log: Log
  observer: FollowerObserver
  /**
   * Names this process at the leases. The same owner gets its lease back at once, so a process that alone may use its
   * data directory should keep one owner over restarts; processes that may run side by side MUST have different ones.
   */
  owner: string
  options?: Partial<FollowOptions>
}

export interface Followers {
  /** The index of the first entry that the follower has not done yet, as far as this process knows. */
  position(name: string, tenant: number): number
  /** True once the follower has done the entry; false after `timeoutMs` or when it closes. */
  waitFor(name: string, tenant: number, index: number, timeoutMs: number): Promise<boolean>
  /** True while the follower is run: by this process, and its last step went well, or by another. */
  running(name: string): boolean
  lag(): { name: string; entries: number; seconds: number }[]
  /** Resolves when the steps under way have ended and the leases are given back. */
  close(): Promise<void>
}

/** How often whoever derives looks whether the index has its block. */
const INDEX_POLL_MS = 25

export async function startFollowers(deps: FollowersDeps): Promise<Followers> {
  const { index, record } = deps
  let closing = false
  const position = (tenant: number) => followers.position(INDEX_FOLLOWER, tenant)
  // Asked again and again: to wait for the index would hurry it, and small blocks cost it more.
  const derive = deriveFollower(index, async (tenant, last, timeoutMs) => {
    for (let waited = 0; position(tenant) <= last; waited += INDEX_POLL_MS) {
      if (closing || waited >= timeoutMs) return false
      await new Alarm().wait(INDEX_POLL_MS)
    }
    return true
  })
  const followers = await followAll(deps, [indexFollower(index, record), derive])
  return {
    ...followers,
    close: async () => {
      closing = true
      await followers.close()
    },
  }
}

/** The same for any followers: `startFollowers` names those of the product. */
export async function followAll(
  deps: Omit<FollowersDeps, 'index'>,
  followers: readonly Follower[],
): Promise<Followers> {
  const options = { ...FOLLOW_DEFAULTS, ...deps.options }
  const random = deps.random ?? Math.random
  const observer = logged(deps.observer, deps.log)
  const runners = new Map(
    followers.map(follower => [follower.name, new Runner({ ...deps, follower, random, observer, options })]),
  )
  for (const runner of runners.values()) runner.start()

  const runner = (name: string) => {
    const found = runners.get(name)
    if (found === undefined) throw new FollowError('FOLLOWER_UNKNOWN', { name })
    return found
  }
  return {
    position: (name, tenant) => runner(name).position(tenant),
    waitFor: async (name, tenant, index, timeoutMs) => runner(name).waitFor(tenant, index, timeoutMs),
    running: name => runner(name).running,
    lag: () => [...runners].map(([name, one]) => ({ name, ...one.lag() })),
    close: async () => {
      await Promise.all([...runners.values()].map(async one => one.close()))
    },
  }
}

function logged(observer: FollowerObserver, log: Log): FollowerObserver {
  return {
    stepped: (name, entries, ms) => observer.stepped(name, entries, ms),
    failed: (name, error) => {
      // Waiting for another follower is no failure.
      if (error instanceof FollowError && error.code === 'INDEX_BEHIND') return
      log.warn({ follower: name, err: error }, 'follower failed, will try again')
      observer.failed(name, error)
    },
    lag: (name, entries, seconds) => observer.lag(name, entries, seconds),
  }
}
