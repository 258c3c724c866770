/** Schedules as the API has them: reports that are sent at times, by e-mail or to a webhook. */
import type { ExportFormat, ExportRequest } from '@daybook/query'

import { complete, type Get, type Send } from './answer.ts'

/** `at` is a local time, `HH:MM`; 1 is Monday. */
export type When =
  | { every: 'day'; at: string }
  | { every: 'week'; days: number[]; at: string }
  | { every: 'month'; day: number | 'last'; at: string }

export type Delivery = { by: 'mail'; to: string[]; attach: boolean } | { by: 'webhook'; url: string }

export interface ScheduleInput {
  name: string
  /** a saved view, or … */
  view?: string
  /** … the state of a report */
  report?: Omit<ExportRequest, 'format' | 'csv'>
  format: ExportFormat
  when: When
  zone?: string
  period?: 'schedule' | 'source'
  delivery: Delivery
}

export type RunState = 'waiting' | 'exporting' | 'sending' | 'delivered' | 'failed' | 'dropped'

export interface ScheduleRun {
  id: string
  state: RunState
  dueAt: string
  period?: { from: string; to: string }
  missed: number
  attempts: number
  nextAttemptAt?: string
  failure?: { code: string; detail: string }
  export: string
  rows?: number
  sentTo: string[]
  refused: { address: string; answer: string }[]
  finishedAt?: string
}

export interface Schedule extends ScheduleInput {
  id: string
  zone: string
  zoneOf: 'schedule' | 'tenant'
  state: 'active' | 'paused' | 'stopped'
  reason?: { code: string; detail: string }
  nextAt?: string
  lastRun?: ScheduleRun
  mine: boolean
}

/** `secret` is of a webhook, and is told once. */
export type MadeSchedule = Schedule & { secret?: string }
export type ScheduleAct = 'pause' | 'resume' | 'run' | 'test'

export interface ScheduleCalls {
  schedules(signal?: AbortSignal): Promise<Schedule[]>
  scheduleRuns(id: string, signal?: AbortSignal): Promise<ScheduleRun[]>
  createSchedule(schedule: ScheduleInput): Promise<MadeSchedule>
  updateSchedule(id: string, schedule: ScheduleInput): Promise<MadeSchedule>
  removeSchedule(id: string): Promise<void>
  /** Another secret for a webhook, told once. */
  newScheduleSecret(id: string): Promise<{ secret: string }>
  /** Of a test: what went wrong, if anything did. */
  actOnSchedule(id: string, act: ScheduleAct): Promise<{ failure?: { code: string; detail: string } }>
}

export function scheduleCalls(get: Get, send: Send): ScheduleCalls {
  const pathOf = (id: string) => `/v1/schedules/${encodeURIComponent(id)}`
  const one = (answer: Record<string, unknown>) =>
    complete<MadeSchedule>(answer, made => typeof made.id === 'string' && typeof made.when === 'object')
  return {
    async schedules(signal) {
      const answer = await get('/v1/schedules', signal)
      return complete<{ schedules: Schedule[] }>(answer, some => Array.isArray(some.schedules)).schedules
    },
    async scheduleRuns(id, signal) {
      const answer = await get(`${pathOf(id)}/runs`, signal)
      return complete<{ runs: ScheduleRun[] }>(answer, some => Array.isArray(some.runs)).runs
    },
    createSchedule: async schedule => one(await send('POST', '/v1/schedules', schedule)),
    updateSchedule: async (id, schedule) => one(await send('PUT', pathOf(id), schedule)),
    async removeSchedule(id) {
      await send('DELETE', pathOf(id))
    },
    async newScheduleSecret(id) {
      const answer = await send('POST', `${pathOf(id)}/secret`)
      return complete<{ secret: string }>(answer, ({ secret }) => typeof secret === 'string')
    },
    actOnSchedule: (id, act) => send('POST', `${pathOf(id)}/${act}`),
  }
}
