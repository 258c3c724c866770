/** A schedule and its runs as the API tells them. */
import type { ScheduleRun } from '@daybook/record'

import { SCHEDULE_FAILURES, type ScheduleFailure } from '../../schedules/failures.ts'
import { progressOf } from '../../schedules/progress.ts'
import type { Kept } from '../../schedules/service.ts'
import { nextDue } from '../../schedules/timetable.ts'
import type { Identity } from '../context.ts'

const UPCOMING = 3

export interface RunView {
  id: string
  cause: string
  state: string
  dueAt: string
  period?: { from: string; to: string }
  missed: number
  attempts: number
  nextAttemptAt?: string
  failure?: { code: string; detail: string }
  export: string
  rows?: number
  bytes?: number
  sha256?: string
  sentTo: string[]
  refused: { address: string; answer: string }[]
  createdAt: string
  finishedAt?: string
}

export function runView(run: ScheduleRun): RunView {
  const { sentTo, refused, rows, bytes, sha256 } = progressOf(run)
  const waits = run.finishedAt === undefined && run.failure !== undefined
  return {
    id: run.id,
    cause: run.cause,
    state: run.state,
    dueAt: isoOf(run.dueAt),
    ...(run.covers === undefined
      ? {}
      : { period: { from: isoOf(run.covers.from), to: isoOf(run.covers.to) } }),
    missed: run.missed,
    attempts: run.attempts,
    ...(waits ? { nextAttemptAt: isoOf(run.readyAt) } : {}),
    ...(run.failure === undefined ? {} : { failure: { code: run.failure, detail: run.detail ?? '' } }),
    export: run.export,
    ...(rows === undefined ? {} : { rows }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(sha256 === undefined ? {} : { sha256 }),
    sentTo,
    refused,
    createdAt: isoOf(run.createdAt),
    ...(run.finishedAt === undefined ? {} : { finishedAt: isoOf(run.finishedAt) }),
  }
}

export function scheduleView(
  { schedule, plan, zone, lastRun }: Kept,
  identity: Identity,
): Record<string, unknown> {
  const { source, format, csv, when, period, delivery } = plan
  return {
    id: schedule.id,
    name: schedule.name,
    ...source,
    format,
    ...(csv === undefined ? {} : { csv }),
    when,
    zone,
    zoneOf: plan.zone === undefined ? 'tenant' : 'schedule',
    period,
    delivery,
    state: schedule.state,
    ...(schedule.reason === undefined ? {} : { reason: reasonOf(schedule.reason) }),
    ...(schedule.dueAt === undefined ? {} : { nextAt: isoOf(schedule.dueAt) }),
    upcoming: schedule.dueAt === undefined ? [] : upcoming(schedule.dueAt, at => nextDue(when, zone, at).at),
    failures: schedule.failures,
    ...(lastRun === undefined ? {} : { lastRun: runView(lastRun) }),
    owner: schedule.owner,
    mine: schedule.owner === identity.subject,
    createdAt: isoOf(schedule.createdAt),
    updatedAt: isoOf(schedule.updatedAt),
  }
}

function upcoming(first: number, after: (at: number) => number): string[] {
  const times = [first]
  while (times.length < UPCOMING) times.push(after(times.at(-1) ?? first))
  return times.map(isoOf)
}

function reasonOf(code: string): { code: string; detail: string } {
  const known = Object.hasOwn(SCHEDULE_FAILURES, code) ? SCHEDULE_FAILURES[code as ScheduleFailure].text : ''
  return { code, detail: known }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
