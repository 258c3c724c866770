/**
 * The frame that runs one follower: acquire the lease, recover, then step after step for as long as the lease is held.
 * A step is begin (the record remembers the block), load (the work), finish (the positions move and the block is
 * forgotten). After any error it forgets what it knew and recovers from what the record and the target say, so that the
 * way after an error is the way after a crash.
 */

import type { EventRecord, FollowerState, Lease, Range } from '@daybook/record'

import { Alarm } from './alarm.ts'
import { backoffMs, holdMs } from './backoff.ts'
import { Backlog } from './backlog.ts'
import { FollowError, isLeaseLost, refusedRanges } from './errors.ts'
import type { Follower } from './follower.ts'
import { gather, type Step } from './gather.ts'
import { KeptLease } from './kept-lease.ts'
import type { FollowerObserver } from './observer.ts'
import type { FollowOptions } from './options.ts'
import { isLost, recover, setAside, startOver, type RecoverDeps } from './recover.ts'
import { blockToken, isRebuildToken } from './token.ts'
import { Waiters } from './waiters.ts'

export interface RunnerDeps {
  record: EventRecord
  follower: Follower
  clock: () => number
  newId: () => string
  random: () => number
  observer: FollowerObserver
  owner: string
  options: FollowOptions
}

export class Runner {
  #deps: RunnerDeps
  #backlog = new Backlog()
  #waiters = new Waiters()
  /** there is something to look at */
  #work = new Alarm()
  #stop = new Alarm()
  #closing = false
  /** who runs this follower, as far as we know */
  #runBy: 'nobody' | 'us' | 'another' = 'nobody'
  /** errors in a row */
  #failures = 0
  /** refusals in a row of the block begun last */
  #refusals = 0
  #lookedAt = Number.NEGATIVE_INFINITY
  #unsubscribe: () => void = () => {}
  #loop: Promise<void> = Promise.resolve()

  constructor(deps: RunnerDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#unsubscribe = this.#deps.record.onCommit(moved => this.#committed(moved))
    this.#loop = this.#run()
  }

  /** Ends after the step under way. What was begun and not finished is recovered at the next start. */
  async close(): Promise<void> {
    this.#closing = true
    this.#unsubscribe()
    this.#waiters.close()
    this.#work.wake()
    this.#stop.wake()
    await this.#loop
  }

  /** True while this process runs the follower and its last step did not fail, or another process holds the lease. */
  get running(): boolean {
    return this.#runBy !== 'nobody' && this.#failures === 0
  }

  position(tenant: number): number {
    return this.#backlog.position(tenant)
  }

