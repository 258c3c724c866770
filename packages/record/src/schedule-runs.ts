/**
 * One run of a schedule in the hands of who works on it.
 * Every step is written before the next is taken, and is fenced by the epoch of the taking: whoever was too slow and was
 * replaced changes nothing any more.
 */
import type { JsonObject } from '@daybook/event'

import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { RunEnd, RunState, RunStep, ScheduleRun, TakenRun } from './schedule-types.ts'

export const RUN_COLUMNS = `r.id, r.schedule, r.tenant, r.cause, r.due_at, r.covers_from, r.covers_to, r.missed, r.state,
            r.export, r.attempts, r.ready_at, r.failure, r.detail, r.progress, r.finished_at, r.created_at`

const STEP = `UPDATE daybook.schedule_run
              SET state = $3, attempts = $4, ready_at = $5, failure = $6, detail = $7, progress = $8`

export const RUN_SQL = {
  step: {
    name: 'schedule_run_step',
    text: `${STEP}, lease_ends_at = clock_timestamp() + $9 * interval '1 millisecond'
            WHERE id = $1 AND epoch = $2 AND finished_at IS NULL RETURNING id`,
  },
  pause: {
    name: 'schedule_run_pause',
    text: `${STEP}, lease = NULL, lease_ends_at = NULL
            WHERE id = $1 AND epoch = $2 AND finished_at IS NULL RETURNING id`,
  },
  // A second time it is finished already, and nothing is counted again.
  finish: {
    name: 'schedule_run_finish',
    text: `WITH ended AS (
             UPDATE daybook.schedule_run SET state = $3, finished_at = $4, failure = $5, detail = $6, progress = $7
              WHERE id = $1 AND epoch = $2 AND finished_at IS NULL RETURNING schedule
           ), counted AS (
             UPDATE daybook.schedule AS s
                SET failures = CASE $3 WHEN 'delivered' THEN 0 WHEN 'failed' THEN s.failures + 1 ELSE s.failures END
               FROM ended WHERE s.id = ended.schedule
           )
           SELECT id FROM daybook.schedule_run WHERE id = $1 AND epoch = $2`,
  },
  entered: {
    name: 'schedule_run_entered',
    text: `UPDATE daybook.schedule_run SET entered = true, lease = NULL, lease_ends_at = NULL
            WHERE id = $1 AND finished_at IS NOT NULL`,
  },
} satisfies Record<string, Statement>

export interface RunRow {
  id: string
  schedule: string
  tenant: number
  cause: 'due' | 'asked'
  due_at: number
  covers_from: number | null
  covers_to: number | null
  missed: number
  state: RunState
  export: string
  attempts: number
  ready_at: number
  failure: string | null
  detail: string | null
  progress: JsonObject
  finished_at: number | null
  created_at: Date
}

export class Taken implements TakenRun {
  readonly run: ScheduleRun
  readonly schedule: TakenRun['schedule']
  readonly #database: Database
  readonly #epoch: number
  readonly #ttlMs: number

  constructor(
    database: Database,
    run: ScheduleRun,
    schedule: TakenRun['schedule'],
    epoch: number,
    ttlMs: number,
  ) {
    this.#database = database
    this.run = run
    this.schedule = schedule
    this.#epoch = epoch
    this.#ttlMs = ttlMs
  }

  step(step: RunStep): Promise<void> {
    return this.#held(RUN_SQL.step, [...valuesOf(step), this.#ttlMs])
  }

  pause(step: RunStep): Promise<void> {
    return this.#held(RUN_SQL.pause, valuesOf(step))
  }

  finish(end: {
    state: RunEnd
    at: number
    failure?: string
    detail?: string
    progress: JsonObject
  }): Promise<void> {
    const { state, at, failure, detail, progress } = end
    return this.#held(RUN_SQL.finish, [state, at, failure ?? null, detail ?? null, JSON.stringify(progress)])
  }

  async entered(): Promise<void> {
    await this.#database.run(RUN_SQL.entered, [this.run.id])
  }

  async #held(statement: Statement, values: readonly unknown[]): Promise<void> {
    const held = await this.#database.run(statement, [this.run.id, this.#epoch, ...values])
    if (held.length === 0) throw new RecordError('LEASE_LOST')
  }
}

function valuesOf({ state, attempts, readyAt, failure, detail, progress }: RunStep): unknown[] {
  return [state, attempts, readyAt, failure ?? null, detail ?? null, JSON.stringify(progress)]
}

export function fromRunRow(row: RunRow): ScheduleRun {
  const { due_at, covers_from, covers_to, ready_at, failure, detail, finished_at, created_at, ...run } = row
  return {
    id: run.id,
    schedule: run.schedule,
    tenant: run.tenant,
    cause: run.cause,
    dueAt: due_at,
    ...(covers_from === null || covers_to === null ? {} : { covers: { from: covers_from, to: covers_to } }),
    missed: run.missed,
    state: run.state,
    export: run.export,
    attempts: run.attempts,
    readyAt: ready_at,
    ...(failure === null ? {} : { failure }),
    ...(detail === null ? {} : { detail }),
    progress: run.progress,
    ...(finished_at === null ? {} : { finishedAt: finished_at }),
    createdAt: created_at.getTime(),
  }
}
