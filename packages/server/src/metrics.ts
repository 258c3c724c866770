/**
 * What the server counts and measures, in Prometheus' text format.
 * Every event that could be read is counted once: recorded, duplicate or refused; no label ever holds a sender's text.
 */
import type { Problem } from '@daybook/event'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client'
import type { EventRecord, Placed } from '@daybook/record'

import type { ErrorCode } from './errors.ts'
import type { FollowerObserver, Followers } from './follow/index.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const EVENTS = [1, 2, 5, 10, 50, 100, 500, 1000, 5000]
const NUMBER_OF_EVENTS_HELP = 'Events that could be read, by what became of them'

export class Metrics {
  readonly registry = new Registry()
  readonly #register = { registers: [this.registry] }
  readonly #requests = new Histogram({
    name: 'daybook_http_request_seconds',
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    ...this.#register,
  })
  readonly #events = new Counter({
    name: 'daybook_events_total',
    help: NUMBER_OF_EVENTS_HELP,
    labelNames: ['result'],
    ...this.#register,
  })
  readonly #refused = new Counter({
    name: 'daybook_events_refused_total',
    help: 'Refused events by the code of the refusal',
    labelNames: ['code'],
    ...this.#register,
  })
  readonly #problems = new Counter({
    name: 'daybook_event_problems_total',
    help: 'What was wrong with refused events',
    labelNames: ['code'],
    ...this.#register,
  })
  readonly #appendSeconds = new Histogram({
    name: 'daybook_append_seconds',
    help: 'From handing events to the record until they were durable',
    buckets: SECONDS,
    ...this.#register,
  })
  readonly #appendEvents = new Histogram({
    name: 'daybook_append_events',
    help: 'Events handed to the record at once',
    buckets: EVENTS,
    ...this.#register,
  })
  readonly #steps = new Histogram({
    name: 'daybook_follower_step_seconds',
    help: 'Steps of a follower',
    labelNames: ['follower'],
    buckets: SECONDS,
    ...this.#register,
  })
  readonly #stepEntries = new Counter({
    name: 'daybook_follower_entries_total',
    help: 'Entries that a follower has worked through',
    labelNames: ['follower'],
    ...this.#register,
  })
  readonly #failures = new Counter({
    name: 'daybook_follower_failures_total',
    help: 'Steps of a follower that failed and will be tried again',
    labelNames: ['follower'],
    ...this.#register,
  })
  readonly #lagEntries = new Gauge({
    name: 'daybook_follower_lag_entries',
    help: 'Entries that a follower has not worked through yet',
    labelNames: ['follower'],
    ...this.#register,
  })
  readonly #lagSeconds = new Gauge({
    name: 'daybook_follower_lag_seconds',
    help: 'Age of the oldest entry that a follower has not worked through yet',
    labelNames: ['follower'],
    ...this.#register,
  })

  readonly #scheduleRuns = new Counter({
    name: 'daybook_schedule_runs_total',
    help: 'Runs of schedules that ended, by how',
    labelNames: ['state'],
    ...this.#register,
  })

  constructor() {
    for (const state of ['delivered', 'failed', 'dropped']) this.#scheduleRuns.inc({ state }, 0)
    for (const result of ['recorded', 'duplicate', 'refused']) this.#events.inc({ result }, 0)
    collectDefaultMetrics({ register: this.registry })
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds)
  }

  scheduleRun(state: string): void {
    this.#scheduleRuns.inc({ state })
  }

  placed(placed: readonly Placed[]): void {
    let recorded = 0
    for (const one of placed) if (one.status === 'recorded') recorded++
    if (recorded > 0) this.#events.inc({ result: 'recorded' }, recorded)
    if (recorded < placed.length) this.#events.inc({ result: 'duplicate' }, placed.length - recorded)
  }

  refused(events: number, code: ErrorCode): void {
    this.#events.inc({ result: 'refused' }, events)
    this.#refused.inc({ code }, events)
  }

  problems(problems: readonly Problem[]): void {
    for (const { code } of problems) this.#problems.inc({ code })
  }

  // Not async: its frame would hold the events until the record has answered.
  timedAppend<T>(events: number, append: () => Promise<T>): Promise<T> {
    const startedAt = performance.now()
    return append().then(answer => {
      this.#appendSeconds.observe((performance.now() - startedAt) / 1000)
      this.#appendEvents.observe(events)
      return answer
    })
  }

  readonly followerObserver: FollowerObserver = {
    stepped: (follower, entries, ms) => {
      this.#steps.observe({ follower }, ms / 1000)
      this.#stepEntries.inc({ follower }, entries)
    },
    failed: follower => this.#failures.inc({ follower }),
    lag: (follower, entries, seconds) => this.#setLag(follower, entries, seconds),
  }

  /** Adds what the engines know themselves; read when somebody asks. */
  watch(record: EventRecord, followers: Followers): void {
    const stats = (name: string, help: string, read: () => number): void => {
      const gauge: Gauge = new Gauge({ name, help, ...this.#register, collect: () => gauge.set(read()) })
    }
    stats('daybook_record_queued_events', 'Events waiting for a commit', () => record.stats().queuedEvents)
    stats('daybook_record_queued_bytes', 'Bytes waiting for a commit', () => record.stats().queuedBytes)
    stats('daybook_record_commits', 'Commits since the start', () => record.stats().commits)
    stats(
      'daybook_record_committed_entries',
      'Entries committed since the start',
      () => record.stats().entries,
    )
    stats('daybook_followers', 'Followers of this process', () => {
      for (const { name, entries, seconds } of followers.lag()) this.#setLag(name, entries, seconds)
      return followers.lag().length
    })
  }

  /** Runs that are not at their end, and for how long the oldest could have been; asked of the record when somebody looks. */
  watchSchedules(record: EventRecord): void {
    const open: Gauge = new Gauge({
      name: 'daybook_schedule_runs_open',
      help: 'Runs of schedules that are not at their end',
      ...this.#register,
      collect: async () => {
        const backlog = await record.schedules.backlog().catch(() => undefined)
        if (backlog !== undefined) open.set(backlog.open)
      },
    })
  }

  #setLag(follower: string, entries: number, seconds: number): void {
    this.#lagEntries.set({ follower }, entries)
    this.#lagSeconds.set({ follower }, seconds)
  }
}
