/**
 * The queue before the record: calls gather while a commit is in flight and go together in the next.
 * No timer: an idle record commits at once, a busy one as often as its disk allows. What was accepted is always answered.
 */
import type { Accepted } from '@daybook/event'

import { RecordError } from '../errors.ts'
import type { RecordLimits } from '../limits.ts'
import { SECRET_BYTES } from '../lines.ts'
import type { Placed } from '../types.ts'
import { type Call, callOf } from './call.ts'
import type { Commit } from './commit.ts'

const RETRY_MS_MIN = 100
const RETRY_MS_MAX = 5_000

interface Waiting extends Call {
  resolve: (placed: Placed[]) => void
  reject: (error: RecordError) => void
}

export interface QueueDeps {
  commit: (calls: readonly Call[]) => Promise<Commit>
  /** told after each commit, before its callers are */
  committed: (commit: Commit) => void
  randomBytes: (n: number) => Uint8Array
  limits: RecordLimits
}

export class AppendQueue {
  readonly #deps: QueueDeps
  #waiting: Waiting[] = []
  #events = 0
  #bytes = 0
  #busy = false
  #closed = false
  #idle: (() => void)[] = []
  #commits = 0
  #entries = 0
  /** milliseconds per event of the last commit: how soon a full queue is worth another try */
  #pace = 0

  constructor(deps: QueueDeps) {
    this.#deps = deps
  }

  get stats() {
    return {
      queuedEvents: this.#events,
      queuedBytes: this.#bytes,
      commits: this.#commits,
      entries: this.#entries,
    }
  }

  append(tenant: number, events: readonly Accepted[]): Promise<Placed[]> {
    let bytes = 0
    for (const accepted of events) bytes += accepted.text.length
    const problem = this.#refusal(events.length, bytes)
    if (problem !== undefined) return Promise.reject(problem)
    if (events.length === 0) return Promise.resolve([])
    this.#events += events.length
    this.#bytes += bytes
    const drawn = this.#deps.randomBytes(SECRET_BYTES * events.length)
    const secrets = Buffer.from(drawn.buffer, drawn.byteOffset, drawn.byteLength)
    const call = callOf(tenant, events, secrets, bytes)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...call, resolve, reject })
      this.#schedule()
    })
  }

  /** Refuses new calls; resolves when every accepted one has its answer. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#busy) await new Promise<void>(resolve => this.#idle.push(resolve))
  }

  #refusal(events: number, bytes: number): RecordError | undefined {
    const { queueEventsMax, queueBytesMax } = this.#deps.limits
    if (this.#closed) return new RecordError('CLOSED')
    if (events > queueEventsMax || bytes > queueBytesMax) return new RecordError('CALL_TOO_LARGE')
    if (this.#events + events <= queueEventsMax && this.#bytes + bytes <= queueBytesMax) return undefined
    const wait = Math.ceil((this.#events / 2) * this.#pace)
    return new RecordError('OVERLOADED', {
      retryAfterMs: Math.min(Math.max(wait, RETRY_MS_MIN), RETRY_MS_MAX),
    })
  }

  /** One turn of the loop later: callers that were just answered, or came together, share a commit. */
  #schedule(): void {
    if (this.#busy) return
    this.#busy = true
    setImmediate(() => void this.#flight())
  }

  async #flight(): Promise<void> {
    const group = this.#nextGroup()
    const startedAt = performance.now()
    let commit: Commit
    try {
      commit = await this.#deps.commit(group)
      this.#deps.committed(commit)
    } catch (cause) {
      // Commits do not throw; if one ever does, its callers must hear, and the queue must go on.
      const error = new RecordError('UNAVAILABLE', { cause })
      commit = { outcomes: group.map(() => ({ error })), added: [] }
    }
    let events = 0
    group.forEach((call, i) => {
      events += call.ids.length
      this.#bytes -= call.bytes
      const outcome = commit.outcomes[i]
      if (outcome !== undefined && 'placed' in outcome) call.resolve(outcome.placed)
      else call.reject(outcome?.error ?? new RecordError('UNAVAILABLE'))
    })
    this.#events -= events
    this.#pace = (performance.now() - startedAt) / Math.max(1, events)
    if (commit.added.length > 0) this.#commits++
    for (const { lines } of commit.added) this.#entries += lines.count
    this.#busy = false
    if (this.#waiting.length > 0) this.#schedule()
    else for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** At least one call; more as long as the group stays within its limits. */
  #nextGroup(): Waiting[] {
    const { groupEventsMax, groupBytesMax } = this.#deps.limits
    let count = 0
    let events = 0
    let bytes = 0
    for (const call of this.#waiting) {
      events += call.ids.length
      bytes += call.bytes
      if (count > 0 && (events > groupEventsMax || bytes > groupBytesMax)) break
      count++
    }
    return this.#waiting.splice(0, count)
  }
}