  lag(): { entries: number; seconds: number } {
    const { entries, since } = this.#backlog.lag()
    return { entries, seconds: since === undefined ? 0 : Math.max(0, this.#deps.clock() - since) / 1000 }
  }

  /** True when the entry is done, false when `timeoutMs` are over or the runner closes. */
  async waitFor(tenant: number, index: number, timeoutMs: number): Promise<boolean> {
    if (this.position(tenant) > index) return true
    if (this.#closing) return false
    const answer = this.#waiters.add(tenant, index, timeoutMs)
    this.#work.wake()
    return answer
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      try {
        const lease = await this.#acquire()
        if (lease === undefined) await this.#standBy()
        else await this.#lead(lease)
      } catch (error) {
        await this.#backOff(error)
      }
    }
  }

  async #acquire(): Promise<KeptLease | undefined> {
    const { record, follower, owner, clock, options } = this.#deps
    const acquiredAt = clock()
    const lease: Lease | undefined = await record.followers.acquire(follower.name, owner, options.leaseMs)
    if (lease === undefined) return undefined
    const onError = (error: unknown) => this.#report(error)
    return new KeptLease(lease, { leaseMs: options.leaseMs, acquiredAt, clock, onError })
  }

  /** Another process runs this follower: only learn how far it is. */
  async #standBy(): Promise<void> {
    const { record, follower, options } = this.#deps
    await this.#restart(await record.followers.state(follower.name))
    this.#failures = 0
    this.#runBy = 'another'
    if (!this.#closing) await this.#stop.wait(options.pollMs)
    this.#runBy = this.#closing ? 'nobody' : this.#runBy
  }

  async #lead(lease: KeptLease): Promise<void> {
    this.#runBy = 'us'
    try {
      while (!this.#closing && lease.held) {
        try {
          await this.#follow(lease)
        } catch (error) {
          if (isLeaseLost(error)) throw error
          await this.#refused(lease, error)
          await this.#backOff(error)
        }
      }
    } finally {
      this.#runBy = 'nobody'
      await lease.release().catch((error: unknown) => this.#report(error))
    }
  }

  /** Recovers, then steps until the runner closes. Throws at the first error, whatever it is. */
  async #follow(lease: KeptLease): Promise<void> {
    await this.#resume(lease)
    if (!lease.held) return // a rebuild has ended it: acquire anew
    const { options, record, clock } = this.#deps
    let ahead: Promise<Step> | undefined
    while (!this.#closing) {
      lease.assertHeld()
      if (clock() - this.#lookedAt >= options.pollMs) await this.#look()
      if (ahead === undefined && !this.#ripe()) {
        this.#failures = 0
        await this.#pause()
        continue
      }
      const step = await (ahead ?? gather(record, this.#backlog.plan(options), options))
      ahead = (await this.#step(lease, step)).ahead
    }
  }

  /** The one way to start, after a crash as after an error. */
  async #resume(lease: KeptLease): Promise<void> {
    const { record, follower } = this.#deps
    let state = await record.followers.state(follower.name)
    // Before anything else: a block that is recovered into an empty target would hide the loss.
    if (await isLost(follower, state.positions)) {
      this.#report(new FollowError('INDEX_LOST'))
      return startOver(this.#recoverDeps(lease))
    }
    await this.#restart(state)
    if (state.intent !== undefined) {
      await recover(this.#recoverDeps(lease), state.intent)
      state = await record.followers.state(follower.name)
      await this.#restart(state)
      this.#failures = 0
      this.#refusals = 0
    }
  }

  /**
   * A target that answers and yet refuses the same block again and again must not stop the tenants whose entries it
   * would take.
   */
  async #refused(lease: KeptLease, error: unknown): Promise<void> {
    const ranges = refusedRanges(error)
    this.#refusals = ranges === undefined ? 0 : this.#refusals + 1
    const { options, clock, random } = this.#deps
    if (ranges === undefined || this.#refusals < options.refusalsMax) return
    try {
      await setAside(this.#recoverDeps(lease), ranges)
      const tenants = ranges.map(range => range.tenant)
      this.#backlog.refused(tenants, clock(), refusals => holdMs(refusals, random))
      this.#refusals = 0
    } catch (failure) {
      this.#report(failure)
    }
  }

  #recoverDeps(lease: KeptLease): RecoverDeps {
    const { record, follower, newId, options } = this.#deps
    return { record, follower, lease, newId, readEntriesMax: options.readEntriesMax }
  }

  /** One block, exactly once. The numbers are those of the crash table in README.md. */
  async #step(lease: KeptLease, step: Step): Promise<{ ahead: Promise<Step> | undefined }> {
    const { record, follower, newId, observer, clock, options } = this.#deps
    const startedAt = clock()
    this.#backlog.take(step.ranges)
    this.#learn(step)
    const intent = { ranges: step.ranges, token: blockToken(follower.name, step.ranges, newId) }

    await lease.begin(intent) // 1
    lease.assertHeld()
    const loading = follower.load(step.entries, intent.token) // 2
    // While the target works, the next block is read. Reading changes nothing, so it may be thrown away.
    const behind = this.#backlog.waiting >= options.stepReadyEntries
    const ahead = behind ? gather(record, this.#backlog.plan(options), options) : undefined
    ahead?.catch(() => {}) // heard when it is awaited, if ever
    await loading
    await lease.finish(intent) // 3

    this.#failures = 0
    this.#finished(step)
    this.#tell(() => observer.stepped(follower.name, step.entries.length, clock() - startedAt))
    this.#tellLag()
    return { ahead }
  }

  #learn(step: Step): void {
    let at = 0
    for (const range of step.ranges) {
      const first = step.entries[at]
      if (first !== undefined) this.#backlog.learn(range.tenant, first.recordedAt)
      at += range.to - range.from
    }
  }

  #finished(step: Step): void {
    let at = 0
    const lastRecordedAt = step.ranges.map(range => {
      at += range.to - range.from
      return step.entries[at - 1]?.recordedAt ?? this.#deps.clock()
    })
    this.#backlog.finish(step.ranges, lastRecordedAt)
    this.#answer(step.ranges)
  }

  #answer(moved: readonly Pick<Range, 'tenant'>[]): void {
    if (this.#waiters.count === 0) return
    for (const { tenant } of moved) this.#waiters.passed(tenant, this.#backlog.position(tenant))
  }

  async #restart({ positions, intent }: FollowerState): Promise<void> {
    const heads = await this.#deps.record.heads()
    this.#lookedAt = this.#deps.clock()
    // A target that is about to be emptied holds nothing that anyone may rely on.
    const emptied = intent !== undefined && isRebuildToken(intent.token)
    this.#backlog.reset(emptied ? new Map() : positions)
    this.#backlog.see(heads, this.#lookedAt)
    this.#answer(this.#waiters.tenants().map(tenant => ({ tenant })))
    this.#tellLag()
  }

  /** What other processes have committed. */
  async #look(): Promise<void> {
    const heads = await this.#deps.record.heads()
    this.#lookedAt = this.#deps.clock()
    this.#backlog.release(this.#lookedAt)
    this.#backlog.see(heads, this.#lookedAt)
    this.#tellLag()
  }

  #committed(moved: readonly { tenant: number; next: number }[]): void {
    const sinceBefore = this.#backlog.waitingSince
    this.#backlog.see(moved, this.#deps.clock())
    // Twice in a step at most: when something begins to wait, and when enough waits.
    if (sinceBefore === undefined || this.#backlog.waiting >= this.#deps.options.stepReadyEntries)
      this.#work.wake()
  }

  #ripe(): boolean {
    const { waiting, waitingSince } = this.#backlog
    if (waitingSince === undefined) return false
    return (
      waiting >= this.#deps.options.stepReadyEntries || this.#deps.clock() - waitingSince >= this.#stepAgeMs
    )
  }

  get #stepAgeMs(): number {
    return this.#waiters.count > 0 ? this.#deps.options.stepHurryMs : this.#deps.options.stepAgeMs
  }

  async #pause(): Promise<void> {
    const due = (this.#backlog.waitingSince ?? Number.POSITIVE_INFINITY) + this.#stepAgeMs
    const look = this.#lookedAt + this.#deps.options.pollMs
    await this.#work.wait(Math.min(due, look) - this.#deps.clock())
  }

  async #backOff(error: unknown): Promise<void> {
    this.#failures += 1
    this.#report(error)
    this.#tellLag()
    if (!this.#closing) await this.#stop.wait(backoffMs(this.#failures, this.#deps.random))
  }

  #report(error: unknown): void {
    this.#tell(() => this.#deps.observer.failed(this.#deps.follower.name, error))
  }

  #tellLag(): void {
    const { entries, seconds } = this.lag()
    this.#tell(() => this.#deps.observer.lag(this.#deps.follower.name, entries, seconds))
  }

  #tell(call: () => void): void {
    try {
      call()
    } catch {
      // An observer must not be able to stop a follower.
    }
  }
}
